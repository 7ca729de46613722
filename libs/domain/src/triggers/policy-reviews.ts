import { aggregate, canonicalJson, type Day } from '#libs/kernel';
import type { PersonId, SchemeCode } from '../vocabulary';
import {
  type CallReason,
  PolicyReviewCalled,
  PolicyReviewed,
  type PolicyReviewEvent,
  policyReviewEvents,
} from './policy-reviews.events';

/** Records that a scheme's policy was reviewed. */
export interface RecordPolicyReview {
  readonly type: 'RecordPolicyReview';
  readonly scheme: SchemeCode;
  readonly reviewedOn: Day;
  readonly note: string;
  readonly reviewedBy: PersonId;
}

/** Calls for a review of a scheme's policy. */
export interface CallPolicyReview {
  readonly type: 'CallPolicyReview';
  readonly scheme: SchemeCode;
  readonly reason: CallReason;
  readonly occurredOn: Day;
  readonly note: string;
  readonly calledBy: PersonId;
}

/** What was said, so that it is not said twice. */
type PolicyReviews = Set<string>;

/** What is told again changes nothing. */
const once = <E extends PolicyReviewEvent>(said: PolicyReviews, event: E): readonly E[] =>
  said.has(canonicalJson(event.data)) ? [] : [event];

/** The reviews of a scheme's policy, and what called for them. */
export const policyReviews = aggregate<
  PolicyReviews,
  RecordPolicyReview | CallPolicyReview,
  PolicyReviewEvent
>({
  category: 'policyreviews',
  idOf: ({ scheme }) => scheme,
  events: policyReviewEvents,
  initialState: () => new Set(),
  decide: {
    RecordPolicyReview: ({ scheme, reviewedOn, note, reviewedBy }, said) =>
      once(said, PolicyReviewed({ scheme, reviewedOn, note, reviewedBy })),
    CallPolicyReview: ({ scheme, reason, occurredOn, note, calledBy }, said) =>
      once(said, PolicyReviewCalled({ scheme, reason, occurredOn, note, calledBy })),
  },
  evolve: {
    PolicyReviewed: (said, data) => said.add(canonicalJson(data)),
    PolicyReviewCalled: (said, data) => said.add(canonicalJson(data)),
  },
});
