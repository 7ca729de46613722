import { addMonths, type Day, type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import { rounded } from '../policy/judge/dimension';
import type { MeasureDefinition, RevenueMeasure } from '../policy/measures';
import type { Measure } from '../vocabulary';
import { within } from './derived-inputs';
import type { RevenueKnown, WindowSum } from './knowledge';
import type { Input } from './placement.events';

/** How many months back from the day the windows begin that a measure reads, each ending on the day. */
export const monthsRead = (definition: MeasureDefinition): readonly number[] => {
  if (!('revenueWindowMonths' in definition)) return [];
  const { revenueWindowMonths: months, aggregate } = definition;
  return aggregate === 'seasonality' ? Array.from({ length: months }, (_, index) => index + 1) : [months];
};

/** A window without revenue is 0, never missing: a flow that did not happen is known. */
export const inputOfRevenue = (
  on: Day,
  measure: Measure,
  definition: RevenueMeasure,
  revenue: RevenueKnown,
): Input => {
  const { revenueWindowMonths: months, aggregate = 'sum', kinds, currency } = definition;
  const windowOf = (back: number, filter: Parameters<RevenueKnown['window']>[1] = definition) =>
    revenue.window({ from: addMonths(on, -back), until: on }, filter);
  const told = windowOf(months);
  const window = { from: addMonths(on, -months), until: on, lines: told.lines };
  const mixed = told.currencies.length > 1 && currency === undefined && aggregate !== 'count';
  if (mixed) return { measure, value: null, problem: 'MIXED_CURRENCY', window };
  switch (aggregate) {
    case 'sum':
      return { measure, value: told.sum, window };
    case 'count':
      return { measure, value: String(told.lines), window };
    case 'average':
      return { measure, value: averageOf(told), window };
    case 'share': {
      const all = windowOf(months, currency === undefined ? {} : { currency });
      const problem = all.currencies.length > 1 && currency === undefined && kinds !== undefined;
      if (problem) return { measure, value: null, problem: 'MIXED_CURRENCY', window };
      return { measure, ...percentage(inLastPlaces(told.sum), inLastPlaces(all.sum)), window };
    }
    case 'seasonality':
      return { measure, ...percentage(strongestMonth(months, windowOf), inLastPlaces(told.sum)), window };
  }
};

const averageOf = ({ sum, lines }: WindowSum): Decimal =>
  lines === 0 ? ('0' as Decimal) : fromLastPlaces(rounded(inLastPlaces(sum), BigInt(lines)));

/** Nothing of nothing is 0; a part of what is not positive has no share. */
const percentage = (part: bigint, whole: bigint) => {
  if (part === 0n && whole === 0n) return within(0n);
  return within(whole > 0n ? rounded(part * 100n * 10n ** 10n, whole) : null);
};

const strongestMonth = (months: number, windowOf: (back: number) => WindowSum): bigint => {
  let [strongest, before] = [0n, 0n];
  for (let back = 1; back <= months; back += 1) {
    const until = inLastPlaces(windowOf(back).sum);
    if (until - before > strongest) strongest = until - before;
    before = until;
  }
  return strongest;
};
