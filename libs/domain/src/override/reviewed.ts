import { type Approved, type AskingReview, reviewBy } from './override-life';

/** The override after a review has asked about it, or has been answered. */
export const askedBy = (override: Approved, { reviewId, decideBy }: AskingReview): Approved => ({
  ...override,
  reviews: [...override.reviews.filter((one) => one.reviewId !== reviewId), { reviewId, decideBy }],
});

/**
 * The override when a review has been answered. What was announced of its end, for want of that answer alone, was
 * not the last word: there is an end to announce again.
 */
export const answered = (override: Approved, { reviewId }: Pick<AskingReview, 'reviewId'>): Approved => {
  const after = askedBy(override, { reviewId, decideBy: null });
  if (reviewBy(after) === reviewBy(override)) return after;
  return { ...after, announced: new Set([...after.announced].filter((what) => what !== 'ENDED')) };
};
