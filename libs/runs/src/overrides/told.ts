import {
  override as anOverride,
  type OverrideEvent,
  type OverrideId,
  type Overrides,
  type PersonId,
  type Seat,
} from '#libs/domain';
import type { EventStore, Revision } from '#libs/event-store';
import { compositeId, type Day } from '#libs/kernel';
import type { OfOneTimeline } from './timelines';

/** What was said when it was asked for, or taken, whatever became of it. */
export interface Beginning extends OfOneTimeline {
  readonly from: Day;
  readonly until: Day | null;
  readonly requestedOn: Day;
  readonly seat: Seat;
  readonly quarter: string;
}

/** All that the stream of a timeline tells of its overrides. */
export interface TimelineTold {
  readonly overrides: Overrides;
  readonly beginnings: ReadonlyMap<OverrideId, Beginning>;
  /** Who has said of an override, when what it stands upon had changed, that it is right still. */
  readonly attested: ReadonlyMap<OverrideId, readonly PersonId[]>;
  readonly revision: Revision;
}

/** Reads the overrides of a timeline as they stand in the log at this moment. */
export const readOverrides = async (
  store: EventStore,
  { scheme, view, externalId }: OfOneTimeline,
): Promise<TimelineTold> => {
  const beginnings = new Map<OverrideId, Beginning>();
  const attested = new Map<OverrideId, readonly PersonId[]>();
  let overrides = anOverride.initialState();
  let last: Revision = 'none';
  const stream = `${anOverride.category}-${compositeId(scheme, view, externalId)}`;
  for await (const { event: stored, revision } of store.read(stream)) {
    // The stream holds the override aggregate's events alone.
    const event = stored as OverrideEvent;
    overrides = anOverride.evolve(overrides, event);
    const begun = beginningOf(event);
    if (begun) beginnings.set(event.data.overrideId, begun);
    if (event.type === 'OverrideReattested' || event.type === 'OverrideAttestationGiven') {
      const { overrideId, attestedBy, onBehalfOf } = event.data;
      const people = onBehalfOf === undefined ? [attestedBy] : [attestedBy, onBehalfOf];
      attested.set(overrideId, [...(attested.get(overrideId) ?? []), ...people]);
    }
    last = revision;
  }
  return { overrides, beginnings, attested, revision: last };
};

const beginningOf = ({ type, data }: OverrideEvent): Beginning | undefined => {
  if (type !== 'OverrideRequested' && type !== 'EmergencyOverrideTaken') return undefined;
  const { scheme, view, externalId, from, until, seat, quarter } = data;
  const requestedOn = type === 'OverrideRequested' ? data.requestedOn : from;
  return { scheme, view, externalId, from, until, requestedOn, seat, quarter };
};
