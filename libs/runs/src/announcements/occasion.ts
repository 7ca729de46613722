import { randomUUID } from 'node:crypto';
import type { AccountEvent, OverrideEvent, PlacementEvent, SchemeEvent } from '#libs/domain';
import { type Context, idFor, type Recorded } from '#libs/event-store';
import type { TimelineDue } from '#libs/views';

export const announcerActor = 'system:announcer';

/** A timeline of which something may be to announce, and what gave the occasion. */
export interface Occasion extends TimelineDue {
  readonly context: Context;
}

const streams = /^(account|placement|override)-/;
const policyEvents: ReadonlySet<string> = new Set<SchemeEvent['type']>(['PolicyScheduled', 'PolicyRetired']);

/** Whether an event may make something to announce; its own word gives the announcer no occasion. */
export const mattersTo = (recorded: Recorded): boolean =>
  recorded.unreadable === undefined &&
  recorded.context.actor !== announcerActor &&
  (streams.test(recorded.stream) || policyEvents.has(recorded.event.type));

/** Ids of what follows derive from the event that led to it. */
export const contextAfter = ({ id, context }: Recorded, what: string): Context => ({
  actor: announcerActor,
  commandId: idFor(id, what),
  correlationId: context.correlationId,
  causationId: id,
});

/** What a day brings follows from no event. An announcement is decided once, whatever the id of the command. */
export const ofDay = (): Context => {
  const commandId = randomUUID();
  return { actor: announcerActor, commandId, correlationId: commandId };
};

/** The timelines on which somebody has done something about an override, each once. */
export const occasionsIn = (events: readonly Recorded[]): Occasion[] => {
  const occasions = new Map<string, Occasion>();
  for (const recorded of events.filter(mattersTo)) {
    if (!recorded.stream.startsWith('override-')) continue;
    // The stream holds the override aggregate's events alone.
    const { scheme, view, externalId } = (recorded.event as OverrideEvent).data;
    const context = contextAfter(recorded, 'announce');
    occasions.set(recorded.stream, { scheme, view, externalId, context });
  }
  return [...occasions.values()];
};

/** What was approved, or attested, upon something that may have changed at the same moment, or while it had lapsed. */
const standsAnew = ({ type, data }: OverrideEvent): boolean =>
  type === 'OverrideApproved' ||
  type === 'OverrideReattested' ||
  (type === 'OverrideReviewed' && data.lapsedOn !== undefined);

/** The accounts of which something has changed that an override may stand upon, and the schemes; each with the last event. */
export const changedIn = (events: readonly Recorded[]) => {
  const [accounts, schemes] = [new Map<string, Recorded>(), new Map<string, Recorded>()];
  for (const recorded of events.filter(mattersTo)) {
    if (policyEvents.has(recorded.event.type))
      schemes.set((recorded.event as SchemeEvent).data.scheme, recorded);
    else if (!recorded.stream.startsWith('override-') || standsAnew(recorded.event as OverrideEvent))
      accounts.set((recorded.event as AccountEvent | PlacementEvent).data.externalId, recorded);
  }
  return { accounts, schemes };
};
