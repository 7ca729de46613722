import { type Day, firstRefusal, latest, type Outcome } from '#libs/kernel';
import { judgeOf } from '../policy/judge/judge-of';
import { roleIsAskedForNow } from './asked-for-now';
import { basisChanges } from './basis';
import { type Deciding, secondEyesRules } from './entitlement';
import { type Ground } from './ground';
import { freezeDrift, jumpOf } from './rules/jump';
import { BasisDriftCleared, BasisDrifted, type OverrideEvent, OverrideReattested } from './override.events';
import type { Approved, Overrides } from './override-life';
import { overrideRulesOf } from './rules/override-rules';
import { aboutOf, type OfOverride, type OverrideKind } from './override-type';
import { whyNotPresent } from './reconfirmation';
import { unknownOverride, wrongTime } from './refusals';
import { isLive } from './status-on';
import { attestedUntil, businessDaysLater } from './rules/term';

/** Brings an override up to what is known now of what it was approved upon. */
export interface NoteBasis extends OfOverride<'NoteBasis'>, Pick<Ground, 'basis' | 'basisHash' | 'document'> {
  readonly today: Day;
}

export interface ReattestOverride
  extends
    Omit<Deciding, 'type'>,
    Pick<Ground, 'basis' | 'basisHash' | 'document' | 'calendar'>,
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
  if (!isWanting(override, command)) return [];
  return (
    firstRefusal([...secondEyesRules, roleIsAskedForNow], command, override) ??
    whyNotPresent(command) ?? [reattested(command, override)]
  );
};

/** It has no less time for being looked at before it begins. */
const nextAttestBy = ({ attestBy, from }: Approved, { today, calendar }: ReattestOverride): Day | null =>
  attestBy && attestedUntil(latest(from, today), calendar);

/** Whether there is something to attest that nobody has. */
const isWanting = (override: Approved, command: ReattestOverride): boolean =>
  override.drift !== null || nextAttestBy(override, command) !== override.attestBy;

const reattested = (command: ReattestOverride, override: Approved): OverrideEvent => {
  const { basis, basisHash, document, decidedBy, today, comment } = command;
  const attestBy = nextAttestBy(override, command);
  return OverrideReattested({
    ...aboutOf(command),
    jump: jumpOf(override, basis.computed, judgeOf(document)),
    basis,
    basisHash,
    attestedBy: decidedBy,
    attestedOn: today,
    ...(attestBy && { attestBy }),
    ...(comment && { comment }),
  });
};
