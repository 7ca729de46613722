import type { Jump, OverrideEvent } from '#libs/domain';
import type { Instant } from '#libs/kernel';
import type { OverrideAsked, OverrideGround, OverrideStep } from './overrides.answers';

/** What is told of an override beside its life, and nothing that stands there: a list reads both of each line. */
export interface ToldOverride {
  readonly asked: OverrideAsked;
  readonly ground: ToldGround;
  readonly steps: readonly OverrideStep[];
}

interface ToldGround {
  readonly jump: Jump;
  /** How far it has come away, where what it stands upon has drifted. */
  readonly drift: Pick<Drift, 'freezeDrift'> | null;
}

type Drift = NonNullable<OverrideGround['drift']>;

type Of<T extends OverrideEvent['type']> = Extract<OverrideEvent, { type: T }>['data'];
type Tellings = {
  readonly [T in OverrideEvent['type']]?: (told: ToldOverride, data: Of<T>, at: Instant) => ToldOverride;
};

const undrifted = ({ jump }: Pick<ToldGround, 'jump'>): ToldGround => ({ jump, drift: null });

/** What an event that brings an override tells of it, and when that was recorded. */
const requested = (data: Of<'OverrideRequested'>, at: Instant): ToldOverride => {
  const { reasonCode, evidence, requestedOn, seat, quarter, requestedBy: by, onBehalfOf } = data;
  return {
    asked: { reasonCode, incident: null, evidence, requestedOn, seat, quarter },
    ground: undrifted(data),
    steps: [{ what: 'REQUESTED', by, ...(onBehalfOf && { onBehalfOf }), at }],
  };
};

const taken = (data: Of<'EmergencyOverrideTaken'>, at: Instant): ToldOverride => {
  const { incident, evidence, from: requestedOn, seat, quarter, takenBy: by, onBehalfOf } = data;
  return {
    asked: { reasonCode: null, incident, evidence, requestedOn, seat, quarter },
    ground: undrifted(data),
    steps: [{ what: 'TAKEN', by, ...(onBehalfOf && { onBehalfOf }), at }],
  };
};

const step = (told: ToldOverride, one: OverrideStep): ToldOverride => ({
  ...told,
  steps: [...told.steps, one],
});

type Decided = Of<'OverrideApprovalGiven'>;

const decided =
  (what: OverrideStep['what']) =>
  (told: ToldOverride, { decidedBy: by, onBehalfOf, level, role, comment }: Decided, at: Instant) =>
    step(told, {
      ...{ what, by, level, role, at },
      ...(onBehalfOf && { onBehalfOf }),
      ...(comment && { comment }),
    });

/** Somebody has looked at what it stands upon now. */
type Looked = Pick<Of<'OverrideReattested'>, 'jump' | 'comment' | 'onBehalfOf'> &
  Pick<OverrideStep, 'what' | 'by'>;

const looked = (told: ToldOverride, { jump, ...said }: Looked, at: Instant) =>
  step({ ...told, ground: undrifted({ jump }) }, lookOf(said, at));

const lookOf = ({ what, by, onBehalfOf, comment }: Omit<Looked, 'jump'>, at: Instant): OverrideStep => ({
  ...{ what, by, at },
  ...(onBehalfOf && { onBehalfOf }),
  ...(comment && { comment }),
});

const tellings: Tellings = {
  OverrideApprovalGiven: decided('APPROVED'),
  OverrideApproved: decided('APPROVED'),
  OverrideRejected: decided('REJECTED'),
  OverrideRatified: decided('RATIFIED'),
  OverrideWithdrawn: (told, { withdrawnBy: by, comment }, at) =>
    step(told, { what: 'WITHDRAWN', by, ...(comment && { comment }), at }),
  OverrideRevoked: (told, { revokedBy: by, reason: comment }, at) =>
    step(told, { what: 'REVOKED', by, comment, at }),
  OverrideSuperseded: (told, _, at) => step(told, { what: 'SUPERSEDED', by: null, at }),
  OverrideReconfirmed: (told, data, at) =>
    looked(told, { ...data, what: 'RECONFIRMED', by: data.reconfirmedBy }, at),
  OverrideAttestationGiven: (told, data, at) =>
    step(told, lookOf({ ...data, what: 'ATTESTATION_GIVEN', by: data.attestedBy }, at)),
  OverrideReattested: (told, data, at) =>
    looked(told, { ...data, what: 'REATTESTED', by: data.attestedBy }, at),
  BasisDrifted: (told, { freezeDrift = null }, at) =>
    step({ ...told, ground: { ...told.ground, drift: { freezeDrift } } }, { what: 'DRIFTED', by: null, at }),
  BasisDriftCleared: (told, _, at) =>
    step({ ...told, ground: undrifted(told.ground) }, { what: 'DRIFT_CLEARED', by: null, at }),
};

/** What is told of an override after an event recorded at a moment; undefined of one that nobody has asked for. */
export const telling = (
  told: ToldOverride | undefined,
  { type, data }: OverrideEvent,
  at: Instant,
): ToldOverride | undefined => {
  if (type === 'OverrideRequested') return requested(data, at);
  if (type === 'EmergencyOverrideTaken') return taken(data, at);
  // Each telling is given the data of its own event.
  const tell = tellings[type] as
    ((told: ToldOverride, of: typeof data, at: Instant) => ToldOverride) | undefined;
  return told && tell ? tell(told, data, at) : told;
};
