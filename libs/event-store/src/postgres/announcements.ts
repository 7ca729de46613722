import { setTimeout as after } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Position } from '../store';
import type { Wake } from '../wake';

const channel = 'ledger_grown';
/** How long an announcement may wait for the next append to go with it. */
const gatherMs = 20;
const reconnectMs = 500;

/**
 * Tells other processes that the log has grown, and hears it from them. Only a saving of time: whoever misses an
 * announcement looks by itself a moment later.
 */
export class Announcements {
  private newest: Position = 0n;
  private announced: Position = 0n;
  private timer: NodeJS.Timeout | undefined;
  private listening: Promise<void> | undefined;
  private readonly closing = new AbortController();

  constructor(
    private readonly pool: Pool,
    private readonly wake: Wake,
  ) {}

  /** Apart from the append and gathered: NOTIFY within its transaction would make every commit wait in one queue. */
  announce(position: Position): void {
    if (position > this.newest) this.newest = position;
    this.timer ??= setTimeout(() => void this.tell(), gatherMs).unref();
  }

  /** Holds a connection from now on. */
  listen(): void {
    this.listening ??= this.keepListening();
  }

  async close(): Promise<void> {
    this.closing.abort();
    clearTimeout(this.timer);
    if (this.newest > this.announced) await this.tell();
    await this.listening;
  }

  private async tell(): Promise<void> {
    this.timer = undefined;
    this.announced = this.newest;
    const text = `select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)`;
    await this.pool
      .query({ name: 'ledger-announce', text, values: [channel, `${this.newest}`] })
      .catch(() => undefined);
  }

  private async keepListening(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await this.pool.connect().then(
        (client) => this.hear(client, signal),
        () => undefined,
      );
      this.wake.all();
      if (!signal.aborted) await after(reconnectMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Returns when the connection has gone or the signal aborts. */
  private async hear(client: PoolClient, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const leave = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      client.on('notification', ({ payload }) => this.wake.grown(BigInt(payload ?? 0)));
      client.once('error', leave);
      client.once('end', leave);
      signal.addEventListener('abort', leave);
      if (signal.aborted) leave();
      else client.query(`listen ${channel}`).catch(leave);
    });
    client.release(true);
  }
}
