import { accountEvents } from './account/account.events';
import { inputEvents } from './inputs-catalogue/input.events';
import { delegationEvents } from './org/delegation.events';
import { seatEvents } from './org/seat.events';
import { overrideEvents } from './override/override.events';
import { placementEvents } from './placement/placement.events';
import { quotaEvents } from './quota/quota.events';
import { reviewEvents } from './review/review.events';
import { rubricEvents } from './rubric/rubric.events';
import { schemeEvents } from './scheme/scheme.events';
import { settingsEvents } from './settings/settings.events';
import { capacityEvents } from './treatment/capacity.events';
import { handoverEvents } from './treatment/handover.events';
import { businessReviewEvents } from './triggers/business-reviews.events';
import { opportunityEvents } from './triggers/opportunity.events';
import { policyReviewEvents } from './triggers/policy-reviews.events';

/** Every event that the domain can record. */
export const allEvents = [
  ...settingsEvents,
  ...accountEvents,
  ...schemeEvents,
  ...placementEvents,
  ...handoverEvents,
  ...capacityEvents,
  ...inputEvents,
  ...rubricEvents,
  ...policyReviewEvents,
  ...businessReviewEvents,
  ...opportunityEvents,
  ...seatEvents,
  ...delegationEvents,
  ...quotaEvents,
  ...overrideEvents,
  ...reviewEvents,
] as const;
