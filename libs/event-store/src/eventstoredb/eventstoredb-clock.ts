import type { Instant } from '#libs/kernel';
import { Clock, justBefore } from '../clock';
import type { EventStoreDbEventStore } from './eventstoredb-event-store';

/** Recorded time of a log in EventStoreDB: it is read from another clock, and sealed in the log itself. */
export class EventStoreDbClock extends Clock {
  constructor(
    private readonly reading: Clock,
    private readonly store: EventStoreDbEventStore,
  ) {
    super();
  }

  get simulated(): boolean {
    return this.reading.simulated;
  }

  now(): Promise<Instant> {
    return this.reading.now();
  }

  /** What is still on its way then, stamped with the moment before, is told to be recorded at the new one. */
  async moveTo(to: Instant): Promise<void> {
    await this.reading.moveTo(to);
    await this.store.seal(justBefore(to));
  }

  seal(at: Instant): Promise<void> {
    return this.store.seal(at);
  }
}
