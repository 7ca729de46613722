import { z } from 'zod';
import { Day, event } from '#libs/kernel';
import { ExternalId, PersonId, Prose } from '../vocabulary';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

/** A meeting with the client took place. */
export const BusinessReviewHeld = event('BusinessReviewHeld', {
  externalId: ExternalId,
  heldOn: Day,
  note: Prose,
  attendees: z.array(z.string().min(1).max(256)),
  recordedBy: PersonId,
});

export const businessReviewEvents = [BusinessReviewHeld] as const;
export type BusinessReviewEvent = ReturnType<(typeof businessReviewEvents)[number]>;
