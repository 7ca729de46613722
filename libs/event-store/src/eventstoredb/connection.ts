import { EventStoreDBClient } from '@eventstore/db-client';
import { isTrouble, pause, unavailable } from './trouble';

/** Pauses before another attempt of what may safely be done twice. */
const pauses = [30, 100, 300, 800, 1600, 3000];
/** After so many failures in a row the client itself is taken for broken. */
const failuresAClient = 3;

/**
 * A client that is replaced when it fails again and again: one whose shared state is broken never recovers by itself.
 * Writes and subscriptions have a connection each, so that neither falls with the other.
 */
export class Connection {
  private current: EventStoreDBClient | undefined;
  private failures = 0;

  constructor(private readonly connectionString: string) {}

  get client(): EventStoreDBClient {
    return (this.current ??= EventStoreDBClient.connectionString(this.connectionString));
  }

  succeeded(): void {
    this.failures = 0;
  }

  failed(): void {
    this.failures += 1;
    if (this.failures % failuresAClient === 0) void this.close();
  }

  /** Tries what may safely be done twice again, while the trouble passes. @throws StoreUnavailable */
  async persistently<T>(work: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await work(this.client);
        this.succeeded();
        return answer;
      } catch (error) {
        if (!isTrouble(error)) throw error;
        this.failed();
        if (attempt === pauses.length) throw unavailable(error);
        await pause(pauses[attempt]!);
      }
    }
  }

  /** Not waited for where a client is broken: its farewell may never end. */
  async close(): Promise<void> {
    const leaving = this.current;
    this.current = undefined;
    await leaving?.dispose().catch(() => undefined);
  }
}
