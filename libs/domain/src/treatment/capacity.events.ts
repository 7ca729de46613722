import { z } from 'zod';
import { Day, Decimal, event } from '#libs/kernel';
import { PersonId, SchemeCode, TierCode } from '../vocabulary';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

/** From a day on so many people are there for a tier, or for a role that serves several. */
export const CapacitySet = event('CapacitySet', {
  scheme: SchemeCode,
  /** One of the two is named. */
  tier: TierCode.nullable(),
  role: z.string().nullable(),
  available: Decimal,
  validFrom: Day,
  setBy: PersonId,
});

export const capacityEvents = [CapacitySet] as const;
export type CapacityEvent = ReturnType<(typeof capacityEvents)[number]>;
