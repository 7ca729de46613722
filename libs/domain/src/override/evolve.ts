import { type Day, earliest } from '#libs/kernel';
import type { OverrideId } from '../vocabulary';
import { actors, approved, askedOf } from './beginning';
import type { OverrideEvent } from './override.events';
import type { Approved, Asked, EndedBy, Override, Overrides, Requested, Yes } from './override-life';
import { answered, askedBy } from './reviewed';

type Evolutions = {
  readonly [T in OverrideEvent['type']]: (
    state: Overrides,
    data: Extract<OverrideEvent, { type: T }>['data'],
  ) => Overrides;
};

interface About {
  readonly overrideId: OverrideId;
}

/** Puts a changed override in the place of what it was; an event of one that is not there says nothing. */
const change =
  <D extends About>(to: (override: Override, data: D) => Override) =>
  (state: Overrides, data: D): Overrides => {
    const override = state.get(data.overrideId);
    return override ? state.set(data.overrideId, to(override, data)) : state;
  };

const changeApproved = <D extends About>(to: (override: Approved, data: D) => Approved) =>
  change<D>((override, data) => (override.status === 'approved' ? to(override, data) : override));

const saidBy = ({ given }: Asked, { role, decidedBy, onBehalfOf }: Yes): Yes[] => [
  ...given,
  { role, decidedBy, onBehalfOf },
];

const shorten = (override: Approved, until: Day, endedBy: EndedBy): Approved => ({
  ...override,
  until: override.until === null ? until : earliest(override.until, until),
  endedBy,
});

const announced = <O extends Requested | Approved>(override: O, what: string): O => ({
  ...override,
  announced: new Set([...override.announced, what]),
});

/** A word to whoever is to decide; said again of what has been decided, it says nothing. */
const changeRequested = <D extends About>(to: (override: Requested, data: D) => Requested) =>
  change<D>((override, data) => (override.status === 'requested' ? to(override, data) : override));

/** What each event changes among the overrides of a timeline. */
export const evolutions: Evolutions = {
  OverrideRequested: (state, data) =>
    state.set(data.overrideId, {
      ...askedOf(data, data.renews && state.get(data.renews)),
      status: 'requested',
      kind: data.type,
      requestedBy: actors(data.requestedBy, data.onBehalfOf),
      renews: data.renews ?? null,
      renewal: data.renewal,
      retro: data.retroKind !== undefined,
      requestedOn: data.requestedOn,
      decideBy: data.decideBy,
      announced: new Set(),
    }),
  OverrideApprovalGiven: change((override, data) => ({ ...override, given: saidBy(override, data) })),
  OverrideApproved: change((override, data) => ({
    ...approved(override, data.decidedOn),
    given: saidBy(override, data),
    from: data.from,
    until: data.until,
    attestBy: data.attestBy ?? null,
  })),
  OverrideRejected: change((override, { until }) =>
    override.status === 'approved' && until !== undefined
      ? shorten(override, until, 'REJECTED')
      : { ...override, status: 'rejected' },
  ),
  OverrideWithdrawn: change((override) => ({ ...override, status: 'withdrawn' })),
  OverrideRevoked: changeApproved((override, { until }) => shorten(override, until, 'REVOKED')),
  OverrideSuperseded: changeApproved((override, { until }) => shorten(override, until, 'SUPERSEDED')),
  OverrideReconfirmed: change((override, { route, basis, basisHash }) => ({
    ...override,
    route,
    basis,
    basisHash,
  })),
  OverrideReattested: changeApproved((override, { basis, basisHash, attestBy }) => ({
    ...override,
    basis,
    basisHash,
    drift: null,
    attesting: [],
    attestBy: attestBy ?? null,
  })),
  OverrideAttestationGiven: changeApproved((override, { role, attestedBy: decidedBy, onBehalfOf }) => ({
    ...override,
    attesting: [...override.attesting, { role, decidedBy, onBehalfOf }],
  })),
  EmergencyOverrideTaken: (state, data) =>
    state.set(data.overrideId, {
      ...approved(
        {
          ...askedOf(data),
          kind: 'EMERGENCY',
          requestedBy: actors(data.takenBy, data.onBehalfOf),
          renews: null,
          renewal: 0,
          retro: false,
        },
        data.from,
      ),
      ratifyBy: data.ratifyBy,
    }),
  OverrideRatified: changeApproved((override, data) => ({
    ...override,
    given: saidBy(override, data),
    ratifyBy: null,
  })),
  OverrideReviewAwaited: changeApproved((override, { reviewId, decideBy }) =>
    askedBy(override, { reviewId, decideBy }),
  ),
  OverrideReviewed: changeApproved((override, { reviewId, until }) => {
    const after = answered(override, { reviewId });
    return until === undefined ? after : shorten(after, until, 'LAPSED');
  }),
  OverrideActivated: changeApproved((override) => announced(override, 'ACTIVATED')),
  OverrideExpired: changeApproved((override) => announced(override, 'ENDED')),
  OverrideLapsed: change((override, { on, reason }) => {
    if (override.status !== 'approved') return { ...override, status: 'lapsed' };
    // A review may have been answered in time, and that be told later: its end goes on being derived from the answer.
    return announced(reason === 'NOT_REVIEWED' ? override : shorten(override, on, 'LAPSED'), 'ENDED');
  }),
  OverrideExpiryNoticed: changeApproved((override, { days }) => announced(override, `NOTICE:${days}`)),
  ApprovalReminded: changeRequested((override) => announced(override, 'REMINDED')),
  ApprovalEscalated: changeRequested((override) => announced(override, 'ESCALATED')),
  BasisDrifted: changeApproved((override, { basisHash, reattestBy }) => ({
    ...override,
    drift: { hash: basisHash, reattestBy },
    attesting: [],
  })),
  BasisDriftCleared: changeApproved((override) => ({ ...override, drift: null, attesting: [] })),
};
