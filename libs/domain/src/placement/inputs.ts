import { addMonths, type Day, daysBetween, isDecimal } from '#libs/kernel';
import { ladderOf } from '../scheme/ladder';
import type { MeasureDefinition, PolicyDocument } from '../scheme/policy-document';
import type { Measure } from '../vocabulary';
import { inFactOrder } from './fact-order';
import type { AccountKnowledge, KnownInput } from './knowledge';
import type { Input } from './placement.events';

/** The facts of one measure, in the order in which they hold. */
type Points = readonly KnownInput[];

const pointsOf = new WeakMap<readonly KnownInput[], ReadonlyMap<Measure, Points>>();

/** The facts of an account by measure, each in order; sorted once for each account. */
const pointsByMeasure = ({ inputs }: AccountKnowledge): ReadonlyMap<Measure, Points> => {
  const known = pointsOf.get(inputs);
  if (known) return known;
  const points = new Map<Measure, KnownInput[]>();
  for (const input of inputs) {
    const ofMeasure = points.get(input.measure);
    if (ofMeasure) ofMeasure.push(input);
    else points.set(input.measure, [input]);
  }
  for (const ofMeasure of points.values()) if (ofMeasure.length > 1) ofMeasure.sort(inFactOrder);
  pointsOf.set(inputs, points);
  return points;
};

/** The fact of a measure that holds on a day: the latest at or before it. */
export const factOn = (account: AccountKnowledge, measure: Measure, on: Day): KnownInput | undefined => {
  const points = pointsByMeasure(account).get(measure);
  if (!points) return undefined;
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle]!.validFrom <= on) low = middle + 1;
    else high = middle;
  }
  return points[low - 1];
};

/** What the policy's boundaries and gates read on a day, by measure: values, or why there is none. */
export const inputsOn = (on: Day, policy: PolicyDocument, account: AccountKnowledge): Input[] =>
  ladderOf(policy).reads.map(({ measure, definition }) => inputOn(on, measure, definition, account));

const inputOn = (
  on: Day,
  measure: Measure,
  definition: MeasureDefinition,
  account: AccountKnowledge,
): Input =>
  'fact' in definition
    ? inputOfFact(on, measure, definition, factOn(account, definition.fact, on))
    : inputOfRevenue(on, measure, definition, account);

const inputOfFact = (
  on: Day,
  measure: Measure,
  { freshnessDays }: Extract<MeasureDefinition, { fact: Measure }>,
  fact: KnownInput | undefined,
): Input => {
  if (!fact) return { measure, value: null, problem: 'MISSING' };
  const { factId, validFrom, value } = fact;
  if (freshnessDays !== undefined && daysBetween(validFrom, on) > freshnessDays)
    return { measure, value: null, problem: 'STALE', factId, validFrom };
  return isDecimal(value)
    ? { measure, value, factId, validFrom }
    : { measure, value: null, problem: 'NOT_A_NUMBER', factId, validFrom };
};

/** A window without revenue is 0, never missing: a flow that did not happen is known. */
const inputOfRevenue = (
  on: Day,
  measure: Measure,
  definition: Extract<MeasureDefinition, { revenueWindowMonths: number }>,
  { revenue }: AccountKnowledge,
): Input => {
  const period = { from: addMonths(on, -definition.revenueWindowMonths), until: on };
  const { sum, lines, currencies } = revenue.window(period, definition);
  const window = { ...period, lines };
  return currencies.length > 1 && definition.currency === undefined
    ? { measure, value: null, problem: 'MIXED_CURRENCY', window }
    : { measure, value: sum, window };
};
