import type { Pool, PoolClient } from 'pg';
import { checked } from './checked';
import { EvidenceStore } from './evidence-store';

/** Evidence in the database, for processes that share no directory. */
export class EvidenceTable extends EvidenceStore {
  constructor(private readonly pool: Pool) {
    super();
  }

  async put(sha256: string, body: AsyncIterable<Uint8Array>): Promise<boolean> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const { rowCount } = await client.query(
        'insert into ops.evidence (sha256) values ($1) on conflict do nothing',
        [sha256],
      );
      const fresh = rowCount === 1;
      await keep(client, sha256, checked(sha256, body), fresh);
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

const keep = async (
  client: PoolClient,
  sha256: string,
  pieces: AsyncIterable<Uint8Array>,
  fresh: boolean,
): Promise<void> => {
  let n = 0;
  for await (const piece of pieces) {
    if (!fresh) continue;
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
