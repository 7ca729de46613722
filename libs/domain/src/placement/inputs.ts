import { addMonths, type Day, daysBetween, isDecimal } from '#libs/kernel';
import { ladderOf } from '../scheme/ladder';
import type { MeasureDefinition, PolicyDocument } from '../scheme/policy-document';
import type { Measure } from '../vocabulary';
import { inFactOrder } from './fact-order';
import type { AccountKnowledge, KnownInput, RevenueKnown } from './knowledge';
import type { Input } from './placement.events';

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

/** What the policy's boundaries and gates read on a day, by measure: values, or why there is none. */
export const inputsOn = (
  on: Day,
  policy: PolicyDocument,
  { inputs, revenue }: Pick<AccountKnowledge, 'inputs' | 'revenue'>,
  points: Points = pointsOf(inputs),
): Input[] =>
  ladderOf(policy).reads.map(({ measure, definition }) =>
    'fact' in definition
      ? inputOfFact(on, measure, definition, factOn(points, definition.fact, on))
      : inputOfRevenue(on, measure, definition, revenue),
  );

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
  revenue: RevenueKnown,
): Input => {
  const period = { from: addMonths(on, -definition.revenueWindowMonths), until: on };
  const { sum, lines, currencies } = revenue.window(period, definition);
  const window = { ...period, lines };
  return currencies.length > 1 && definition.currency === undefined
    ? { measure, value: null, problem: 'MIXED_CURRENCY', window }
    : { measure, value: sum, window };
};
