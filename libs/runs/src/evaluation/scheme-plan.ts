import { type Scheme, scheme as schemeAggregate, type SchemeEvent } from '#libs/domain';
import type { EventStore, Position } from '#libs/event-store';

/** A scheme as its stream tells it, up to a position when one is given. */
export const readScheme = async (store: EventStore, code: string, upTo?: Position): Promise<Scheme> => {
  let state = schemeAggregate.initialState();
  for await (const { event, position } of store.read(`${schemeAggregate.category}-${code}`)) {
    if (upTo !== undefined && position > upTo) break;
    // A scheme's stream holds the scheme aggregate's events alone.
    state = schemeAggregate.evolve(state, event as SchemeEvent);
  }
  return state;
};
