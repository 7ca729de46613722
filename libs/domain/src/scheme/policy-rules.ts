import { type Refusal, refuse, type Rule } from '#libs/kernel';
import type { SchemeCode } from '../vocabulary';
import { errorsOf, lint } from '../policy/lint';
import type { ApprovePolicy, Policy, SubmitPolicy, Written } from './policy-life';

// ── Rules ───────────────────────────────────────────────────────────────────
const approverIsNotTheAuthor: Rule<ApprovePolicy, Written> = ({ approvedBy }, { author }) =>
  approvedBy === author
    ? refuse(
        'not-entitled',
        'SOD_VIOLATION',
        'A policy needs a second pair of eyes: its author does not approve it.',
        {
          rule: 'SOD-7',
        },
      )
    : undefined;

export const approvalRules = [approverIsNotTheAuthor];

const documentHasNoErrors: Rule<SubmitPolicy, Written> = (_, { document }) => {
  const findings = errorsOf(lint(document));
  return findings.length === 0
    ? undefined
    : refuse(
        'against-policy',
        'POLICY_HAS_LINT_ERRORS',
        `Draft a new version without its errors: ${findings[0]!.detail}`,
        {
          findings,
        },
      );
};

export const submissionRules = [documentHasNoErrors];

// ── Refusals ────────────────────────────────────────────────────────────────
export const notOpened = (scheme: SchemeCode): Refusal =>
  refuse('unknown', 'NOT_FOUND', `There is no scheme ${scheme}; open it first.`);

export const unknownVersion = ({ scheme, version }: { scheme: SchemeCode; version: number }): Refusal =>
  refuse('unknown', 'NOT_FOUND', `Scheme ${scheme} has no policy version ${version}; draft it first.`);

export const wrongTime = (asked: string, needed: string, { status }: Policy): Refusal =>
  refuse(
    'out-of-order',
    'POLICY_OUT_OF_ORDER',
    `A policy can be ${asked} when it is ${needed}; this one is ${status}.`,
    {
      status,
    },
  );

export const notApproved = (version: number, { status }: Policy): Refusal =>
  refuse(
    'against-policy',
    'POLICY_NOT_APPROVED',
    `Version ${version} is ${status}: have it approved, then schedule it.`,
  );
