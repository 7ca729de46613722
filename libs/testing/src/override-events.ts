import {
  ApprovalEscalated,
  ApprovalReminded,
  BasisDrifted,
  EmergencyOverrideTaken,
  OverrideApproved,
  type OverrideEvent,
  OverrideReattested,
  OverrideRejected,
  OverrideRequested,
  OverrideRevoked,
} from '#libs/domain';
import { addDays, day } from '#libs/kernel';
import { acme, basisOf, evidence, nth, person, seat, wanted } from './overrides';

type Key = Partial<typeof acme>;

const jump = { distance: 1, direction: 'up', on: day('2025-04-05') };
const route = [{ level: 1, role: 'revops', quorum: 1, of: 1, because: ['It is asked about.'] }];
const counted = { seat, quarter: 'FY25-Q1' };

const decidedBy = (name: string, on: string) => ({
  ...{ level: 1, role: 'revops' as const, decidedBy: person(name), decidedOn: day(on) },
});

/** The nth override is asked for by Ana; what begins before, she asks for afterwards. */
export const requested = (n: number, text: string, on: string, key: Key = {}): OverrideEvent => {
  const { kind, ...terms } = wanted(text);
  return OverrideRequested({
    ...{ ...acme, ...key, overrideId: nth(n), ...terms, type: kind },
    ...{ reasonCode: 'STRATEGIC', justification: 'It is worth it.', evidence: [evidence(1)], renewal: 0 },
    ...(terms.from < on && { retroKind: 'RETRO_DECISION' }),
    ...{ requestedBy: person('ana'), requestedOn: day(on), decideBy: addDays(day(on), 30) },
    ...{ ...counted, ...basisOf(text, ['T2 2025-01-10']), jump, route },
  } as never);
};

/** The nth override is asked for by Ana, and Ben approves it. */
export const approved = (
  n: number,
  text: string,
  on: string,
  key: Key = {},
  attestBy?: string,
): OverrideEvent[] => {
  const { from, until } = wanted(text);
  return [
    requested(n, text, on, key),
    OverrideApproved({
      ...{ ...acme, ...key, overrideId: nth(n), ...decidedBy('ben', on), from, until },
      ...(attestBy && { attestBy: day(attestBy) }),
    }),
  ];
};

/** The nth override ends before its time. */
export const revoked = (n: number, until: string, key: Key = {}): OverrideEvent =>
  OverrideRevoked({
    ...{ ...acme, ...key, overrideId: nth(n), until: day(until) },
    ...{ revokedBy: person('ben'), reason: 'It is over.' },
  });

/** Whoever is to decide the nth override has been told that time passes; and then who stands above them. */
export const awaited = (n: number, decideBy: string, key: Key = {}): OverrideEvent[] => {
  const waiting = { level: 1, role: 'revops' as const, decideBy: day(decideBy) };
  const said = { ...acme, ...key, overrideId: nth(n), ...waiting };
  return [ApprovalReminded(said), ApprovalEscalated({ ...said, to: 'committee' })];
};

/** What the nth override was approved upon has changed. */
export const drifted = (n: number, reattestBy: string, key: Key = {}): OverrideEvent =>
  BasisDrifted({
    ...{ ...acme, ...key, overrideId: nth(n), ...basisOf('PIN T1 2025-04-05 2025-07-01', ['T3 2025-01-10']) },
    ...{ changes: [], jump, driftedOn: day('2025-05-20'), reattestBy: day(reattestBy) },
  } as never);

/** Somebody has looked at it again. */
export const reattested = (n: number, on: string, key: Key = {}): OverrideEvent =>
  OverrideReattested({
    ...{ ...acme, ...key, overrideId: nth(n), ...basisOf('PIN T1 2025-04-05 2025-07-01', ['T3 2025-01-10']) },
    ...{ jump, attestedBy: person('ben'), attestedOn: day(on) },
  } as never);

/** Ana could not wait, from a day on for three. */
export const taken = (n: number, tier: string, from: string, key: Key = {}): OverrideEvent => {
  const [first, until] = [day(from), addDays(day(from), 3)];
  return EmergencyOverrideTaken({
    ...{ ...acme, ...key, overrideId: nth(n), tier, from: first, until, incident: 'INC-1' },
    ...{ justification: 'It burns.', evidence: [], takenBy: person('ana'), ratifyBy: addDays(first, 2) },
    ...{ ...counted, ...basisOf(`PIN ${tier} ${first} ${until}`, ['T2 2025-01-10']), jump, route },
  } as never);
};

/** Ben says no; an emergency stands no more from a day on. */
export const rejected = (n: number, on: string, key: Key = {}, until?: string): OverrideEvent =>
  OverrideRejected({
    ...{ ...acme, ...key, overrideId: nth(n), ...decidedBy('ben', on) },
    ...(until && { until: day(until) }),
  });
