import { aggregate, canonicalJson, type Day } from '#libs/kernel';
import type { ExternalId, PersonId } from '../vocabulary';
import {
  BusinessReviewHeld,
  type BusinessReviewEvent,
  businessReviewEvents,
} from './business-reviews.events';

/** Records a meeting with the client. */
export interface RecordBusinessReview {
  readonly type: 'RecordBusinessReview';
  readonly externalId: ExternalId;
  readonly heldOn: Day;
  readonly note: string;
  readonly attendees: readonly string[];
  readonly recordedBy: PersonId;
}

/** The business reviews of an account; each is told once. */
export const businessReviews = aggregate<Set<string>, RecordBusinessReview, BusinessReviewEvent>({
  category: 'businessreviews',
  idOf: ({ externalId }) => externalId,
  events: businessReviewEvents,
  initialState: () => new Set(),
  decide: {
    RecordBusinessReview: ({ externalId, heldOn, note, attendees, recordedBy }, told) => {
      const data = { externalId, heldOn, note, attendees: [...attendees], recordedBy };
      return told.has(canonicalJson(data)) ? [] : [BusinessReviewHeld(data)];
    },
  },
  evolve: { BusinessReviewHeld: (told, data) => told.add(canonicalJson(data)) },
});
