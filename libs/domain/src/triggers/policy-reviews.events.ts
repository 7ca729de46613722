import { z } from 'zod';
import { Day, event } from '#libs/kernel';
import { PersonId, Prose, SchemeCode } from '../vocabulary';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

/** What calls for a review of a policy before its quarter is over. */
export const CallReason = z.enum(['PRICING_CHANGE', 'SERVICE_LAUNCH', 'ICP_CHANGE']);
export type CallReason = z.infer<typeof CallReason>;

/** Cut-offs, playbooks and coverage of a scheme were looked at. */
export const PolicyReviewed = event('PolicyReviewed', {
  scheme: SchemeCode,
  reviewedOn: Day,
  note: Prose,
  reviewedBy: PersonId,
});

/** Something happened that the policy has to be looked at for. */
export const PolicyReviewCalled = event('PolicyReviewCalled', {
  scheme: SchemeCode,
  reason: CallReason,
  occurredOn: Day,
  note: Prose,
  calledBy: PersonId,
});

export const policyReviewEvents = [PolicyReviewed, PolicyReviewCalled] as const;
export type PolicyReviewEvent = ReturnType<(typeof policyReviewEvents)[number]>;
