import { addDays, type Day, firstRefusal, type Outcome, quarterOf, refuse, type Rule } from '#libs/kernel';
import type { Evidence, OverrideId, PersonId, Seat, TierCode } from '../vocabulary';
import { takingThePlace } from './approval';
import { whyNotBeside } from './beside';
import { decisionAt, type Deciding, entitlementRules, hasSaidYes, isLastYes } from './entitlement';
import { type Ground, placesIn, prospectOf } from './ground';
import {
  EmergencyOverrideTaken,
  OverrideApprovalGiven,
  type OverrideEvent,
  OverrideRatified,
} from './override.events';
import { type Approved, levelOf, type Override, type Overrides } from './override-life';
import { whyMerged } from './rules/merger';
import { overrideRulesOf } from './rules/override-rules';
import { aboutOf, type OfOverride, type Wanted } from './override-type';
import { unknownOverride, wrongTime } from './refusals';
import { supersededIsApproved } from './request';
import { wholeDays } from './rules/term';
import { wantedRules } from './rules/wanted-rules';

export interface TakeEmergencyOverride extends OfOverride<'TakeEmergencyOverride'>, Ground {
  readonly tier: TierCode;
  /** It begins at once. */
  readonly until: Day;
  readonly incident: string;
  readonly justification: string;
  readonly evidence: readonly Evidence[];
  readonly supersedes?: OverrideId | undefined;
  readonly takenBy: PersonId;
  /** The principal for whom a delegate takes it. */
  readonly onBehalfOf?: PersonId | undefined;
  /** Whose quota it counts in. */
  readonly seat: Seat;
}

export interface RatifyOverride extends Deciding {
  readonly type: 'RatifyOverride';
}

type Taking = TakeEmergencyOverride & { readonly wanted: Wanted };

// ── Rules ───────────────────────────────────────────────────────────────────
const incidentIsNamed: Rule<Taking, Overrides> = ({ incident }) =>
  incident.trim() !== ''
    ? undefined
    : refuse('against-policy', 'INCIDENT_REQUIRED', 'Name the incident that cannot wait, by its reference.');

const accountHasTiers: Rule<Taking, Overrides> = (command) => whyMerged(command.today, command);

const isTheOnlyEmergency: Rule<Taking, Overrides> = ({ wanted, supersedes, document, today }, overrides) =>
  whyNotBeside({ wanted, supersedes: supersedes ?? null }, overrides.values(), placesIn(document), today);

const emergencyRules: readonly Rule<Taking, Overrides>[] = [
  incidentIsNamed,
  accountHasTiers,
  ...wantedRules,
  supersededIsApproved,
  isTheOnlyEmergency,
];

// ── Decisions ───────────────────────────────────────────────────────────────
/** What cannot wait stands at once, and for a short time. */
export const takeEmergency = (
  command: TakeEmergencyOverride,
  overrides: Overrides,
): Outcome<OverrideEvent> => {
  if (overrides.has(command.overrideId)) return [];
  const { tier, today: from, until } = command;
  const taking: Taking = { ...command, wanted: { kind: 'EMERGENCY', tier, from, until } };
  return firstRefusal(emergencyRules, taking, overrides) ?? [taken(taking), ...instead(taking, overrides)];
};

const taken = ({ wanted, ...command }: Taking): OverrideEvent => {
  const { tier, today, until, supersedes, calendar, document } = command;
  const { jump, route } = prospectOf(wanted, command, 0);
  const { ratifyWithinHours } = overrideRulesOf(document).emergency;
  return EmergencyOverrideTaken({
    ...aboutOf(command),
    tier,
    from: today,
    until,
    incident: command.incident,
    justification: command.justification,
    evidence: [...command.evidence],
    ...(supersedes && { supersedes }),
    takenBy: command.takenBy,
    ...(command.onBehalfOf !== undefined && { onBehalfOf: command.onBehalfOf }),
    ratifyBy: addDays(today, wholeDays(ratifyWithinHours)),
    seat: command.seat,
    quarter: quarterOf(today, calendar).label,
    jump,
    route: [...route],
    basis: command.basis,
    basisHash: command.basisHash,
  });
};

/** An emergency ends another at once; what has been approved it ends only when it is ratified. */
const instead = (command: Taking, overrides: Overrides): OverrideEvent[] => {
  const { overrideId, supersedes = null, today } = command;
  const old = supersedes && overrides.get(supersedes);
  if (!old || old.kind !== 'EMERGENCY') return [];
  return takingThePlace({ overrideId, supersedes }, overrides, { ...command, from: today });
};

/** One yes to an emergency at the level whose turn it is; the last of the route ratifies it. */
export const ratify = (command: RatifyOverride, overrides: Overrides): Outcome<OverrideEvent> => {
  const override = overrides.get(command.overrideId);
  if (!override) return unknownOverride(command);
  if (!isEmergency(override) || override.endedBy === 'REJECTED')
    return wrongTime('ratified', 'when it was taken in an emergency', override, command.today);
  if (override.ratifyBy === null || hasSaidYes(command, override)) return [];
  return (
    firstRefusal([isInTime, ...entitlementRules], command, override) ?? yes(command, override, overrides)
  );
};

const isEmergency = (override: Override): override is Approved =>
  override.status === 'approved' && override.kind === 'EMERGENCY';

const isInTime: Rule<RatifyOverride, Approved> = ({ today }, { ratifyBy }) =>
  ratifyBy === null || today < ratifyBy
    ? undefined
    : refuse(
        'out-of-order',
        'RATIFICATION_LATE',
        `It was to be ratified before ${ratifyBy}, and ended there: ask for an override if it is needed still.`,
      );

const yes = (command: RatifyOverride, override: Approved, overrides: Overrides): OverrideEvent[] => {
  const decision = decisionAt(levelOf(override)!, command);
  if (!isLastYes(override)) return [OverrideApprovalGiven(decision)];
  // Days that are past stood as they stood: behind its own end the other was there again.
  const from = command.today;
  return [OverrideRatified(decision), ...takingThePlace(override, overrides, { ...command, from })];
};
