import { type Day, type Decimal, decimal } from '#libs/kernel';
import type { ArrKnown } from './pack-inputs';
import { type PackSegment } from './pack-inputs';
import { mergedInto, segmentOn } from './segments';

/** Where an account that has entered the scheme stands without a tier. */
export const untiered = 'UNTIERED';

/** The row of who was not onboarded on the opening day. */
export const newcomer = 'NEW';

/** The column of who had an ARR above 0 on the opening day and has none on the closing day. */
export const churned = 'CHURNED';

/** Where an account stands on two days, and what its ARR is at the close of both. */
export interface Passage {
  readonly from: string;
  /** Where its timeline stands, whether or not it has churned. */
  readonly standsAt: string;
  readonly to: string;
  readonly openingArr: Decimal;
  readonly closingArr: Decimal;
}

const none = decimal('0');
const isAbove0 = (amount: Decimal): boolean => !amount.startsWith('-') && /[1-9]/.test(amount);

/** From one day to another; undefined for an account that was not onboarded by the second. */
export const passageOf = (
  segments: readonly PackSegment[],
  days: { readonly opening: Day; readonly closing: Day },
  arr: Partial<Pick<ArrKnown, 'opening' | 'closing'>>,
): Passage | undefined => {
  const [before, after] = [segmentOn(segments, days.opening), segmentOn(segments, days.closing)];
  if (!after) return undefined;
  const standsAt = after.effective ?? untiered;
  const [openingArr, closingArr] = [arr.opening ?? none, arr.closing ?? none];
  // What was merged has not gone: its revenue is that of the account it is part of.
  const hasChurned = before && standsAt !== mergedInto && isAbove0(openingArr) && !isAbove0(closingArr);
  const from = before ? (before.effective ?? untiered) : newcomer;
  return { from, standsAt, to: hasChurned ? churned : standsAt, openingArr, closingArr };
};
