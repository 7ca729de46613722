import { Decimal as Exact } from 'decimal.js';
import { type Decimal, roundDecimal } from './decimal';

/** Quotients and logarithms end nowhere: they are worked out to 24 digits, and rounded where they are told. */
const Long = Exact.clone({ precision: 24, rounding: Exact.ROUND_HALF_UP, toExpNeg: -60, toExpPos: 60 });

/** Ratios are told with so many places. */
const places = 6;

const told = (value: Exact): Decimal => roundDecimal(value.toFixed() as Decimal, places);

type Amount = Decimal | number;

/** `part` of `whole` as a ratio with 6 places, ties away from zero; null where there is no whole. */
export const ratioOf = (part: Amount, whole: Amount): Decimal | null =>
  new Long(whole).isZero() ? null : told(new Long(part).dividedBy(whole));

/** The same in per cent; null where there is no whole. */
export const percentageOf = (part: Amount, whole: Amount): Decimal | null =>
  new Long(whole).isZero() ? null : told(new Long(part).times(100).dividedBy(whole));

/** The share that stands for none, which has no logarithm. */
const least = new Long('0.0001');

/**
 * The population stability index of counts by group, `sum (p - q) ln(p / q)` with 6 places: q is a group's share
 * before and p its share afterwards, and a group that is empty counts as a ten-thousandth. Null where either time
 * has nobody.
 */
export const stabilityIndex = (
  groups: readonly { readonly before: number; readonly after: number }[],
): Decimal | null => {
  const total = (of: 'before' | 'after') => groups.reduce((sum, group) => sum + group[of], 0);
  const [before, after] = [total('before'), total('after')];
  if (before === 0 || after === 0) return null;
  const share = (count: number, whole: number) => Long.max(least, new Long(count).dividedBy(whole));
  const terms = groups
    .filter((group) => group.before + group.after > 0)
    .map((group) => [share(group.after, after), share(group.before, before)] as const)
    .map(([p, q]) => p.minus(q).times(p.dividedBy(q).ln()));
  return told(terms.reduce((sum, term) => sum.plus(term), new Long(0)));
};
