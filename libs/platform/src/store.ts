import type { Pool } from 'pg';
import { allEvents } from '#libs/domain';
import {
  Catalogue,
  type Clock,
  type EventStore,
  EventStoreDbEventStore,
  PostgresClock,
  PostgresEventStore,
} from '#libs/event-store';
import type { Config } from './config';
import type { Part } from './instance';

/** Where events are kept, and the time they are stamped with. */
export interface StoreAndClock {
  readonly store: EventStore;
  readonly clock: Clock;
}

/**
 * Opens the event store that the configuration names, and sees that it answers.
 * @throws ClockRefused when the log was begun with the other kind of clock, StoreUnavailable
 */
export const openStore = async (
  config: Pick<Config, 'eventStore' | 'clock'>,
  part: Part,
  pool: Pool,
): Promise<StoreAndClock> => {
  const simulated = part === 'api' ? config.clock === 'simulated' : await isSimulated(pool);
  const clock = await PostgresClock.open(pool, { simulated });
  const store = storeOf(config.eventStore, clock, pool);
  await store.head().catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  return { store, clock };
};

const storeOf = (eventStore: Config['eventStore'], clock: Clock, pool: Pool): EventStore => {
  const catalogue = new Catalogue(allEvents);
  return eventStore.kind === 'postgres'
    ? new PostgresEventStore(pool, catalogue)
    : new EventStoreDbEventStore(catalogue, { connectionString: eventStore.url, clock });
};

/** Only who serves the log decides on its clock; everybody else takes the one it has. */
const isSimulated = async (pool: Pool): Promise<boolean> => {
  const { rows } = await pool.query<{ simulated: boolean }>(
    'select simulated is not null as simulated from ledger.clock',
  );
  return rows[0]?.simulated ?? false;
};
