import type { Pool } from 'pg';
import { allEvents } from '#libs/domain';
import {
  Catalogue,
  type Clock,
  type EventStore,
  EventStoreDbClock,
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
  const opened = storeAndClock(config.eventStore, await PostgresClock.open(pool, { simulated }), pool);
  const { store } = opened;
  await store.head().catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  return opened;
};

const storeAndClock = (eventStore: Config['eventStore'], clock: Clock, pool: Pool): StoreAndClock => {
  const catalogue = new Catalogue(allEvents);
  if (eventStore.kind === 'postgres') return { store: new PostgresEventStore(pool, catalogue), clock };
  const store = new EventStoreDbEventStore(catalogue, { connectionString: eventStore.url, clock });
  return { store, clock: new EventStoreDbClock(clock, store) };
};

/** Only who serves the log decides on its clock; everybody else takes the one it has. */
const isSimulated = async (pool: Pool): Promise<boolean> => {
  const { rows } = await pool.query<{ simulated: boolean }>(
    'select simulated is not null as simulated from ledger.clock',
  );
  return rows[0]?.simulated ?? false;
};
