import {
  type DecidingRole,
  type Evidence,
  type Jump,
  override as anOverride,
  type OverrideEvent,
  type OverrideId,
  type OverrideKind,
  type Overrides,
  type PersonId,
  type Seat,
} from '#libs/domain';
import type { EventStore, Recorded, Revision } from '#libs/event-store';
import { compositeId, type Day, type Instant } from '#libs/kernel';
import type { OfOneTimeline } from './log-index';

/** What was said when it was asked for, or taken. */
export interface Beginning extends OfOneTimeline {
  readonly overrideId: OverrideId;
  readonly type: OverrideKind;
  /** As it was asked for, whatever became of it. */
  readonly from: Day;
  readonly until: Day | null;
  readonly requestedBy: PersonId;
  readonly onBehalfOf: PersonId | null;
  readonly requestedOn: Day;
  readonly requestedAt: Instant;
  /** Null for an emergency, which names an incident. */
  readonly reasonCode: string | null;
  readonly incident: string | null;
  readonly evidence: readonly Evidence[];
  readonly seat: Seat;
  readonly quarter: string;
  /** As it was last told. */
  readonly jump: Jump;
}

/** A yes or a no. */
export interface DecisionTold {
  readonly decision: 'approved' | 'rejected';
  readonly level: number;
  readonly role: DecidingRole;
  readonly decidedBy: PersonId;
  readonly onBehalfOf: PersonId | null;
  readonly comment: string | null;
  readonly at: Instant;
}

/** All that the stream of a timeline tells of its overrides. */
export interface TimelineTold {
  readonly overrides: Overrides;
  readonly beginnings: ReadonlyMap<OverrideId, Beginning>;
  readonly decisions: ReadonlyMap<OverrideId, readonly DecisionTold[]>;
  readonly revision: Revision;
}

export const streamOfOverrides = ({ scheme, view, externalId }: OfOneTimeline): string =>
  `${anOverride.category}-${compositeId(scheme, view, externalId)}`;

/** Reads the overrides of a timeline as they stand in the log at this moment. */
export const readOverrides = async (store: EventStore, timeline: OfOneTimeline): Promise<TimelineTold> => {
  const events: Recorded[] = [];
  for await (const recorded of store.read(streamOfOverrides(timeline))) events.push(recorded);
  return toldBy(events);
};

export const toldBy = (events: readonly Recorded[]): TimelineTold => {
  const beginnings = new Map<OverrideId, Beginning>();
  const decisions = new Map<OverrideId, DecisionTold[]>();
  let overrides = anOverride.initialState();
  for (const { event: stored, recordedAt } of events) {
    // The stream holds the override aggregate's events alone.
    const event = stored as OverrideEvent;
    overrides = anOverride.evolve(overrides, event);
    const { overrideId } = event.data;
    const begun = beginningOf(event, recordedAt);
    const before = beginnings.get(overrideId);
    if (begun) beginnings.set(overrideId, begun);
    else if (before && 'jump' in event.data) beginnings.set(overrideId, { ...before, jump: event.data.jump });
    const decided = decisionOf(event, recordedAt);
    if (decided) decisions.set(overrideId, [...(decisions.get(overrideId) ?? []), decided]);
  }
  return { overrides, beginnings, decisions, revision: events.at(-1)?.revision ?? 'none' };
};

const beginningOf = ({ type, data }: OverrideEvent, requestedAt: Instant): Beginning | undefined => {
  if (type !== 'OverrideRequested' && type !== 'EmergencyOverrideTaken') return undefined;
  const { scheme, view, externalId, overrideId, onBehalfOf = null, evidence, seat, quarter, jump } = data;
  const { from, until } = data;
  const about = { scheme, view, externalId, overrideId, from, until };
  const shared = { ...about, onBehalfOf, evidence, seat, quarter, jump };
  if (type === 'OverrideRequested') {
    const { requestedBy, requestedOn, reasonCode } = data;
    const asked = { type: data.type, requestedBy, requestedOn, requestedAt, reasonCode, incident: null };
    return { ...shared, ...asked };
  }
  const { takenBy: requestedBy, incident } = data;
  const requestedOn = from;
  return {
    ...shared,
    type: 'EMERGENCY',
    requestedBy,
    requestedOn,
    requestedAt,
    reasonCode: null,
    incident,
  };
};

const yeses: readonly string[] = ['OverrideApprovalGiven', 'OverrideApproved', 'OverrideRatified'];

const decisionOf = ({ type, data }: OverrideEvent, at: Instant): DecisionTold | undefined => {
  if (!('decidedBy' in data) || !('level' in data)) return undefined;
  const { level, role, decidedBy, onBehalfOf = null, comment = null } = data;
  const decision = yeses.includes(type) ? 'approved' : 'rejected';
  return { decision, level, role, decidedBy, onBehalfOf, comment, at };
};
