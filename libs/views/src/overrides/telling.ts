import type { Jump, OverrideEvent } from '#libs/domain';
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

/** When and where in the log an event was recorded. */
type Recording = Pick<OverrideStep, 'position' | 'at'>;

type Of<T extends OverrideEvent['type']> = Extract<OverrideEvent, { type: T }>['data'];
type Tellings = {
  readonly [T in OverrideEvent['type']]?: (
    told: ToldOverride,
    data: Of<T>,
    recording: Recording,
  ) => ToldOverride;
};

const undrifted = ({ jump }: Pick<ToldGround, 'jump'>): ToldGround => ({ jump, drift: null });

/** What an event that brings an override tells of it. */
const beginningOf = (
  { from, until, evidence, seat, quarter }: Of<'OverrideRequested'> | Of<'EmergencyOverrideTaken'>,
  more: Omit<OverrideAsked, 'from' | 'until' | 'evidence' | 'seat' | 'quarter'>,
): OverrideAsked => ({ from, until, evidence, seat, quarter, ...more });

const requested = (data: Of<'OverrideRequested'>, recording: Recording): ToldOverride => {
  const { requestedBy, requestedOn, onBehalfOf, reasonCode, retroKind = null, decideBy } = data;
  return {
    asked: beginningOf(data, {
      ...{ requestedBy, requestedOn, reasonCode, retroKind, decideBy, incident: null },
      onBehalfOf: onBehalfOf ?? null,
    }),
    ground: undrifted(data),
    steps: [
      {
        what: 'REQUESTED',
        by: requestedBy,
        ...(onBehalfOf && { onBehalfOf }),
        on: requestedOn,
        ...recording,
      },
    ],
  };
};

const taken = (data: Of<'EmergencyOverrideTaken'>, recording: Recording): ToldOverride => {
  const { takenBy, from, onBehalfOf, incident } = data;
  return {
    asked: beginningOf(data, {
      ...{
        requestedBy: takenBy,
        requestedOn: from,
        incident,
        reasonCode: null,
        retroKind: null,
        decideBy: null,
      },
      onBehalfOf: onBehalfOf ?? null,
    }),
    ground: undrifted(data),
    steps: [{ what: 'TAKEN', by: takenBy, ...(onBehalfOf && { onBehalfOf }), on: from, ...recording }],
  };
};

const step = (told: ToldOverride, one: OverrideStep): ToldOverride => ({
  ...told,
  steps: [...told.steps, one],
});

type Decided = Of<'OverrideApprovalGiven'>;

const decided =
  (what: OverrideStep['what']) =>
  (
    told: ToldOverride,
    { decidedBy, onBehalfOf, level, role, decidedOn, comment }: Decided,
    recording: Recording,
  ) =>
    step(told, {
      ...{ what, by: decidedBy, level, role, on: decidedOn, ...recording },
      ...(onBehalfOf && { onBehalfOf }),
      ...(comment && { comment }),
    });

const tellings: Tellings = {
  OverrideApprovalGiven: decided('APPROVED'),
  OverrideApproved: decided('APPROVED'),
  OverrideRejected: decided('REJECTED'),
  OverrideRatified: decided('RATIFIED'),
  OverrideWithdrawn: (told, { withdrawnBy, comment }, recording) =>
    step(told, { what: 'WITHDRAWN', by: withdrawnBy, ...(comment && { comment }), ...recording }),
  OverrideRevoked: (told, { revokedBy, reason, until }, recording) =>
    step(told, { what: 'REVOKED', by: revokedBy, comment: reason, on: until, ...recording }),
  OverrideSuperseded: (told, { until }, recording) =>
    step(told, { what: 'SUPERSEDED', by: null, on: until, ...recording }),
  OverrideReconfirmed: (told, data, recording) =>
    step(
      { ...told, ground: undrifted(data) },
      {
        ...{ what: 'RECONFIRMED', by: data.reconfirmedBy, ...recording },
        ...(data.comment && { comment: data.comment }),
      },
    ),
  OverrideReattested: (told, data, recording) =>
    step(
      { ...told, ground: undrifted(data) },
      {
        ...{ what: 'REATTESTED', by: data.attestedBy, on: data.attestedOn, ...recording },
        ...(data.comment && { comment: data.comment }),
      },
    ),
  BasisDrifted: (told, { freezeDrift = null, driftedOn }, recording) =>
    step(
      { ...told, ground: { ...told.ground, drift: { freezeDrift } } },
      { what: 'DRIFTED', by: null, on: driftedOn, ...recording },
    ),
  BasisDriftCleared: (told, _, recording) =>
    step({ ...told, ground: undrifted(told.ground) }, { what: 'DRIFT_CLEARED', by: null, ...recording }),
};

/** What is told of an override after an event; undefined of one that nobody has asked for. */
export const telling = (
  told: ToldOverride | undefined,
  { type, data }: OverrideEvent,
  recording: Recording,
): ToldOverride | undefined => {
  if (type === 'OverrideRequested') return requested(data, recording);
  if (type === 'EmergencyOverrideTaken') return taken(data, recording);
  // Each telling is given the data of its own event.
  const tell = tellings[type] as
    ((told: ToldOverride, of: typeof data, recording: Recording) => ToldOverride) | undefined;
  return told && tell ? tell(told, data, recording) : told;
};
