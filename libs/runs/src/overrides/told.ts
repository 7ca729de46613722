import {
  override as anOverride,
  type OverrideEvent,
  type OverrideId,
  type Overrides,
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
  readonly revision: Revision;
}

/** Reads the overrides of a timeline as they stand in the log at this moment. */
export const readOverrides = async (
  store: EventStore,
  { scheme, view, externalId }: OfOneTimeline,
): Promise<TimelineTold> => {
  const beginnings = new Map<OverrideId, Beginning>();
  let overrides = anOverride.initialState();
  let last: Revision = 'none';
  const stream = `${anOverride.category}-${compositeId(scheme, view, externalId)}`;
  for await (const { event: stored, revision } of store.read(stream)) {
    // The stream holds the override aggregate's events alone.
    const event = stored as OverrideEvent;
    overrides = anOverride.evolve(overrides, event);
    const begun = beginningOf(event);
    if (begun) beginnings.set(event.data.overrideId, begun);
    last = revision;
  }
  return { overrides, beginnings, revision: last };
};

const beginningOf = ({ type, data }: OverrideEvent): Beginning | undefined => {
  if (type !== 'OverrideRequested' && type !== 'EmergencyOverrideTaken') return undefined;
  const { scheme, view, externalId, from, until, seat, quarter } = data;
  const requestedOn = type === 'OverrideRequested' ? data.requestedOn : from;
  return { scheme, view, externalId, from, until, requestedOn, seat, quarter };
};
