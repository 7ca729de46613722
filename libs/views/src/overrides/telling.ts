import type { OverrideEvent } from '#libs/domain';
import type { OverrideAsked, OverrideGround, OverrideStep } from './overrides.answers';

/** What is told of an override beside its life. */
export interface ToldOverride {
  readonly asked: OverrideAsked;
  readonly ground: OverrideGround;
  readonly steps: readonly OverrideStep[];
}

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

type Grounded = Pick<OverrideGround, 'jump' | 'route' | 'basis' | 'basisHash'>;

const groundOf = ({ jump, route, basis, basisHash }: Grounded): OverrideGround => ({
  ...{ jump, route, basis, basisHash },
  drift: null,
});

/** What an event that brings an override tells of it. */
const beginningOf = (
  {
    from,
    until,
    justification,
    evidence,
    seat,
    quarter,
  }: Of<'OverrideRequested'> | Of<'EmergencyOverrideTaken'>,
  more: Omit<OverrideAsked, 'from' | 'until' | 'justification' | 'evidence' | 'seat' | 'quarter'>,
): OverrideAsked => ({ from, until, justification, evidence, seat, quarter, ...more });

const requested = (data: Of<'OverrideRequested'>, recording: Recording): ToldOverride => {
  const { requestedBy, requestedOn, onBehalfOf, reasonCode, retroKind = null, decideBy } = data;
  return {
    asked: beginningOf(data, {
      ...{ requestedBy, requestedOn, reasonCode, retroKind, decideBy, incident: null },
      onBehalfOf: onBehalfOf ?? null,
    }),
    ground: groundOf(data),
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
    ground: groundOf(data),
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
      { ...told, ground: groundOf(data) },
      {
        ...{ what: 'RECONFIRMED', by: data.reconfirmedBy, ...recording },
        ...(data.comment && { comment: data.comment }),
      },
    ),
  OverrideReattested: (told, { jump, basis, basisHash, attestedBy, attestedOn, comment }, recording) =>
    step(
      { ...told, ground: { ...told.ground, jump, basis, basisHash, drift: null } },
      { what: 'REATTESTED', by: attestedBy, on: attestedOn, ...(comment && { comment }), ...recording },
    ),
  BasisDrifted: (told, { basisHash, freezeDrift = null, reattestBy, driftedOn }, recording) =>
    step(
      { ...told, ground: { ...told.ground, drift: { basisHash, freezeDrift, reattestBy } } },
      { what: 'DRIFTED', by: null, on: driftedOn, ...recording },
    ),
  BasisDriftCleared: (told, _, recording) =>
    step(
      { ...told, ground: { ...told.ground, drift: null } },
      { what: 'DRIFT_CLEARED', by: null, ...recording },
    ),
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
