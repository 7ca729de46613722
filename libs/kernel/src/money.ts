import { Decimal as Exact } from 'decimal.js';
import type { Decimal } from './decimal';

const Wide = Exact.clone({ precision: 60 });

/**
 * Splits an amount by whole weights (days), to the cent, by largest remainder; ties go to the earlier part.
 * The parts sum to the amount exactly: 100.00 over 1, 1, 1 is 33.34, 33.33, 33.33.
 * @param amount decimal text with at most two places
 * @throws RangeError when no weight is positive or the amount has parts of a cent
 */
export const splitByDays = (amount: Decimal, days: readonly number[]): Decimal[] => {
  const cents = new Wide(amount).times(100);
  const total = days.reduce((sum, part) => sum + part, 0);
  if (total <= 0) throw new RangeError('An amount is split over at least one day.');
  if (!cents.isInteger()) throw new RangeError(`${amount} has parts of a cent.`);
  const exact = days.map((part) => cents.abs().times(part).dividedBy(total));
  const parts = exact.map((share) => share.floor());
  let left = parts.reduce((rest, share) => rest.minus(share), cents.abs()).toNumber();
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share.minus(share.floor()) }))
    .sort((a, b) => b.remainder.cmp(a.remainder) || a.index - b.index);
  for (const { index } of byRemainder) {
    if (left === 0) break;
    parts[index] = parts[index]!.plus(1);
    left -= 1;
  }
  const sign = cents.isNegative() ? -1 : 1;
  return parts.map((share) => share.times(sign).dividedBy(100).toFixed(2) as Decimal);
};
