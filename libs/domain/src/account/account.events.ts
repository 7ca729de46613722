import { z } from 'zod';
import { Day, Decimal, event, Instant } from '#libs/kernel';
import { ExternalId, FactId, FactValue, Measure, Prose, RetroKind, ServiceLine } from '../vocabulary';
import { Provenance } from './provenance';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

/** What is known of an account beside its facts. */
export const Profile = z.object({
  name: z.string().min(1).max(512),
  /** Null: the day of the account's earliest fact stands in. */
  onboardedOn: Day.nullable(),
  ownerSeat: z.string().min(1).max(128).nullable(),
  parentExternalId: ExternalId.nullable(),
  attributes: z.record(z.string().max(128), z.string().max(2000)),
});
export type Profile = z.infer<typeof Profile>;

/** A state of the account that holds from a day on, until the next fact of its measure. */
export const InputFact = z.object({
  factId: FactId,
  measure: Measure,
  value: FactValue,
  validFrom: Day,
  /** The line of the business it speaks of; the account as a whole when absent. */
  serviceLine: ServiceLine.optional(),
  source: z.string().max(256).optional(),
  /** What stands behind the value, where more is known of it than its source. */
  provenance: Provenance.optional(),
  /** When the source says it knew, for imported history: evidence, unverified. */
  originRecordedAt: Instant.optional(),
});
export type InputFact = z.infer<typeof InputFact>;

/** A flow on a day. */
export const RevenueFact = z.object({
  factId: FactId,
  occurredOn: Day,
  amount: Decimal,
  currency: z.string().min(1).max(16),
  kind: z.string().min(1).max(64),
  serviceLine: ServiceLine.optional(),
  source: z.string().max(256).optional(),
  originRecordedAt: Instant.optional(),
});
export type RevenueFact = z.infer<typeof RevenueFact>;

export const AccountOnboarded = event('AccountOnboarded', {
  externalId: ExternalId,
  profile: Profile,
  /** The account whose split it came from. */
  splitFrom: z.object({ externalId: ExternalId, on: Day }).optional(),
});

export const AccountChanged = event('AccountChanged', {
  externalId: ExternalId,
  before: Profile,
  after: Profile,
});

export const FactsRecorded = event('FactsRecorded', {
  externalId: ExternalId,
  facts: z.array(InputFact).min(1),
});

export const RevenueRecorded = event('RevenueRecorded', {
  externalId: ExternalId,
  facts: z.array(RevenueFact).min(1),
});

/** What a fact said; a revenue fact's amount is its value and `occurredOn` its day. */
const Saying = z.object({ value: z.string(), day: Day });

/** Replaces what a fact says; it keeps its place among the facts of its day. */
export const FactCorrected = event('FactCorrected', {
  externalId: ExternalId,
  factId: FactId,
  kind: z.enum(['input', 'revenue']),
  /** The measure of an input fact; null for revenue. */
  measure: Measure.nullable(),
  before: Saying,
  after: Saying,
  retroKind: RetroKind,
  reason: Prose,
});

/** The fact never was: it no longer counts on any day. A later correction brings it back. */
export const FactRetracted = event('FactRetracted', {
  externalId: ExternalId,
  factId: FactId,
  kind: z.enum(['input', 'revenue']),
  measure: Measure.nullable(),
  before: Saying,
  retroKind: RetroKind,
  reason: Prose,
});

/** From this day on the account is part of another: before it, it answers for itself. */
export const AccountMerged = event('AccountMerged', {
  externalId: ExternalId,
  into: ExternalId,
  on: Day,
  reason: Prose,
});

/** What a split gave to a new account; the share is a part of 1. */
export const SplitPart = z.object({ externalId: ExternalId, name: Profile.shape.name, share: Decimal });
export type SplitPart = z.infer<typeof SplitPart>;

/** From this day on parts of the account are accounts of their own; the account itself goes on. */
export const AccountSplit = event('AccountSplit', {
  externalId: ExternalId,
  into: z.array(SplitPart).min(1),
  on: Day,
  reason: Prose,
});

/** A merger or a split never was. */
export const LineageUndone = event('LineageUndone', {
  externalId: ExternalId,
  /** The event that told of it. */
  eventId: z.string(),
  kind: z.enum(['merge', 'split']),
  on: Day,
  /** The survivor, or the parts. */
  into: z.array(ExternalId).min(1),
  retroKind: RetroKind,
  reason: Prose,
});

/** The account never was, since the split that it came from never was. */
export const AccountWithdrawn = event('AccountWithdrawn', {
  externalId: ExternalId,
  splitFrom: z.object({ externalId: ExternalId, on: Day }),
  retroKind: RetroKind,
  reason: Prose,
});

export const accountEvents = [
  AccountOnboarded,
  AccountChanged,
  FactsRecorded,
  RevenueRecorded,
  FactCorrected,
  FactRetracted,
  AccountMerged,
  AccountSplit,
  LineageUndone,
  AccountWithdrawn,
] as const;
export type AccountEvent = ReturnType<(typeof accountEvents)[number]>;
