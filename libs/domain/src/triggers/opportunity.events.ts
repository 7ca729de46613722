import { z } from 'zod';
import { Day, event } from '#libs/kernel';
import { ExternalId, FactId, SchemeCode, TierCode } from '../vocabulary';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

const indicated = {
  scheme: SchemeCode,
  externalId: ExternalId,
  day: Day,
  /** What was negotiated or signed for, as the fact told it. */
  value: z.string().nullable(),
  /** Null where the policy cannot tell one. */
  tier: TierCode.nullable(),
  /** Where the tier stands among the policy's, the lowest being 0; null without a tier or an order. */
  place: z.int().nullable(),
  policyVersion: z.int(),
  factIds: z.array(FactId),
  /** The log position whose knowledge was used. */
  basis: z.string(),
};

/** An opportunity came to a stage: the tier that the account would have if it were signed. It assigns nothing. */
export const ProvisionalTierIndicated = event('ProvisionalTierIndicated', {
  ...indicated,
  stage: z.string().nullable(),
});

/** What was an opportunity was signed: the tier that the contract indicates. */
export const BindingTierIndicated = event('BindingTierIndicated', indicated);

/** What was indicated on a day no longer is: the facts behind it were others. */
export const TierIndicationWithdrawn = event('TierIndicationWithdrawn', {
  scheme: SchemeCode,
  externalId: ExternalId,
  day: Day,
  kind: z.enum(['provisional', 'binding']),
  basis: z.string(),
});

export const opportunityEvents = [
  ProvisionalTierIndicated,
  BindingTierIndicated,
  TierIndicationWithdrawn,
] as const;
export type OpportunityEvent = ReturnType<(typeof opportunityEvents)[number]>;
