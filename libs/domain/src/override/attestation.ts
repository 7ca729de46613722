import { type Day, firstRefusal, latest, type Outcome, type Rule } from '#libs/kernel';
import { judgeOf } from '../policy/judge/judge-of';
import { levelAskedNow, roleIsAskedForNow } from './asked-for-now';
import { basisChanges } from './basis';
import { decidesOnce, type Deciding, secondEyesRules } from './entitlement';
import { type Ground } from './ground';
import { freezeDrift, jumpOf } from './rules/jump';
import {
  BasisDriftCleared,
  BasisDrifted,
  OverrideAttestationGiven,
  type OverrideEvent,
  OverrideReattested,
} from './override.events';
import type { Approved, Overrides, Yes } from './override-life';
import { overrideRulesOf } from './rules/override-rules';
import { aboutOf, type OfOverride, type OverrideKind } from './override-type';
import { whyNotPresent } from './reconfirmation';
import { unknownOverride, wrongTime } from './refusals';
import { isLive } from './status-on';
import { whyMerged } from './rules/merger';
import { attestedUntil, businessDaysLater } from './rules/term';

/** Brings an override up to what is known now of what it was approved upon. */
export interface NoteBasis extends OfOverride<'NoteBasis'>, Pick<Ground, 'basis' | 'basisHash' | 'document'> {
  readonly today: Day;
}

export interface ReattestOverride
  extends
    Omit<Deciding, 'type'>,
    Pick<Ground, 'basis' | 'basisHash' | 'document' | 'calendar' | 'merger'>,
    OfOverride<'ReattestOverride'> {
  /** The hash of the basis that they have looked at; the present one where they do not say. */
  readonly basisSeen?: string | undefined;
}

/** An emergency is over before anybody could attest it, and an EXCLUDE stands whatever is computed. */
const untouched: readonly OverrideKind[] = ['EMERGENCY', 'EXCLUDE'];

// ── Drift ───────────────────────────────────────────────────────────────────
/** Whether an override stands upon what it was approved upon; only one that stands, or will, can drift. */
export const noteBasis = (command: NoteBasis, overrides: Overrides): Outcome<OverrideEvent> => {
  const { overrideId, basisHash, today } = command;
  const override = overrides.get(overrideId);
  if (!override) return unknownOverride(command);
  if (!isLive(override, today) || untouched.includes(override.kind)) return [];
  if (basisHash === (override.drift?.hash ?? override.basisHash)) return [];
  if (basisHash === override.basisHash) return [BasisDriftCleared({ ...aboutOf(command), basisHash })];
  return [drifted(command, override)];
};

const drifted = (command: NoteBasis, override: Approved): OverrideEvent => {
  const { basis, basisHash, document, today } = command;
  const { reattestWithinBusinessDays } = overrideRulesOf(document);
  const judge = judgeOf(document);
  const standing = basis.computed.filter(({ until }) => until === null || until > override.from);
  const held = standing[0]?.tier ?? null;
  return BasisDrifted({
    ...aboutOf(command),
    basis,
    basisHash,
    changes: basisChanges(override.basis, basis),
    jump: jumpOf(override, basis.computed, judge),
    ...(override.kind === 'FREEZE' && { freezeDrift: freezeDrift(held, standing, judge) }),
    driftedOn: today,
    reattestBy: override.drift?.reattestBy ?? businessDaysLater(today, reattestWithinBusinessDays),
  });
};

// ── Attestation ─────────────────────────────────────────────────────────────
/** It is right upon what is known now, too; or an EXCLUDE has been looked at again in its quarter. */
export const reattest = (command: ReattestOverride, overrides: Overrides): Outcome<OverrideEvent> => {
  const { overrideId, today } = command;
  const override = overrides.get(overrideId);
  if (!override) return unknownOverride(command);
  if (!isLive(override, today))
    return wrongTime('re-attested', 'while it stands or is to come', override, today);
  if (!isWanting(override, command) || hasAttested(command, override)) return [];
  const rules = [...secondEyesRules, decidesOnce, accountHasTiers, roleIsAskedForNow];
  return (
    firstRefusal(rules, command, { ...override, given: override.attesting }) ??
    whyNotPresent(command) ?? [voice(command, override)]
  );
};

const accountHasTiers: Rule<ReattestOverride, Approved> = (command, { from }) =>
  whyMerged(latest(from, command.today), command);

/** The same voice adds nothing when it is given again. */
const hasAttested = ({ decidedBy, onBehalfOf }: ReattestOverride, { attesting }: Approved): boolean =>
  attesting.some((one) => one.decidedBy === decidedBy && one.onBehalfOf === onBehalfOf);

/** As many are needed as it would take to approve it at that level: the last voice attests it. */
const voice = (command: ReattestOverride, override: Approved): OverrideEvent => {
  const { role, quorum } = levelAskedNow(command, override)!;
  const given = override.attesting.filter((one) => one.role === role).length;
  return given + 1 < quorum ? attestationGiven(role, command) : reattested(command, override);
};

const attestationGiven = (role: Yes['role'], command: ReattestOverride): OverrideEvent =>
  OverrideAttestationGiven({
    ...aboutOf(command),
    role,
    ...attestedBy(command),
    basisHash: command.basisHash,
  });

const attestedBy = ({ decidedBy, onBehalfOf, today, comment }: ReattestOverride) => ({
  attestedBy: decidedBy,
  ...(onBehalfOf !== undefined && { onBehalfOf }),
  attestedOn: today,
  ...(comment && { comment }),
});

/** It has no less time for being looked at before it begins. */
const nextAttestBy = ({ attestBy, from }: Approved, { today, calendar }: ReattestOverride): Day | null =>
  attestBy && attestedUntil(latest(from, today), calendar);

/** Whether there is something to attest that nobody has. */
const isWanting = (override: Approved, command: ReattestOverride): boolean =>
  override.drift !== null || nextAttestBy(override, command) !== override.attestBy;

const reattested = (command: ReattestOverride, override: Approved): OverrideEvent => {
  const { basis, basisHash, document } = command;
  const attestBy = nextAttestBy(override, command);
  return OverrideReattested({
    ...aboutOf(command),
    jump: jumpOf(override, basis.computed, judgeOf(document)),
    basis,
    basisHash,
    ...attestedBy(command),
    ...(attestBy && { attestBy }),
  });
};
