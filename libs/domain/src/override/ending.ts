import { type Day, firstRefusal, type Outcome, refuse, type Rule } from '#libs/kernel';
import type { PersonId } from '../vocabulary';
import { isPending } from './approval';
import { decisionAt, type Deciding, entitlementRules } from './entitlement';
import { type OverrideEvent, OverrideRejected, OverrideRevoked, OverrideWithdrawn } from './override.events';
import { type Approved, levelOf, type Override, type Overrides, type Requested } from './override-life';
import { aboutOf, type OfOverride } from './override-type';
import { unknownOverride, wrongTime } from './refusals';
import { endingOf, isLive } from './status-on';

export interface RejectOverride extends Deciding {
  readonly type: 'RejectOverride';
  readonly comment: string;
}

export interface WithdrawOverride extends OfOverride<'WithdrawOverride'> {
  readonly by: PersonId;
  readonly today: Day;
  readonly comment?: string | undefined;
}

export interface RevokeOverride extends OfOverride<'RevokeOverride'> {
  /** The first day on which it stands no more. */
  readonly until: Day;
  readonly by: PersonId;
  /** Whether they may end what others have asked for. */
  readonly governs: boolean;
  readonly reason: string;
  readonly today: Day;
}

// ── Rejection ───────────────────────────────────────────────────────────────
const awaitsRatification = (override: Override, today: Day): override is Approved =>
  override.status === 'approved' &&
  override.ratifyBy !== null &&
  override.endedBy !== 'REJECTED' &&
  today < override.ratifyBy;

/** One no ends a request, and an emergency that nobody has ratified yet. */
export const reject = (command: RejectOverride, overrides: Overrides): Outcome<OverrideEvent> => {
  const { overrideId, today } = command;
  const override = overrides.get(overrideId);
  if (!override) return unknownOverride(command);
  if (isRejected(override)) return [];
  const taken = awaitsRatification(override, today);
  if (!taken && !isPending(override, today))
    return wrongTime('rejected', 'while it is in review', override, today);
  const decision = decisionAt(levelOf(override)!, command);
  return (
    firstRefusal(entitlementRules, command, override) ?? [
      OverrideRejected({ ...decision, ...(taken && { until: today }) }),
    ]
  );
};

const isRejected = (override: Override): boolean =>
  override.status === 'rejected' || (override.status === 'approved' && override.endedBy === 'REJECTED');

// ── Withdrawal ──────────────────────────────────────────────────────────────
const withdrawsTheirOwn: Rule<WithdrawOverride, Requested> = ({ by }, { requestedBy }) =>
  requestedBy.includes(by)
    ? undefined
    : refuse('not-entitled', 'NOT_THE_REQUESTER', 'Only who asked for it withdraws it: reject it instead.');

/** The requester wants it no more. */
export const withdraw = (command: WithdrawOverride, overrides: Overrides): Outcome<OverrideEvent> => {
  const { overrideId, by, comment, today } = command;
  const override = overrides.get(overrideId);
  if (!override) return unknownOverride(command);
  if (override.status === 'withdrawn') return [];
  if (!isPending(override, today)) return wrongTime('withdrawn', 'while it is in review', override, today);
  return (
    firstRefusal([withdrawsTheirOwn], command, override) ?? [
      OverrideWithdrawn({ ...aboutOf(command), withdrawnBy: by, ...(comment && { comment }) }),
    ]
  );
};

// ── Revocation ──────────────────────────────────────────────────────────────
const revokesTheirOwn: Rule<RevokeOverride, Approved> = ({ by, governs }, { requestedBy }) =>
  governs || requestedBy.includes(by)
    ? undefined
    : refuse(
        'not-entitled',
        'NOT_YOUR_OVERRIDE',
        'A sales leader ends what they have asked for themselves: leave others to RevOps or the committee.',
      );

const doesNotGoBackwards: Rule<RevokeOverride, Approved> = ({ until, today }) =>
  until >= today
    ? undefined
    : refuse(
        'against-policy',
        'REVOKED_BACKWARDS',
        `What has been is not undone: end it on ${today} or later.`,
      );

const endsItEarlier: Rule<RevokeOverride, Approved> = ({ until, today }, override) => {
  const { on } = endingOf(override, today);
  return on === null || until <= on
    ? undefined
    : refuse(
        'against-policy',
        'UNTIL_NOT_EARLIER',
        `It ends on ${on} already, and a revocation only shortens it: give an earlier \`until\`, or renew it.`,
      );
};

/** It ends before its time; one that has ended is left as it is. */
export const revoke = (command: RevokeOverride, overrides: Overrides): Outcome<OverrideEvent> => {
  const { overrideId, until, by, reason, today } = command;
  const override = overrides.get(overrideId);
  if (!override) return unknownOverride(command);
  if (override.status !== 'approved') return wrongTime('revoked', 'when it was approved', override, today);
  if (!isLive(override, today) || endingOf(override, today).on === until) return [];
  return (
    firstRefusal([revokesTheirOwn, doesNotGoBackwards, endsItEarlier], command, override) ?? [
      OverrideRevoked({ ...aboutOf(command), until, revokedBy: by, reason }),
    ]
  );
};
