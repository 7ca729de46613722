import { type Refusal, refuse } from '#libs/kernel';
import { type Review, stateOf } from './review-life';

export const unknownReview: Refusal = refuse(
  'unknown',
  'NOT_FOUND',
  'There is no such review: GET /v1/reviews names them, and POST /v1/reviews opens one.',
);

/** The no to what a review is too early or too late for. */
export const wrongTime = (review: Exclude<Review, { status: 'unopened' }>): Refusal => {
  const [code, why] = whys[review.status];
  return refuse('out-of-order', code, why, { state: stateOf(review) });
};

const whys = {
  draft: [
    'REVIEW_DRAFT',
    'This review has no items yet: POST /v1/reviews/{id}/pin freezes its pack and makes them.',
  ],
  pinned: [
    'REVIEW_PINNED',
    'This review is pinned, and its pack is made of one position for good: only a draft can be made again.',
  ],
  sealed: ['REVIEW_SEALED', 'This review is sealed, and nothing of it changes any more.'],
} as const;

export const closedAt = (deadline: string): Refusal =>
  refuse(
    'out-of-order',
    'REVIEW_CLOSED',
    `The last day of this review was ${deadline}: what nobody had decided by then stands as computed.`,
    { deadline },
  );
