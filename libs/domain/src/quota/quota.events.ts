import { z } from 'zod';
import { Day, Decimal, event } from '#libs/kernel';
import { OverrideId, SchemeCode, Seat } from '../vocabulary';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

/** What kind of request takes from the quota; a correction takes nothing, so it is none of these. */
const Takes = z.enum(['request', 'renewal', 'emergency']);

/** `quarter` is the label of the fiscal quarter of submission. */
const ofOverride = {
  scheme: SchemeCode,
  quarter: z.string().min(1).max(16),
  seat: Seat,
  overrideId: OverrideId,
};

/** A request has been submitted: a unit of the quota is kept for it until it is decided. */
export const QuotaReserved = event('QuotaReserved', {
  ...ofOverride,
  kind: Takes,
  /** The annual recurring revenue of the account, which counts against a cap in money. */
  arr: Decimal,
  reservedOn: Day,
  /** The day on which the time to approve has passed; from the next day on the unit is free again. */
  lapsesOn: Day,
  /** The one emergency of the quarter that goes over the limit. */
  exceeds: z.literal(true).optional(),
});

/** The override is approved: its unit is spent, and nothing brings it back. */
export const QuotaConsumed = event('QuotaConsumed', { ...ofOverride, consumedOn: Day });

/** The request has come to nothing: its unit is free again. */
export const QuotaReleased = event('QuotaReleased', {
  ...ofOverride,
  why: z.enum(['REJECTED', 'WITHDRAWN', 'LAPSED']),
  releasedOn: Day,
});

export const quotaEvents = [QuotaReserved, QuotaConsumed, QuotaReleased] as const;
export type QuotaEvent = ReturnType<(typeof quotaEvents)[number]>;
