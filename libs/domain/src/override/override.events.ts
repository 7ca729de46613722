import { z } from 'zod';
import { Day, event } from '#libs/kernel';
import { DecidingRole } from '../org/delegation.events';
import { ItemDecision } from '../review/review-item';
import {
  Evidence,
  ExternalId,
  OverrideId,
  PersonId,
  Prose,
  RetroKind,
  ReviewId,
  SchemeCode,
  Seat,
  TierCode,
  View,
} from '../vocabulary';
import { Basis, BasisChange } from './basis';
import { Jump } from './rules/jump';
import { OverrideType } from './override-type';
import { Level } from './rules/route';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

const about = { scheme: SchemeCode, view: View, externalId: ExternalId, overrideId: OverrideId };

/** Upon what it was asked for. */
const ground = {
  jump: Jump,
  route: z.array(Level).min(1),
  basis: Basis,
  /** Over the canonical JSON of the basis. */
  basisHash: z.string(),
};

/** Whose quota it counts in. */
const counted = { seat: Seat, quarter: z.string() };

/** Somebody wants the account to stand otherwise than its policy computes. */
export const OverrideRequested = event('OverrideRequested', {
  ...about,
  type: OverrideType,
  /** Null for FREEZE and EXCLUDE, which name none. */
  tier: TierCode.nullable(),
  from: Day,
  /** Null only for EXCLUDE: until it is reviewed. */
  until: Day.nullable(),
  reasonCode: z.string().min(1).max(64),
  justification: Prose,
  evidence: z.array(Evidence),
  /** What it takes the place of when it is approved. */
  supersedes: OverrideId.optional(),
  renews: OverrideId.optional(),
  /** How many renewals in a row it makes, whether or not it calls itself one; 0 when it goes on with nothing. */
  renewal: z.int().min(0),
  /** Named when it begins in the past. */
  retroKind: RetroKind.optional(),
  requestedBy: PersonId,
  /** The principal that a delegate asked for. */
  onBehalfOf: PersonId.optional(),
  requestedOn: Day,
  /** Undecided behind this day, it has lapsed. */
  decideBy: Day,
  ...counted,
  ...ground,
});

/** Who decided at which level; `onBehalfOf`: the principal that a delegate decided for. */
const decision = {
  ...about,
  level: z.int().min(1),
  role: DecidingRole,
  decidedBy: PersonId,
  onBehalfOf: PersonId.optional(),
  decidedOn: Day,
  comment: Prose.optional(),
};

/** One yes of those that the route asks for; others are to come. */
export const OverrideApprovalGiven = event('OverrideApprovalGiven', decision);

/** The last yes of the route: on these days the override stands. */
export const OverrideApproved = event('OverrideApproved', {
  ...decision,
  /** Not before the day of the approval, unless the past was asked for. */
  from: Day,
  until: Day.nullable(),
  /** The last day on which an EXCLUDE can be attested again. */
  attestBy: Day.optional(),
});

/** One no ends it. `until`: the first day on which an emergency stands no more for it. */
export const OverrideRejected = event('OverrideRejected', { ...decision, until: Day.optional() });

/** The requester wants it no more. */
export const OverrideWithdrawn = event('OverrideWithdrawn', {
  ...about,
  withdrawnBy: PersonId,
  comment: Prose.optional(),
});

/** It ends before its time, on this day or, where that is before its first, without having begun. */
export const OverrideRevoked = event('OverrideRevoked', {
  ...about,
  until: Day,
  revokedBy: PersonId,
  reason: Prose,
});

/** Another one takes its place from this day on. */
export const OverrideSuperseded = event('OverrideSuperseded', { ...about, by: OverrideId, until: Day });

/** What it was asked for upon has changed, and it is wanted still: the route is that of the new basis. */
export const OverrideReconfirmed = event('OverrideReconfirmed', {
  ...about,
  ...ground,
  reconfirmedBy: PersonId,
  comment: Prose.optional(),
});

/** It was approved upon another basis than this, and is right still; or it is an EXCLUDE that was looked at again. */
export const OverrideReattested = event('OverrideReattested', {
  ...about,
  jump: Jump,
  basis: Basis,
  basisHash: z.string(),
  attestedBy: PersonId,
  /** The principal for whom a delegate attests. */
  onBehalfOf: PersonId.optional(),
  attestedOn: Day,
  attestBy: Day.optional(),
  comment: Prose.optional(),
});

