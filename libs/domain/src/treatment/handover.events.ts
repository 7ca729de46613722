import { z } from 'zod';
import { Day, event } from '#libs/kernel';
import { ExternalId, PersonId, Prose, SchemeCode, TierCode, View } from '../vocabulary';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

/** `change` counts the changes of a timeline from 1. */
const change = { scheme: SchemeCode, view: View, externalId: ExternalId, change: z.int().min(1) };

/** One attribute of a treatment before and after; null where the treatment says nothing of it. */
const AttributeChanged = z.object({ attribute: z.string(), before: z.unknown(), after: z.unknown() });

/** What led here: the decision that put the account where it stands, and the event that made it known; null where only the day has come. */
const HandoverCause = z.object({ decisionId: z.string().nullable(), eventId: z.string().nullable() });
export type HandoverCause = z.infer<typeof HandoverCause>;

/** The effective tier is another one from a day on that has come: the account is to be treated otherwise. */
export const TreatmentChangeRequired = event('TreatmentChangeRequired', {
  ...change,
  day: Day,
  /** Null is no tier. */
  fromTier: TierCode.nullable(),
  toTier: TierCode.nullable(),
  /** The policy versions that say how the two tiers are treated; null without a tier. */
  fromPolicyVersion: z.int().nullable(),
  policyVersion: z.int().nullable(),
  /** Of the treatments of the two tiers. */
  difference: z.array(AttributeChanged),
  /** The open change whose place this one takes. */
  supersedes: z.int().optional(),
  /** Where another change is superseded: what differs from the treatment that was handed over last. */
  outstanding: z.array(AttributeChanged).optional(),
  /** Not acknowledged by the end of this day, it is an exception. */
  dueOn: Day,
  cause: HandoverCause,
  /** The log position whose knowledge was used. */
  basis: z.string(),
});

/** Somebody has taken the change on: from now on the account is treated as its tier says. */
export const TreatmentAcknowledged = event('TreatmentAcknowledged', {
  ...change,
  acknowledgedBy: PersonId,
  acknowledgedOn: Day,
  comment: Prose.optional(),
});

/** What is known now says that the account stands where it stood before: nothing is to be handed over. */
export const TreatmentChangeWithdrawn = event('TreatmentChangeWithdrawn', {
  ...change,
  cause: HandoverCause,
  basis: z.string(),
});

export const handoverEvents = [
  TreatmentChangeRequired,
  TreatmentAcknowledged,
  TreatmentChangeWithdrawn,
] as const;
export type HandoverEvent = ReturnType<(typeof handoverEvents)[number]>;
