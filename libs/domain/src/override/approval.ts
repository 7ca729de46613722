import { type Day, firstRefusal, latest, type Outcome, refuse, type Rule } from '#libs/kernel';
import { basisChanges } from './basis';
import { whyNotBeside } from './beside';
import { decisionAt, type Deciding, entitlementRules, hasSaidYes, isLastYes } from './entitlement';
import { type Ground, placesIn, whyClosed } from './ground';
import {
  OverrideApprovalGiven,
  OverrideApproved,
  type OverrideEvent,
  OverrideSuperseded,
} from './override.events';
import { type Asked, levelOf, type Override, type Overrides, type Requested } from './override-life';
import { aboutOf, type OfOverride } from './override-type';
import { unknownOverride, wrongTime } from './refusals';
import { whyTooLate } from './renewal';
import { endingOf, statusOn } from './status-on';
import { whyMerged } from './rules/merger';
import { attestedUntil } from './rules/term';
import { knownToPolicy } from './rules/wanted-rules';

export interface ApproveOverride extends Deciding, Ground {
  readonly type: 'ApproveOverride';
  /** The hash of the basis that the approver has seen. */
  readonly basisSeen: string;
}

interface Reviewed {
  readonly override: Requested;
  readonly overrides: Overrides;
}

/** The first day on which it would stand: nothing is decided backwards but what was asked for so. */
export const firstDay = ({ retro, from }: Asked, today: Day): Day => (retro ? from : latest(from, today));

/** Whether an override waits for somebody to decide. */
export const isPending = (override: Override, today: Day): override is Requested =>
  ['SUBMITTED', 'IN_REVIEW'].includes(statusOn(override, today).state);

// ── Rules ───────────────────────────────────────────────────────────────────
/** What was looked at is what it was asked for upon, and is so still. */
export const basisIsTheSame: Rule<Pick<ApproveOverride, 'basis' | 'basisHash' | 'basisSeen'>, Asked> = (
  { basis, basisHash, basisSeen },
  override,
) =>
  basisHash === override.basisHash && basisSeen === override.basisHash
    ? undefined
    : refuse(
        'out-of-order',
        'BASIS_CHANGED',
        basisHash === override.basisHash
          ? 'You have looked at another basis than it stands on: look again, and decide with its present `basis`.'
          : 'What it was asked for upon has changed since: look at the changes, and have it reconfirmed.',
        { basis: override.basisHash, now: basisHash, changes: basisChanges(override.basis, basis) },
      );

const accountHasTiers: Rule<ApproveOverride, Asked> = (command, override) =>
  whyMerged(firstDay(override, command.today), command);

/** The policy may be another than when it was asked for: nobody is given a tier that there is no more. */
const policyKnowsIt: Rule<ApproveOverride, Reviewed> = ({ document, calendar }, { override: wanted }) =>
  firstRefusal(knownToPolicy, { wanted, document, calendar }, wanted);

const daysAreLeft: Rule<ApproveOverride, Reviewed> = ({ today }, { override }) =>
  override.until === null || firstDay(override, today) < override.until
    ? undefined
    : refuse(
        'out-of-order',
        'INTERVAL_PASSED',
        `Its days were over on ${override.until}: withdraw it, and ask for days to come.`,
      );

const pastIsOpen: Rule<ApproveOverride, Reviewed> = ({ today, openSince }, { override }) =>
  whyClosed(firstDay(override, today), { openSince });

const renewedStandsStill: Rule<ApproveOverride, Reviewed> = ({ today }, { override, overrides }) => {
  const renewed = override.renews && overrides.get(override.renews);
  return renewed ? whyTooLate(renewed, today) : undefined;
};

const standsBesideTheOthers: Rule<ApproveOverride, Reviewed> = ({ today, document }, reviewed) => {
  const { override, overrides } = reviewed;
  const wanted = { ...override, from: firstDay(override, today) };
  const { supersedes } = override;
  return whyNotBeside({ wanted, supersedes }, overrides.values(), placesIn(document), today);
};

const approvalRules = [policyKnowsIt, daysAreLeft, pastIsOpen, renewedStandsStill, standsBesideTheOthers];

// ── Decision ────────────────────────────────────────────────────────────────
/** One yes at the level whose turn it is; the last of the route approves the override. */
export const approve = (command: ApproveOverride, overrides: Overrides): Outcome<OverrideEvent> => {
  const override = overrides.get(command.overrideId);
  if (!override) return unknownOverride(command);
  if (override.status === 'approved' && override.kind !== 'EMERGENCY') return [];
  if (!isPending(override, command.today))
    return wrongTime('approved', 'while it is in review', override, command.today);
  if (hasSaidYes(command, override)) return [];
  return (
    firstRefusal([...entitlementRules, accountHasTiers, basisIsTheSame], command, override) ??
    firstRefusal(approvalRules, command, { override, overrides }) ??
    yes(command, override, overrides)
  );
};

const yes = (command: ApproveOverride, override: Requested, overrides: Overrides): OverrideEvent[] => {
  const decision = decisionAt(levelOf(override)!, command);
  if (!isLastYes(override)) return [OverrideApprovalGiven(decision)];
  const from = firstDay(override, command.today);
  return [
    OverrideApproved({
      ...decision,
      from,
      until: override.until,
      ...(override.kind === 'EXCLUDE' && {
        attestBy: attestedUntil(latest(from, command.today), command.calendar),
      }),
    }),
    ...takingThePlace(override, overrides, { ...command, from }),
  ];
};

/** What an override puts an end to when it comes to stand. */
export const takingThePlace = (
  { overrideId, supersedes }: Pick<Asked, 'overrideId' | 'supersedes'>,
  overrides: Overrides,
  command: OfOverride<string> & { readonly from: Day; readonly today: Day },
): OverrideEvent[] => {
  const old = supersedes && overrides.get(supersedes);
  if (!old || old.status !== 'approved') return [];
  const { on } = endingOf(old, command.today);
  if (on !== null && on <= command.from) return [];
  const about = { ...aboutOf(command), overrideId: old.overrideId };
  return [OverrideSuperseded({ ...about, by: overrideId, until: command.from })];
};
