import type { Pool } from 'pg';
import { type Pressed, says } from './pressed';

/** How much of a pack goes in one row. */
const pieceBytes = 512 * 1024;

/**
 * The bytes of pinned packs, each under its digest, so that reading one does not make it anew. Nothing depends on
 * them: what is not there, or is not what its digest says, is made again from the log.
 */
export class KeptPacks {
  constructor(private readonly pool: Pool) {}

  /** Undefined where there is none, or what there is does not have the digest. */
  async get(digest: string): Promise<Pressed | undefined> {
    const { rows } = await this.pool.query<{ bytes: Buffer }>(
      'select bytes from ops.kept_packs where digest = $1 order by n',
      [digest],
    );
    if (rows.length === 0) return undefined;
    const bytes = Buffer.concat(rows.map((row) => row.bytes));
    return (await says(bytes, digest)) ? { digest, bytes } : undefined;
  }

  /** In the place of whatever is kept under the digest. What is half written is not what the digest says. */
  async put({ digest, bytes }: Pressed): Promise<void> {
    let n = 0;
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      await this.pool.query(
        `insert into ops.kept_packs (digest, n, bytes) values ($1, $2, $3)
         on conflict (digest, n) do update set bytes = excluded.bytes`,
        [digest, n, bytes.subarray(from, from + pieceBytes)],
      );
      n += 1;
    }
    await this.pool.query('delete from ops.kept_packs where digest = $1 and n >= $2', [digest, n]);
  }
}
