import type { EventStore, Position, Recorded } from '#libs/event-store';

/** The events of a stream up to a position, in order. */
export const eventsOf = async (store: EventStore, stream: string, upTo: Position): Promise<Recorded[]> => {
  const events: Recorded[] = [];
  for await (const recorded of store.read(stream)) {
    if (recorded.position > upTo) break;
    events.push(recorded);
  }
  return events;
};

/** Streams read together: people ask for overrides, so there are not many. */
const chunk = 1_000;

/** The events of many streams up to a position, stream by stream in the order given. */
export const eventsOfMany = async (
  store: EventStore,
  streams: readonly string[],
  upTo: Position,
): Promise<Recorded[][]> => {
  const found: Recorded[][] = [];
  for (let from = 0; from < streams.length; from += chunk) {
    const some = streams.slice(from, from + chunk);
    const told = await store.readMany(some);
    for (const stream of some)
      found.push((told.get(stream) ?? []).filter(({ position }) => position <= upTo));
  }
  return found;
};