/** One voice of those that an attestation takes, where a committee is asked; the last one attests it. */
export const OverrideAttestationGiven = event('OverrideAttestationGiven', {
  ...about,
  role: DecidingRole,
  attestedBy: PersonId,
  /** The principal for whom a delegate attests. */
  onBehalfOf: PersonId.optional(),
  /** What they have looked at. */
  basisHash: z.string(),
  attestedOn: Day,
  comment: Prose.optional(),
});

/** Somebody could not wait: it stands at once, and is to be ratified on the normal route. */
export const EmergencyOverrideTaken = event('EmergencyOverrideTaken', {
  ...about,
  tier: TierCode,
  from: Day,
  until: Day,
  /** The reference of the incident. */
  incident: z.string().min(1).max(256),
  justification: Prose,
  evidence: z.array(Evidence),
  supersedes: OverrideId.optional(),
  takenBy: PersonId,
  onBehalfOf: PersonId.optional(),
  /** Not ratified before this day, it ends there. */
  ratifyBy: Day,
  ...counted,
  ...ground,
});

/** The last yes to an emergency: it stands to its end. */
export const OverrideRatified = event('OverrideRatified', decision);

/** An announcement: the first day of the override has come. */
export const OverrideActivated = event('OverrideActivated', { ...about, from: Day, until: Day.nullable() });

/** An announcement: from this day on the account stands as computed on that day. */
export const OverrideExpired = event('OverrideExpired', { ...about, until: Day });

/** A quarter's review asks whether it is to stand: undecided behind this day, it lapses. */
export const OverrideReviewAwaited = event('OverrideReviewAwaited', {
  ...about,
  reviewId: ReviewId,
  decideBy: Day,
});

/** That review has been answered: for all that it asked, the override stands. */
export const OverrideReviewed = event('OverrideReviewed', {
  ...about,
  reviewId: ReviewId,
  decision: ItemDecision.exclude(['NEEDS_INFO', 'REVOKE_OVERRIDE']),
  decidedBy: PersonId,
  decidedOn: Day,
  /** Told when it had lapsed for want of this answer: since when. */
  lapsedOn: Day.optional(),
  /** Told when another had its place already: the first day on which it stands no more. */
  until: Day.optional(),
});

/** An announcement: nobody decided, re-attested, ratified or reviewed in time. `on`: the first day on which it counts no more. */
export const OverrideLapsed = event('OverrideLapsed', {
  ...about,
  reason: z.enum(['NOT_DECIDED', 'NOT_REATTESTED', 'NOT_RATIFIED', 'NOT_REVIEWED']),
  on: Day,
});

/** An announcement: it expires in so many days at most. */
export const OverrideExpiryNoticed = event('OverrideExpiryNoticed', {
  ...about,
  days: z.int().min(1),
  until: Day,
});

const awaited = {
  ...about,
  /** Whose turn it is. */
  level: z.int().min(1),
  role: DecidingRole,
  /** Undecided behind this day, it lapses. */
  decideBy: Day,
};

/** An announcement: half of the time to decide has passed, and somebody has still to. */
export const ApprovalReminded = event('ApprovalReminded', awaited);

/** An announcement: most of the time to decide has passed, and who stands above is told; it stays for the level to decide. */
export const ApprovalEscalated = event('ApprovalEscalated', { ...awaited, to: DecidingRole });

/** What it was approved upon has changed: it lapses unless somebody re-attests it by the end of a day. */
export const BasisDrifted = event('BasisDrifted', {
  ...about,
  basis: Basis,
  basisHash: z.string(),
  changes: z.array(BasisChange),
  /** As it would be now. */
  jump: Jump,
  /** How far what is computed has come away from a frozen tier; `FREEZE_DRIFT` when 2 or more. */
  freezeDrift: z.int().min(0).optional(),
  driftedOn: Day,
  /** Of the first change that nobody has attested. */
  reattestBy: Day,
});

/** The basis is again what it was approved upon: there is nothing to re-attest. */
export const BasisDriftCleared = event('BasisDriftCleared', { ...about, basisHash: z.string() });

export const overrideEvents = [
  OverrideRequested,
  OverrideApprovalGiven,
  OverrideApproved,
  OverrideRejected,
  OverrideWithdrawn,
  OverrideRevoked,
  OverrideSuperseded,
  OverrideReconfirmed,
  OverrideAttestationGiven,
  OverrideReattested,
  EmergencyOverrideTaken,
  OverrideRatified,
  OverrideReviewAwaited,
  OverrideReviewed,
  OverrideActivated,
  OverrideExpired,
  OverrideLapsed,
  OverrideExpiryNoticed,
  ApprovalReminded,
  ApprovalEscalated,
  BasisDrifted,
  BasisDriftCleared,
] as const;
export type OverrideEvent = ReturnType<(typeof overrideEvents)[number]>;
