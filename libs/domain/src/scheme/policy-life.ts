import { canonicalJson, type Day, firstRefusal, type Outcome } from '#libs/kernel';
import type { PersonId, SchemeCode } from '../vocabulary';
import type { PolicyDocument } from '../policy/policy-document';
import { approval, type ApprovePolicy, type Given } from './policy-approval';
import {
  notApproved,
  notOpened,
  schedulingRules,
  submissionRules,
  unknownVersion,
  wrongTime,
} from './policy-rules';
import { shadowing, type ShadowPolicy, unshadowing, type UnshadowPolicy } from './policy-shadow';
import type { Scheme } from './scheme';
import * as happened from './scheme.events';
import type { SchemeEvent } from './scheme.events';

// ── State: only what a decision needs ───────────────────────────────────────
export interface Written {
  readonly document: PolicyDocument;
  readonly author: PersonId;
  /** Approvals by role, while others are missing. */
  readonly approvals: readonly Given[];
  /** The first day on which it runs beside the plan; null when it does not. */
  readonly shadowFrom: Day | null;
}

interface Scheduled {
  readonly document: PolicyDocument;
  readonly effectiveFrom: Day;
  /** The how-manieth to be scheduled: of two that begin on one day the later one counts. */
  readonly scheduledAs: number;
}

export type Unscheduled = { readonly status: 'draft' | 'submitted' | 'approved' | 'rejected' } & Written;

export type Policy =
  | Unscheduled
  | ({ readonly status: 'scheduled' } & Scheduled)
  | ({ readonly status: 'retired'; readonly effectiveUntil: Day } & Scheduled);

// ── Commands ────────────────────────────────────────────────────────────────
export interface OfVersion<Type extends string> {
  readonly type: Type;
  readonly scheme: SchemeCode;
  readonly version: number;
}

/** Writes the next version. The last draft, written again by its author as it stands, is that draft. */
export interface DraftPolicy {
  readonly type: 'DraftPolicy';
  readonly scheme: SchemeCode;
  readonly document: PolicyDocument;
  readonly author: PersonId;
}

export interface SubmitPolicy extends OfVersion<'SubmitPolicy'> {
  readonly submittedBy: PersonId;
}

export interface RejectPolicy extends OfVersion<'RejectPolicy'> {
  readonly rejectedBy: PersonId;
  readonly comment: string;
}

export interface SchedulePolicy extends OfVersion<'SchedulePolicy'> {
  readonly effectiveFrom: Day;
  readonly scheduledBy: PersonId;
}

export interface RetirePolicy extends OfVersion<'RetirePolicy'> {
  readonly effectiveUntil: Day;
  readonly retiredBy: PersonId;
}

export type PolicyCommand =
  | DraftPolicy
  | SubmitPolicy
  | ApprovePolicy
  | RejectPolicy
  | SchedulePolicy
  | RetirePolicy
  | ShadowPolicy
  | UnshadowPolicy;

// ── Decisions ───────────────────────────────────────────────────────────────
export const draft = ({ scheme, document, author }: DraftPolicy, state: Scheme): Outcome<SchemeEvent> => {
  if (state.profile === null) return notOpened(scheme);
  const last = state.policies.at(-1);
  if (
    last?.status === 'draft' &&
    last.author === author &&
    canonicalJson(last.document) === canonicalJson(document)
  )
    return [];
  return [happened.PolicyDrafted({ scheme, version: state.policies.length + 1, document, author })];
};

/** Finds the version that a command speaks of. */
const ofVersion =
  <C extends PolicyCommand & { readonly version: number }>(
    decide: (command: C, policy: Policy) => Outcome<SchemeEvent>,
  ) =>
  (command: C, { profile, policies }: Scheme): Outcome<SchemeEvent> => {
    if (profile === null) return notOpened(command.scheme);
    const policy = policies[command.version - 1];
    return policy ? decide(command, policy) : unknownVersion(command);
  };

export const submit = ofVersion<SubmitPolicy>((command, policy) => {
  if (policy.status === 'submitted') return [];
  if (policy.status !== 'draft') return wrongTime('submitted', 'a draft', policy);
  const { scheme, version, submittedBy } = command;
  return (
    firstRefusal(submissionRules, command, policy) ?? [
      happened.PolicySubmitted({ scheme, version, submittedBy }),
    ]
  );
});

export const approve = ofVersion<ApprovePolicy>(approval);
export const shadow = ofVersion<ShadowPolicy>(shadowing);
export const unshadow = ofVersion<UnshadowPolicy>(unshadowing);

export const reject = ofVersion<RejectPolicy>(({ scheme, version, rejectedBy, comment }, policy) => {
  if (policy.status === 'rejected') return [];
  if (policy.status !== 'submitted') return wrongTime('rejected', 'submitted', policy);
  return [happened.PolicyRejected({ scheme, version, rejectedBy, comment })];
});

export const schedule = ofVersion<SchedulePolicy>((command, policy) => {
  const { scheme, version, effectiveFrom, scheduledBy } = command;
  if (policy.status === 'scheduled' && policy.effectiveFrom === effectiveFrom) return [];
  if (policy.status === 'scheduled' || policy.status === 'retired')
    return wrongTime('scheduled', 'approved and not scheduled before', policy);
  if (policy.status !== 'approved') return notApproved(version, policy);
  return (
    firstRefusal(schedulingRules, command, policy) ?? [
      happened.PolicyScheduled({ scheme, version, effectiveFrom, scheduledBy }),
    ]
  );
});

export const retire = ofVersion<RetirePolicy>(({ scheme, version, effectiveUntil, retiredBy }, policy) => {
  if (policy.status === 'retired' && policy.effectiveUntil === effectiveUntil) return [];
  if (policy.status !== 'scheduled') return wrongTime('retired', 'scheduled', policy);
  return [happened.PolicyRetired({ scheme, version, effectiveUntil, retiredBy })];
});
