import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import { checked } from './checked';
import { EvidenceStore } from './evidence-store';

/** Evidence in the database, for processes that share no directory. */
export class EvidenceTable extends EvidenceStore {
  /** @param spool where files are while they come */
  constructor(
    private readonly pool: Pool,
    private readonly spool = tmpdir(),
  ) {
    super();
  }

  /** A sender may take their time: until a file is there as a whole, no connection is kept from others for it. */
  async put(sha256: string, body: AsyncIterable<Uint8Array>): Promise<boolean> {
    const coming = join(this.spool, `tierledger-evidence-${randomUUID()}`);
    try {
      await pipeline(checked(sha256, body), createWriteStream(coming, { flags: 'wx', mode: 0o600 }));
      return await this.keep(sha256, coming);
    } finally {
      await rm(coming, { force: true });
    }
  }

  private async keep(sha256: string, file: string): Promise<boolean> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const { rowCount } = await client.query(
        'insert into ops.evidence (sha256) values ($1) on conflict do nothing',
        [sha256],
      );
      const fresh = rowCount === 1;
      if (fresh) await copy(client, sha256, createReadStream(file, { highWaterMark: pieceBytes }));
      await client.query('commit');
      return fresh;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  async get(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const { rowCount } = await this.pool.query('select from ops.evidence where sha256 = $1', [sha256]);
    return rowCount === 1 ? piecesOf(this.pool, sha256) : undefined;
  }

  async among(hashes: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.pool.query<{ sha256: string }>(
      'select sha256 from ops.evidence where sha256 = any($1)',
      [hashes],
    );
    return new Set(rows.map(({ sha256 }) => sha256));
  }
}

const pieceBytes = 256 * 1024;

const copy = async (client: PoolClient, sha256: string, pieces: AsyncIterable<Uint8Array>): Promise<void> => {
  let n = 0;
  for await (const piece of pieces) {
    await client.query({
      name: 'keep-evidence',
      text: 'insert into ops.evidence_pieces (sha256, n, bytes) values ($1, $2, $3)',
      values: [sha256, n, piece],
    });
    n += 1;
  }
};

async function* piecesOf(pool: Pool, sha256: string): AsyncGenerator<Uint8Array, void, undefined> {
  for (let n = 0; ; n += 1) {
    const { rows } = await pool.query<{ bytes: Buffer }>({
      name: 'read-evidence',
      text: 'select bytes from ops.evidence_pieces where sha256 = $1 and n = $2',
      values: [sha256, n],
    });
    if (!rows[0]) return;
    yield rows[0].bytes;
  }
}
