import { randomInt } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

/** Any number that means "a process of tierledger that does jobs" to every process on this database. */
export const presenceLock = 741_530;

/**
 * Shows the other processes that this one lives, by a lock that the database lets go of when the
 * process dies, and hears of new jobs on the same connection.
 */
export class Presence {
  /** The number of this process's lock. */
  readonly owner = randomInt(1, 2 ** 31);
  private client: PoolClient | undefined;
  private closed = false;

  constructor(
    private readonly pool: Pool,
    private readonly onNotice: () => void,
    private readonly report: (sentence: string) => void,
  ) {}

  async open(): Promise<void> {
    const client = await this.pool.connect();
    client.on('notification', this.onNotice);
    client.once('error', ({ message }: Error) => this.lost(client, message));
    try {
      await client.query('select pg_advisory_lock($1, $2)', [presenceLock, this.owner]);
      await client.query('listen tierledger_jobs');
    } catch (error) {
      client.release(true);
      throw error;
    }
    this.client = client;
  }

  async close(): Promise<void> {
    this.closed = true;
    const client = this.client;
    this.client = undefined;
    // Ended rather than handed back: the lock and the LISTEN must not live on in the pool.
    client?.release(true);
  }

  private lost(client: PoolClient, message: string): void {
    if (this.client !== client) return;
    this.client = undefined;
    client.release(true);
    this.report(`The connection that watches for jobs was lost: ${message}`);
    this.reopen();
  }

  private reopen(): void {
    if (this.closed) return;
    this.open().then(
      () => this.closed && void this.close(),
      () => setTimeout(() => this.reopen(), 1_000).unref(),
    );
  }
}
