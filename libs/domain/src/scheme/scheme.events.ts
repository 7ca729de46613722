import { z } from 'zod';
import { Day, event } from '#libs/kernel';
import { ExternalId, PersonId, Prose, SchemeCode } from '../vocabulary';
import { PolicyDocument } from './policy-document';

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

export const PolicyApproved = event('PolicyApproved', {
  scheme: SchemeCode,
  version: PolicyVersion,
  approvedBy: PersonId,
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

/** A day on which accounts of the scheme are assessed, by an evaluation run. */
export const AssessmentDayAdded = event('AssessmentDayAdded', {
  scheme: SchemeCode,
  day: Day,
  kind: z.enum(['scheduled', 'unscheduled']),
  /** The accounts it is for; null for the whole scheme. */
  externalIds: z.array(ExternalId).nullable(),
  runId: z.string(),
});

export const schemeEvents = [
  SchemeOpened,
  SchemeChanged,
  PolicyDrafted,
  PolicySubmitted,
  PolicyApproved,
  PolicyRejected,
  PolicyScheduled,
  PolicyRetired,
  AssessmentDayAdded,
] as const;
export type SchemeEvent = ReturnType<(typeof schemeEvents)[number]>;
