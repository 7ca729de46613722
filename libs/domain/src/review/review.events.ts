import { z } from 'zod';
import { Day, event } from '#libs/kernel';
import { Pin } from '../pack/pack-coordinates';
import { Scope } from '../scope';
import { ExternalId, OverrideId, PersonId, Prose, ReviewId, SchemeCode, Sha256, View } from '../vocabulary';
import { ItemDecision, ReviewItem } from './review-item';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

/** A quarter by its label and days, as the tenant's calendar had them when the review was opened. */
export const ReviewQuarter = z.object({ label: z.string().min(1).max(32), from: Day, until: Day });
export type ReviewQuarter = z.infer<typeof ReviewQuarter>;

/** In which roles a review is attested: all of them, each by another person. */
export const AttestingRole = z.enum(['revops', 'finance', 'committee']);
export type AttestingRole = z.infer<typeof AttestingRole>;

const of = { reviewId: ReviewId, scheme: SchemeCode };

/** A quarter's review has begun; nothing of its pack is frozen. Said again where its deadline passed before it was pinned. */
export const ReviewOpened = event('ReviewOpened', {
  ...of,
  view: View,
  quarter: ReviewQuarter,
  /** The part of the portfolio; empty is all of it. */
  scope: Scope,
  /** The last day on which items can be decided. */
  deadline: Day,
  openedBy: PersonId,
  openedOn: Day,
});

/** From here on the pack is what the log told at one position, and there are items to decide. */
export const ReviewPinned = event('ReviewPinned', {
  ...of,
  pin: Pin,
  /** SHA-256 over the canonical JSON of the pack. */
  digest: Sha256,
  items: z.array(ReviewItem),
  /** Every override that the pack names, whether or not it is an item. */
  overrides: z.array(OverrideId),
  /** Undecided behind the deadline, the overrides that are items lapse; absent where they did not, when it was pinned. */
  undecidedLapse: z.literal(true).optional(),
  pinnedBy: PersonId,
  pinnedOn: Day,
});

/** Somebody has said what is to become of an item. */
export const ReviewItemDecided = event('ReviewItemDecided', {
  ...of,
  n: z.int().min(1),
  externalId: ExternalId.nullable(),
  overrideId: OverrideId.nullable(),
  decision: ItemDecision,
  comment: Prose.optional(),
  /** Confirmed together with others. */
  bulk: z.literal(true).optional(),
  decidedBy: PersonId,
  decidedOn: Day,
});

/** Somebody stands for the pack and for what has been decided by then. */
export const ReviewAttested = event('ReviewAttested', {
  ...of,
  role: AttestingRole,
  statement: Prose,
  attestedBy: PersonId,
  attestedOn: Day,
});

/** Nothing of it changes any more. */
export const ReviewSealed = event('ReviewSealed', {
  ...of,
  /** Of the pack, made again at its coordinates: the one that was pinned. */
  digest: Sha256,
  /** The items that nobody had settled by the deadline. */
  defaulted: z.array(z.int().min(1)),
  sealedBy: PersonId,
  sealedOn: Day,
});

export const reviewEvents = [
  ReviewOpened,
  ReviewPinned,
  ReviewItemDecided,
  ReviewAttested,
  ReviewSealed,
] as const;
export type ReviewEvent = ReturnType<(typeof reviewEvents)[number]>;
