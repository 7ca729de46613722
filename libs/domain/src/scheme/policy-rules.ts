import { type Refusal, refuse, type Rule } from '#libs/kernel';
import type { SchemeCode } from '../vocabulary';
import { runCases } from '../policy/golden-accounts/golden-accounts';
import { errorsOf, lint } from '../policy/lint/lint';
import type { Policy, SchedulePolicy, SubmitPolicy, Written } from './policy-life';

// ── Rules ───────────────────────────────────────────────────────────────────
export const documentHasNoErrors = (
  _: unknown,
  { document }: Pick<Written, 'document'>,
): Refusal | undefined => {
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

export const submissionRules: readonly Rule<SubmitPolicy, Written>[] = [documentHasNoErrors];

const goldenAccountsHold: Rule<SchedulePolicy, Written> = ({ version }, { document }) => {
  const failures = runCases(document).outcomes.filter(({ passed }) => !passed);
  const [first] = failures;
  return first
    ? refuse(
        'against-policy',
        'GOLDEN_ACCOUNTS_FAILED',
        `${failures.length} golden accounts of version ${version} come out otherwise than they say, the first being "${first.name}" (${first.outcome} instead of ${first.expected}): draft a version whose rules and cases agree.`,
        { failures },
      )
    : undefined;
};

export const schedulingRules = [goldenAccountsHold];

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
