import type { Pool } from 'pg';
import type { EventStore, ExecuteHandler } from '#libs/event-store';
import type { Job } from '../jobs/job';
import type { Jobs } from '../jobs/jobs';
import type { ImportOrder, Reject } from './import';

export interface ImportsParts {
  readonly pool: Pool;
  readonly jobs: Jobs;
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  /** Bytes of a body at most, as sent; 1 GiB unless told. */
  readonly maxBytes?: number;
}

/** Files of accounts, facts or revenue, taken row by row: a bad row never stops the good ones. */
export class Imports {
  constructor(private readonly parts: ImportsParts) {}

  /**
   * Stores a body (CSV, gzip or plain) with the job that will take it, all or nothing.
   * @throws ImportTooLarge, ImportDiffers, and whatever the body throws when it breaks off
   */
  receive(order: ImportOrder, body: AsyncIterable<Uint8Array>): Promise<Job> {
    throw new Error(`not yet ${this.parts} ${order} ${body}`);
  }

  /** Whether there is an import under this id. */
  exists(id: string): Promise<boolean> {
    throw new Error(`not yet ${id}`);
  }

  /** The rows that were not taken, in the order of the file. */
  rejects(id: string): AsyncIterable<Reject> {
    throw new Error(`not yet ${id}`);
  }
}
