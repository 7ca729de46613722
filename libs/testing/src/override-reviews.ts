import {
  type AwaitReview,
  type NoteReview,
  type OverrideEvent,
  OverrideReviewAwaited,
  OverrideReviewed,
  ReviewId,
} from '#libs/domain';
import { day } from '#libs/kernel';
import { acme, nth, person } from './overrides';

type Key = Partial<typeof acme>;

/** The id of the nth review that asks about overrides. */
export const nthReview = (n: number) =>
  ReviewId.parse(`00000000-0000-4000-9000-${String(n).padStart(12, '0')}`);

interface Of {
  readonly review?: number;
  readonly on?: string;
}

/** A review asks about the nth override: it is to be answered by a day. */
export const awaitReview = (
  n: number,
  decideBy: string,
  { review = 1, on = '2025-04-10' }: Of = {},
): AwaitReview => ({
  type: 'AwaitReview',
  ...{ ...acme, overrideId: nth(n), reviewId: nthReview(review) },
  ...{ decideBy: day(decideBy), today: day(on) },
});

/** Cora has answered it, and that is told on a day. */
export const noteReview = (
  n: number,
  decidedOn: string,
  { review = 1, on = decidedOn }: Of = {},
): NoteReview => ({
  type: 'NoteReview',
  ...{ ...acme, overrideId: nth(n), reviewId: nthReview(review), decision: 'CONFIRM' },
  ...{ decidedBy: person('cora'), decidedOn: day(decidedOn), today: day(on) },
});

/** The same as they are recorded. */
export const reviewAwaited = (n: number, decideBy: string, review = 1, key: Key = {}): OverrideEvent =>
  OverrideReviewAwaited({
    ...{ ...acme, ...key, overrideId: nth(n), reviewId: nthReview(review), decideBy: day(decideBy) },
  });

export const reviewed = (
  n: number,
  decidedOn: string,
  {
    review = 1,
    lapsedOn,
    until,
    key = {},
  }: { review?: number; lapsedOn?: string; until?: string; key?: Key } = {},
): OverrideEvent =>
  OverrideReviewed({
    ...{ ...acme, ...key, overrideId: nth(n), reviewId: nthReview(review), decision: 'CONFIRM' },
    ...{ decidedBy: person('cora'), decidedOn: day(decidedOn) },
    ...(lapsedOn && { lapsedOn: day(lapsedOn) }),
    ...(until && { until: day(until) }),
  });
