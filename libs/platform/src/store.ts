import type { Pool } from 'pg';
import { allEvents } from '#libs/domain';
import { Catalogue, type Clock, type EventStore, PostgresClock, PostgresEventStore } from '#libs/event-store';
import type { Config } from './config';
import type { Part } from './instance';

/** Where events are kept, and the time they are stamped with. */
export interface StoreAndClock {
  readonly store: EventStore;
  readonly clock: Clock;
}

/**
 * Opens the event store that the configuration names.
 * @throws ClockRefused when the log was begun with the other kind of clock
 */
export const openStore = async (
  { eventStore, clock }: Pick<Config, 'eventStore' | 'clock'>,
  part: Part,
  pool: Pool,
): Promise<StoreAndClock> => {
  if (eventStore.kind === 'eventstoredb') throw new Error('EVENT_STORE=eventstoredb is not there yet.');
  const simulated = part === 'api' ? clock === 'simulated' : await isSimulated(pool);
  return {
    store: new PostgresEventStore(pool, new Catalogue(allEvents)),
    clock: await PostgresClock.open(pool, { simulated }),
  };
};

/** Only who serves the log decides on its clock; everybody else takes the one it has. */
const isSimulated = async (pool: Pool): Promise<boolean> => {
  const { rows } = await pool.query<{ simulated: boolean }>(
    'select simulated is not null as simulated from ledger.clock',
  );
  return rows[0]?.simulated ?? false;
};
