import { type Day, daysBetween, type Decimal, inLastPlaces, isDecimal } from '#libs/kernel';
import { judgeOf } from '../policy/judge/judge-of';
import type { FactMeasure, Read } from '../policy/measures';
import type { PolicyDocument } from '../policy/policy-document';
import type { Measure } from '../vocabulary';
import { derived } from './derived-inputs';
import { inFactOrder } from './fact-order';
import type { AccountKnowledge, KnownInput } from './knowledge';
import type { Input } from './placement.events';
import { inputOfRevenue } from './revenue-inputs';

/** The facts of an account by measure, each in the order in which they hold. */
export type Points = ReadonlyMap<Measure, readonly KnownInput[]>;

export const pointsOf = (inputs: readonly KnownInput[]): Points => {
  const points = new Map<Measure, KnownInput[]>();
  for (const input of inputs) {
    const ofMeasure = points.get(input.measure);
    if (ofMeasure) ofMeasure.push(input);
    else points.set(input.measure, [input]);
  }
  for (const ofMeasure of points.values()) if (ofMeasure.length > 1) ofMeasure.sort(inFactOrder);
  return points;
};

/** The fact of a measure that holds on a day: the latest at or before it. */
export const factOn = (points: Points, measure: Measure, on: Day): KnownInput | undefined => {
  const ofMeasure = points.get(measure);
  if (!ofMeasure) return undefined;
  let [low, high] = [0, ofMeasure.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ofMeasure[middle]!.validFrom <= on) low = middle + 1;
    else high = middle;
  }
  return ofMeasure[low - 1];
};

/** What an account is known by on the days of its assessments. */
export type InputsKnown = Pick<AccountKnowledge, 'inputs' | 'revenue' | 'family'>;

/** What the policy's rules read on a day, by measure: values, or why there is none. */
export const inputsOn = (
  on: Day,
  policy: PolicyDocument,
  known: InputsKnown,
  points: Points = pointsOf(known.inputs),
): Input[] => {
  const inputs: Input[] = [];
  // A measure stands behind those it is made of.
  for (const read of judgeOf(policy).reads) inputs.push(inputOf(on, read, known, points, inputs));
  return inputs;
};

const inputOf = (
  on: Day,
  { measure, definition, word = false }: Read,
  { revenue, family }: InputsKnown,
  points: Points,
  before: readonly Input[],
): Input => {
  if ('fact' in definition)
    return inputOfFact(on, measure, definition, countingFactOn(points, definition, on), word);
  if (!('revenueWindowMonths' in definition)) return { measure, ...derived(definition, before) };
  const flow = definition.of === 'family' && family ? family(on) : revenue;
  return inputOfRevenue(on, measure, definition, flow);
};

/** The last fact that counts for the measure; where none does, the last one, so that it can be said why. */
const countingFactOn = (points: Points, definition: FactMeasure, on: Day): KnownInput | undefined => {
  const last = factOn(points, definition.fact, on);
  if (!last || shortOf(definition, last) === undefined) return last;
  const counting = points
    .get(definition.fact)!
    .findLast((fact) => fact.validFrom <= on && shortOf(definition, fact) === undefined);
  return counting ?? last;
};

const inputOfFact = (
  on: Day,
  measure: Measure,
  definition: FactMeasure,
  fact: KnownInput | undefined,
  word: boolean,
): Input => {
  if (!fact) return { measure, value: null, problem: 'MISSING' };
  const { factId, validFrom, value } = fact;
  const { freshnessDays } = definition;
  const stale = freshnessDays !== undefined && daysBetween(validFrom, on) > freshnessDays;
  const problem =
    shortOf(definition, fact) ?? (stale ? 'STALE' : word || isDecimal(value) ? undefined : 'NOT_A_NUMBER');
  return problem === undefined
    ? { measure, value, factId, validFrom }
    : { measure, value: null, problem, factId, validFrom };
};

/** What a fact lacks of what the measure asks to stand behind it. */
const shortOf = (
  { evidence, independentAssessor, minConfidence }: FactMeasure,
  { assurance }: KnownInput,
): string | undefined => {
  if (evidence && assurance?.evidence !== true) return 'WITHOUT_EVIDENCE';
  if (independentAssessor && assurance?.independent !== true) return 'OWNER_ASSESSED';
  return minConfidence !== undefined && !reaches(assurance?.confidence, minConfidence)
    ? 'LOW_CONFIDENCE'
    : undefined;
};

const reaches = (confidence: Decimal | null = null, least: Decimal): boolean =>
  confidence !== null && inLastPlaces(confidence) >= inLastPlaces(least);
