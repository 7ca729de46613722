import { type Day, type Outcome, refuse } from '#libs/kernel';
import type { Pin } from '../pack/pack-coordinates';
import type { OverrideId, PersonId, ReviewId } from '../vocabulary';
import { closedAt, unknownReview, wrongTime } from './refusals';
import type { ReviewItem } from './review-item';
import { isClosed, type Review } from './review-life';
import { type ReviewEvent, ReviewPinned } from './review.events';

export interface PinReview {
  readonly type: 'PinReview';
  readonly reviewId: ReviewId;
  readonly pin: Pin;
  readonly digest: string;
  readonly items: readonly ReviewItem[];
  readonly overrides: readonly OverrideId[];
  readonly pinnedBy: PersonId;
  readonly today: Day;
}

export const pin = (command: PinReview, review: Review): Outcome<ReviewEvent> => {
  if (review.status === 'unopened') return unknownReview;
  if (review.status !== 'draft') return wrongTime(review);
  const { reviewId, scheme, quarter, deadline } = review;
  const { pin, digest, items, overrides, pinnedBy, today } = command;
  if (isClosed(review, today)) return closedAt(deadline);
  if (today < quarter.until)
    return refuse(
      'out-of-order',
      'QUARTER_NOT_OVER',
      `${quarter.label} is still running: its review is pinned on ${quarter.until} or later.`,
      { until: quarter.until },
    );
  return [
    ReviewPinned({
      ...{ reviewId, scheme, pin, digest, pinnedBy },
      items: [...items],
      overrides: [...overrides],
      undecidedLapse: true,
      pinnedOn: today,
    }),
  ];
};
