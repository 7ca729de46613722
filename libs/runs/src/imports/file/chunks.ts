import type { Pool, PoolClient } from 'pg';
import { createHash } from 'node:crypto';
import { ImportTooLarge } from '../import';

/** Bytes of a chunk: small enough that a few of them in memory are nothing. */
const chunkSize = 512 * 1024;

/** Writes a body down chunk by chunk as it arrives. @throws ImportTooLarge */
export const storeChunks = async (
  transaction: PoolClient,
  importId: string,
  body: AsyncIterable<Uint8Array>,
  mostBytes: number,
): Promise<{ bytes: number; sha256: Buffer }> => {
  const hash = createHash('sha256');
  let bytes = 0;
  let n = 0;
  for await (const chunk of chunked(body)) {
    bytes += chunk.length;
    if (bytes > mostBytes)
      throw new ImportTooLarge(`An import holds at most ${mostBytes} bytes; send the file in parts.`);
    hash.update(chunk);
    await transaction.query({
      name: 'store-import-chunk',
      text: 'insert into ops.import_chunks (import_id, n, bytes) values ($1, $2, $3)',
      values: [importId, n, chunk],
    });
    n += 1;
  }
  return { bytes, sha256: hash.digest() };
};

async function* chunked(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    parts.push(piece);
    size += piece.length;
    while (size >= chunkSize) {
      const all = Buffer.concat(parts);
      yield all.subarray(0, chunkSize);
      parts = [all.subarray(chunkSize)];
      size -= chunkSize;
    }
  }
  if (size > 0) yield Buffer.concat(parts);
}

/** Reads a body back, the next chunk fetched while the last one is at work. */
export async function* readChunks(pool: Pool, importId: string): AsyncGenerator<Buffer, void, undefined> {
  const read = async (n: number): Promise<Buffer | undefined> => {
    const { rows } = await pool.query<{ bytes: Buffer }>({
      name: 'read-import-chunk',
      text: 'select bytes from ops.import_chunks where import_id = $1 and n = $2',
      values: [importId, n],
    });
    return rows[0]?.bytes;
  };
  let next = read(0);
  for (let n = 1; ; n += 1) {
    const chunk = await next;
    if (chunk === undefined) return;
    next = read(n);
    next.catch(() => {});
    yield chunk;
  }
}
