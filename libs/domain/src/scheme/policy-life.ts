import { canonicalJson, type Day, firstRefusal, type Outcome } from '#libs/kernel';
import type { PersonId, SchemeCode } from '../vocabulary';
import type { PolicyDocument } from '../policy/policy-document';
import {
  approvalRules,
  notApproved,
  notOpened,
  submissionRules,
  unknownVersion,
  wrongTime,
} from './policy-rules';
import type { Scheme } from './scheme';
import * as happened from './scheme.events';
import type { SchemeEvent } from './scheme.events';

// ── State: only what a decision needs ───────────────────────────────────────
export interface Written {
  readonly document: PolicyDocument;
  readonly author: PersonId;
}

interface Scheduled {
  readonly document: PolicyDocument;
  readonly effectiveFrom: Day;
  /** The how-manieth to be scheduled: of two that begin on one day the later one counts. */
  readonly scheduledAs: number;
}

export type Policy =
  | ({ readonly status: 'draft' | 'submitted' | 'approved' } & Written)
  | ({ readonly status: 'rejected' } & Written)
  | ({ readonly status: 'scheduled' } & Scheduled)
  | ({ readonly status: 'retired'; readonly effectiveUntil: Day } & Scheduled);

// ── Commands ────────────────────────────────────────────────────────────────
interface OfVersion<Type extends string> {
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

export interface ApprovePolicy extends OfVersion<'ApprovePolicy'> {
  readonly approvedBy: PersonId;
  readonly comment?: string;
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
  DraftPolicy | SubmitPolicy | ApprovePolicy | RejectPolicy | SchedulePolicy | RetirePolicy;

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

export const approve = ofVersion<ApprovePolicy>((command, policy) => {
  if (policy.status === 'approved') return [];
  if (policy.status !== 'submitted') return wrongTime('approved', 'submitted', policy);
  const { scheme, version, approvedBy, comment } = command;
  return (
    firstRefusal(approvalRules, command, policy) ?? [
      happened.PolicyApproved({ scheme, version, approvedBy, ...(comment && { comment }) }),
    ]
  );
});

export const reject = ofVersion<RejectPolicy>(({ scheme, version, rejectedBy, comment }, policy) => {
  if (policy.status === 'rejected') return [];
  if (policy.status !== 'submitted') return wrongTime('rejected', 'submitted', policy);
  return [happened.PolicyRejected({ scheme, version, rejectedBy, comment })];
});

export const schedule = ofVersion<SchedulePolicy>(
  ({ scheme, version, effectiveFrom, scheduledBy }, policy) => {
    if (policy.status === 'scheduled' && policy.effectiveFrom === effectiveFrom) return [];
    if (policy.status === 'scheduled' || policy.status === 'retired')
      return wrongTime('scheduled', 'approved and not scheduled before', policy);
    if (policy.status !== 'approved') return notApproved(version, policy);
    return [happened.PolicyScheduled({ scheme, version, effectiveFrom, scheduledBy })];
  },
);

export const retire = ofVersion<RetirePolicy>(({ scheme, version, effectiveUntil, retiredBy }, policy) => {
  if (policy.status === 'retired' && policy.effectiveUntil === effectiveUntil) return [];
  if (policy.status !== 'scheduled') return wrongTime('retired', 'scheduled', policy);
  return [happened.PolicyRetired({ scheme, version, effectiveUntil, retiredBy })];
});
