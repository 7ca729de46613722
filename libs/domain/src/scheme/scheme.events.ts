import { z } from 'zod';
import { Day, Decimal, event } from '#libs/kernel';
import { ExternalId, PersonId, Prose, SchemeCode, TierCode } from '../vocabulary';
import { ApproverRole } from '../policy/approver-role';
import { PolicyDocument } from '../policy/policy-document';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

const PolicyVersion = z.int().min(1);

export const SchemeOpened = event('SchemeOpened', {
  scheme: SchemeCode,
  name: z.string(),
  description: z.string(),
  primary: z.boolean(),
});

export const SchemeChanged = event('SchemeChanged', {
  scheme: SchemeCode,
  name: z.string(),
  description: z.string(),
  primary: z.boolean(),
});

export const PolicyDrafted = event('PolicyDrafted', {
  scheme: SchemeCode,
  version: PolicyVersion,
  document: PolicyDocument,
  author: PersonId,
});

export const PolicySubmitted = event('PolicySubmitted', {
  scheme: SchemeCode,
  version: PolicyVersion,
  submittedBy: PersonId,
});

/** One of the approvals that a version asks for, with others still missing. */
export const PolicyApprovalGiven = event('PolicyApprovalGiven', {
  scheme: SchemeCode,
  version: PolicyVersion,
  role: ApproverRole,
  approvedBy: PersonId,
  /** Of the simulation that the approver has seen. */
  simulationHash: z.string().optional(),
  comment: Prose.optional(),
});

/** The last approval that was missing. */
export const PolicyApproved = event('PolicyApproved', {
  scheme: SchemeCode,
  version: PolicyVersion,
  approvedBy: PersonId,
  /** Where the version asks for approvals by role. */
  role: ApproverRole.optional(),
  simulationHash: z.string().optional(),
  comment: Prose.optional(),
});

export const PolicyRejected = event('PolicyRejected', {
  scheme: SchemeCode,
  version: PolicyVersion,
  rejectedBy: PersonId,
  comment: Prose,
});

/** From this day on the version is in force, until another one is. */
export const PolicyScheduled = event('PolicyScheduled', {
  scheme: SchemeCode,
  version: PolicyVersion,
  effectiveFrom: Day,
  scheduledBy: PersonId,
});

/** The version leaves the plan; days for which it was in force keep it. */
export const PolicyRetired = event('PolicyRetired', {
  scheme: SchemeCode,
  version: PolicyVersion,
  /** The version is in force no longer from this day on. */
  effectiveUntil: Day,
  retiredBy: PersonId,
});

/** From this day on the version runs beside the plan, and assigns nothing. */
export const PolicyShadowed = event('PolicyShadowed', {
  scheme: SchemeCode,
  version: PolicyVersion,
  from: Day,
  shadowedBy: PersonId,
});

/** The version runs beside the plan no longer. */
export const PolicyUnshadowed = event('PolicyUnshadowed', {
  scheme: SchemeCode,
  version: PolicyVersion,
  unshadowedBy: PersonId,
});

/** A day on which accounts of the scheme are assessed, by an evaluation run. */
export const AssessmentDayAdded = event('AssessmentDayAdded', {
  scheme: SchemeCode,
  day: Day,
  kind: z.enum(['scheduled', 'unscheduled']),
  /** The accounts it is for; null for the whole scheme. */
  externalIds: z.array(ExternalId).nullable(),
  runId: z.string(),
});

/** Where the top so many per cent of a cohort end: the score of the last one in, those tied with it included. */
export const CohortCut = z.object({
  tier: TierCode,
  topPct: Decimal,
  called: z.int(),
  score: Decimal.nullable(),
  included: z.int(),
  overshoot: z.int(),
});
export type CohortCut = z.infer<typeof CohortCut>;

/** The accounts of a scheme were ranked by score on the day of a run, and cut: these scores divide until the next. */
export const CohortRanked = event('CohortRanked', {
  scheme: SchemeCode,
  day: Day,
  policyVersion: PolicyVersion,
  /** Accounts that had a score. */
  accounts: z.int(),
  /** SHA-256 over their ids in order, one a line. */
  cohortHash: z.string(),
  /** SHA-256 over ids and scores in the same order, `id` TAB `score` a line; each assessment keeps its own score. */
  scoresHash: z.string(),
  cuts: z.array(CohortCut),
  /** The log position whose knowledge was ranked. */
  basis: z.string(),
  runId: z.string(),
});

export const schemeEvents = [
  SchemeOpened,
  SchemeChanged,
  PolicyDrafted,
  PolicySubmitted,
  PolicyApprovalGiven,
  PolicyApproved,
  PolicyRejected,
  PolicyScheduled,
  PolicyRetired,
  PolicyShadowed,
  PolicyUnshadowed,
  AssessmentDayAdded,
  CohortRanked,
] as const;
export type SchemeEvent = ReturnType<(typeof schemeEvents)[number]>;
