import {
  type Day,
  firstRefusal,
  isRefusal,
  type Outcome,
  type Refusal,
  refuse,
  type Rule,
} from '#libs/kernel';
import type { SodFinding } from '../override/sod-finding';
import { refusalOf } from '../segregation/sod-violation';
import type { PersonId, ReviewId } from '../vocabulary';
import { closedAt, unknownReview, wrongTime } from './refusals';
import type { ItemDecision } from './review-item';
import { isClosed, isSettled, type ItemStanding, type Pinned, type Review } from './review-life';
import { type ReviewEvent, ReviewItemDecided } from './review.events';

export interface Deciding<Type extends string> {
  readonly type: Type;
  readonly reviewId: ReviewId;
  readonly decidedBy: PersonId;
  /** What the segregation of duties holds against them before these items. */
  readonly findings: readonly SodFinding[];
  readonly today: Day;
}

export interface DecideItem extends Deciding<'DecideItem'> {
  readonly n: number;
  readonly decision: ItemDecision;
  readonly comment?: string | undefined;
  /** The next quarter, where its review has been pinned: what is put off now would come up nowhere. */
  readonly nextPinned?: string | undefined;
}

// ── Rules ───────────────────────────────────────────────────────────────────
const isNotDecided: Rule<DecideItem, ItemStanding> = (_, standing) =>
  isSettled(standing) ? itemDecided(standing) : undefined;

const isExplained: Rule<DecideItem, ItemStanding> = ({ decision, comment }, { item }) =>
  comment !== undefined || (decision === 'CONFIRM' && item.risk === 'LOW')
    ? undefined
    : refuse(
        'against-policy',
        'COMMENT_NEEDED',
        `Say why in a comment: only a CONFIRM of low risk goes without, and the risk of item ${item.n} is ${item.risk}.`,
        { n: item.n, risk: item.risk },
      );

const isPutOffOnce: Rule<DecideItem, ItemStanding> = ({ decision }, { item }) =>
  decision === 'DEFER' && item.deferredFrom !== null
    ? refuse(
        'against-policy',
        'DEFERRED_BEFORE',
        `Item ${item.n} was put off in ${item.deferredFrom} already: an item waits for one quarter at most.`,
        { n: item.n, deferredFrom: item.deferredFrom },
      )
    : undefined;

const isPutOffToSomewhere: Rule<DecideItem, ItemStanding> = ({ decision, nextPinned }, { item: { n } }) =>
  decision === 'DEFER' && nextPinned !== undefined
    ? refuse(
        'out-of-order',
        'NEXT_REVIEW_PINNED',
        `The review of ${nextPinned} is pinned and takes up no more items: decide item ${n} here.`,
        { n, nextPinned },
      )
    : undefined;

const revokesAnOverride: Rule<DecideItem, ItemStanding> = ({ decision }, { item }) =>
  decision === 'REVOKE_OVERRIDE' && item.overrideId === null
    ? refuse('against-policy', 'NO_OVERRIDE_TO_REVOKE', `Item ${item.n} is about no override.`, { n: item.n })
    : undefined;

const decisionRules = [isNotDecided, isExplained, isPutOffOnce, isPutOffToSomewhere, revokesAnOverride];

// ── Decisions ───────────────────────────────────────────────────────────────
export const decideItem = (command: DecideItem, review: Review): Outcome<ReviewEvent> => {
  const pinned = openFor(command, review);
  if (isRefusal(pinned)) return pinned;
  const standing = pinned.items.get(command.n);
  if (!standing) return noSuchItem(command.n, pinned);
  const conflict = refusalOf(command.findings);
  if (conflict) return conflict;
  if (saysTheSame(command, standing)) return [];
  const { decision, comment } = command;
  return (
    firstRefusal(decisionRules, command, standing) ?? [
      decidedOf(pinned, standing, command, { decision, ...(comment !== undefined && { comment }) }),
    ]
  );
};

/** Items are decided while the review is pinned and its last day has not passed. */
export const openFor = ({ today }: { readonly today: Day }, review: Review): Pinned | Refusal => {
  if (review.status === 'unopened') return unknownReview;
  if (review.status !== 'pinned') return wrongTime(review);
  return isClosed(review, today) ? closedAt(review.deadline) : review;
};

export const itemDecided = ({ item: { n }, decided }: ItemStanding): Refusal =>
  refuse(
    'out-of-order',
    'ITEM_DECIDED',
    `Item ${n} has been decided by ${decided?.by}: ${decided?.decision}. A decision stands.`,
    { n, decision: decided?.decision, decidedBy: decided?.by },
  );

export const noSuchItem = (n: number, { items }: Pinned): Refusal =>
  refuse('unknown', 'NOT_FOUND', `There is no item ${n}: this review has ${items.size}.`);

/** Said before by the same person; a question that is asked again is asked again. */
export const saysTheSame = (
  {
    decidedBy,
    decision,
    comment = null,
  }: Pick<DecideItem, 'decidedBy' | 'decision'> & { readonly comment?: string | undefined | null },
  { decided }: ItemStanding,
): boolean =>
  decided !== null &&
  decided.by === decidedBy &&
  decided.decision === decision &&
  decided.comment === comment;

export const decidedOf = (
  { reviewId, scheme }: Pinned,
  { item: { n, externalId, overrideId } }: ItemStanding,
  { decidedBy, today }: Deciding<string>,
  said: { readonly decision: ItemDecision; readonly comment?: string; readonly bulk?: true },
): ReviewEvent =>
  ReviewItemDecided({ reviewId, scheme, n, externalId, overrideId, ...said, decidedBy, decidedOn: today });
