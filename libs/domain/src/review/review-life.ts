import type { Day } from '#libs/kernel';
import type { Pin } from '../pack/pack-coordinates';
import type { Scope } from '../scope';
import type { OverrideId, PersonId, ReviewId, SchemeCode, View } from '../vocabulary';
import type { ItemDecision, ReviewItem } from './review-item';
import { AttestingRole, type ReviewQuarter } from './review.events';

interface Terms {
  readonly reviewId: ReviewId;
  readonly scheme: SchemeCode;
  readonly view: View;
  readonly quarter: ReviewQuarter;
  readonly scope: Scope;
  /** The last day on which items can be decided. */
  readonly deadline: Day;
}

/** An item, and what was said of it last. */
export interface ItemStanding {
  readonly item: ReviewItem;
  readonly decided: {
    readonly decision: ItemDecision;
    readonly by: PersonId;
    readonly on: Day;
    readonly comment: string | null;
  } | null;
}

interface Frozen extends Terms {
  readonly pin: Pin;
  readonly digest: string;
  readonly items: Map<number, ItemStanding>;
  /** Every override that the pack names. */
  readonly overrides: readonly OverrideId[];
  /** Whether the overrides of undecided items lapse behind the deadline. */
  readonly undecidedLapse: boolean;
  readonly hasBegun: boolean;
  /** Of what has been decided by now: a decision that comes later takes them back. */
  readonly attested: ReadonlyMap<AttestingRole, PersonId>;
}

export type Draft = Terms & { readonly status: 'draft' };
export type Pinned = Frozen & { readonly status: 'pinned' };
export type Sealed = Frozen & { readonly status: 'sealed' };
export type Review = { readonly status: 'unopened' } | Draft | Pinned | Sealed;

export const reviewStates = ['DRAFT', 'PINNED', 'IN_REVIEW', 'ATTESTED', 'SEALED'] as const;
export type ReviewState = (typeof reviewStates)[number];

/** Where a review stands in its life; no clock moves it. */
export const stateOf = (review: Draft | Pinned | Sealed): ReviewState => {
  if (review.status !== 'pinned') return review.status === 'draft' ? 'DRAFT' : 'SEALED';
  if (rolesMissing(review).length === 0) return 'ATTESTED';
  return review.hasBegun ? 'IN_REVIEW' : 'PINNED';
};

export const rolesMissing = ({ attested }: Pick<Frozen, 'attested'>): AttestingRole[] =>
  AttestingRole.options.filter((role) => !attested.has(role));

/** Behind its last day nothing is decided any more: the review has closed itself. */
export const isClosed = ({ deadline }: Pick<Terms, 'deadline'>, today: Day): boolean => today > deadline;

/** What needs more information is still to be decided. */
export const isSettled = ({ decided }: ItemStanding): boolean =>
  decided !== null && decided.decision !== 'NEEDS_INFO';

/** The items that nobody has settled, in order. */
export const unsettled = ({ items }: Pick<Frozen, 'items'>): number[] =>
  [...items.values()].filter((one) => !isSettled(one)).map(({ item }) => item.n);
