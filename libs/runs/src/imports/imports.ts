import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { EventStore } from '#libs/event-store';
import type { Attempt, Job } from '../jobs/job';
import type { Jobs } from '../jobs/jobs';
import { storeChunks } from './file/chunks';
import type { UnpackLimits } from './file/unpack';
import { ImportDiffers, type ImportOrder, type Reject } from './import';
import { type ImportInput, type ImportMark, ImportWork } from './import-work';

export interface ImportsParts {
  readonly pool: Pool;
  readonly jobs: Jobs;
  readonly store: EventStore;
  readonly limits?: UnpackLimits;
  /** Rows that are taken together; 2,500 unless told. */
  readonly batch?: number;
}

/** Bytes of a body at most, as sent. */
const mostBytes = 2 ** 30;

/** Files of accounts, facts or revenue, taken row by row: a bad row never stops the good ones. */
export class Imports {
  constructor(private readonly parts: ImportsParts) {
    parts.jobs.register('import', (attempt: Attempt<ImportInput, ImportMark>) =>
      new ImportWork(parts, attempt).run(),
    );
  }

  /**
   * Stores a body (CSV, gzip or plain) with the job that will take it, all or nothing.
   * @throws ImportTooLarge, ImportDiffers, and whatever the body throws when it breaks off
   */
  async receive(order: ImportOrder, body: AsyncIterable<Uint8Array>): Promise<Job> {
    const client = await this.parts.pool.connect();
    try {
      await client.query('begin');
      const job = await this.store(client, order, body);
      await client.query('commit');
      client.release();
      return job;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      client.release(true);
      throw error;
    }
  }

  /** Whether there is an import under this id. */
  async exists(id: string): Promise<boolean> {
    const { rowCount } = await this.parts.pool.query('select from ops.imports where id = $1', [id]);
    return rowCount === 1;
  }

  /** The rows that were not taken, in the order of the file. */
  async *rejects(id: string): AsyncIterable<Reject> {
    for (let after = 0; ;) {
      const { rows } = await this.parts.pool.query<Omit<Reject, 'line'> & { line: string }>(
        `select line, code, detail, row from ops.import_rejects
         where import_id = $1 and line > $2 order by line limit 1000`,
        [id, after],
      );
      for (const row of rows) yield { ...row, line: Number(row.line) };
      if (rows.length < 1000) return;
      after = Number(rows.at(-1)!.line);
    }
  }

  private async store(client: PoolClient, order: ImportOrder, body: AsyncIterable<Uint8Array>): Promise<Job> {
    const { id, kind, source, createdBy } = order;
    const { rowCount } = await client.query(
      `insert into ops.imports (id, kind, source, bytes, sha256, created_by) values ($1, $2, $3, 0, '', $4)
       on conflict (id) do nothing`,
      [id, kind, source, createdBy],
    );
    if (rowCount === 0) return this.again(client, order, body);
    const { bytes, sha256 } = await storeChunks(client, id, body, mostBytes);
    await client.query('update ops.imports set bytes = $2, sha256 = $3 where id = $1', [id, bytes, sha256]);
    return this.parts.jobs.enqueue({ id, kind: 'import', input: { kind, source }, createdBy }, client);
  }

  /** Sent again under the same id: the same file is the same job, another one is a mistake. */
  private async again(client: PoolClient, order: ImportOrder, body: AsyncIterable<Uint8Array>): Promise<Job> {
    const { id, kind, source } = order;
    const { rows } = await client.query<{ kind: string; source: string; sha256: Buffer }>(
      'select kind, source, sha256 from ops.imports where id = $1',
      [id],
    );
    const sent = await hashOf(body);
    const before = rows[0]!;
    if (before.kind !== kind || before.source !== source || !before.sha256.equals(sent)) {
      throw new ImportDiffers(`Another file was sent as import ${id}: send this one under an id of its own.`);
    }
    return (await this.parts.jobs.get(id))!;
  }
}

const hashOf = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const hash = createHash('sha256');
  for await (const piece of body) hash.update(piece);
  return hash.digest();
};
