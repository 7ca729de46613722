import { firstRefusal, isRefusal, type Outcome, type Refusal, refuse, type Rule } from '#libs/kernel';
import { refusalOf } from '../segregation/sod-violation';
import { decidedOf, type Deciding, itemDecided, noSuchItem, openFor, saysTheSame } from './deciding';
import { isSettled, type ItemStanding, type Pinned, type Review } from './review-life';
import type { ReviewEvent } from './review.events';

/** Confirms items of low risk together: all of them, or none. */
export interface ConfirmItems extends Deciding<'ConfirmItems'> {
  readonly items: readonly number[];
}

/** How many items can be confirmed at once. */
const atOnce = 50;

const areFew: Rule<ConfirmItems, Pinned> = ({ items }) =>
  items.length <= atOnce
    ? undefined
    : refuse(
        'against-policy',
        'TOO_MANY_AT_ONCE',
        `At most ${atOnce} items are confirmed at once, and these are ${items.length}: look at them in parts.`,
      );

const areThere: Rule<ConfirmItems, Pinned> = (command, review) => {
  const missing = command.items.find((n) => !review.items.has(n));
  return missing === undefined ? undefined : noSuchItem(missing, review);
};

const haveNoConflict: Rule<ConfirmItems, Pinned> = ({ findings }) => refusalOf(findings);

const areOfLowRisk: Rule<ConfirmItems, Pinned> = ({ items: wanted }, { items }) => {
  const risky = wanted.filter((n) => items.get(n)?.item.risk !== 'LOW');
  if (risky.length === 0) return undefined;
  const detail = `Only items of low risk are confirmed together: decide ${risky.join(', ')} one by one.`;
  return refuse('against-policy', 'RISK_TOO_HIGH', detail, { items: risky });
};

const areUndecided: Rule<ConfirmItems, Pinned> = (command, review) => {
  const settled = toConfirm(command, review).find(isSettled);
  return settled && itemDecided(settled);
};

const rules = [areFew, areThere, haveNoConflict, areOfLowRisk, areUndecided];

export const confirmItems = (asked: ConfirmItems, review: Review): Outcome<ReviewEvent> => {
  const pinned: Pinned | Refusal = openFor(asked, review);
  if (isRefusal(pinned)) return pinned;
  const command = { ...asked, items: [...new Set(asked.items)] };
  return (
    firstRefusal(rules, command, pinned) ??
    toConfirm(command, pinned).map((one) =>
      decidedOf(pinned, one, command, { decision: 'CONFIRM', bulk: true }),
    )
  );
};

/** Those that the same person has not confirmed before. */
const toConfirm = ({ items: wanted, decidedBy }: ConfirmItems, { items }: Pinned): ItemStanding[] =>
  wanted
    .flatMap((n) => items.get(n) ?? [])
    .filter((one) => !saysTheSame({ decidedBy, decision: 'CONFIRM' }, one));
