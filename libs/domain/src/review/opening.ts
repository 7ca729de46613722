import { type Day, type Outcome, refuse } from '#libs/kernel';
import type { Scope } from '../scope';
import type { PersonId, ReviewId, SchemeCode, View } from '../vocabulary';
import { isClosed, type Review, stateOf } from './review-life';
import { type ReviewEvent, ReviewOpened, type ReviewQuarter } from './review.events';

export interface OpenReview {
  readonly type: 'OpenReview';
  readonly reviewId: ReviewId;
  readonly scheme: SchemeCode;
  readonly view: View;
  readonly quarter: ReviewQuarter;
  readonly scope: Scope;
  readonly deadline: Day;
  readonly openedBy: PersonId;
  readonly today: Day;
}

/** A draft whose deadline has passed was never looked at: it is opened anew. */
export const open = (command: OpenReview, review: Review): Outcome<ReviewEvent> => {
  const { type: _, today, ...terms } = command;
  if (review.status !== 'unopened' && !(review.status === 'draft' && isClosed(review, today)))
    return refuse(
      'out-of-order',
      review.status === 'sealed' ? 'REVIEW_SEALED' : 'REVIEW_EXISTS',
      `There is a review of ${terms.quarter.label} in ${terms.scheme} for this scope already: go on with ${terms.reviewId}.`,
      { reviewId: terms.reviewId, state: stateOf(review) },
    );
  if (today < terms.quarter.from)
    return refuse(
      'against-policy',
      'QUARTER_NOT_BEGUN',
      `${terms.quarter.label} begins on ${terms.quarter.from}: open its review then or later.`,
    );
  if (terms.deadline < terms.quarter.until || terms.deadline < today)
    return refuse(
      'against-policy',
      'DEADLINE_TOO_EARLY',
      `A review ends after its quarter and not before today: the deadline is ${terms.quarter.until > today ? terms.quarter.until : today} or later.`,
    );
  return [ReviewOpened({ ...terms, openedOn: today })];
};
