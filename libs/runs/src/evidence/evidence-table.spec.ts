import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { type FreshDatabase, freshDatabase } from '#libs/testing';
import { EvidenceHashMismatch } from './evidence-store';
import { EvidenceTable } from './evidence-table';

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
}

describe('evidence in the database', () => {
  let database: FreshDatabase;
  /** With a single connection. */
  let pool: Pool;
  let table: EvidenceTable;
  const spool = mkdtempSync(join(tmpdir(), 'tierledger-spool-'));
  beforeAll(async () => {
    database = await freshDatabase();
    pool = new Pool({ ...database.connection, max: 1 });
    table = new EvidenceTable(pool, spool);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
    rmSync(spool, { recursive: true });
  });

  const read = async (sha256: string) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of (await table.get(sha256))!) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  const spooled = () => readdirSync(spool);

  it('is kept once, and given back as it came', async () => {
    const bytes = randomBytes(700_000);
    expect(await table.put(sha(bytes), inPieces(bytes))).toBe(true);
    expect(await table.put(sha(bytes), inPieces(bytes))).toBe(false);
    expect((await read(sha(bytes))).equals(bytes)).toBe(true);
  });

  it('leaves nothing of what is wrong', async () => {
    const bytes = Buffer.from('a letter');
    const other = sha(Buffer.from('another'));
    await expect(table.put(other, inPieces(bytes))).rejects.toThrow(EvidenceHashMismatch);
    expect([await table.get(other), spooled()]).toEqual([undefined, []]);
  });

  it('keeps nobody from the database while its sender takes their time', async () => {
    const bytes = Buffer.from('a letter that comes in two halves');
    let goOn = () => {};
    const patience = new Promise<void>((resolve) => (goOn = resolve));
    let begun = () => {};
    const half = new Promise<void>((resolve) => (begun = resolve));
    async function* slowly() {
      yield bytes.subarray(0, 8);
      begun();
      await patience;
      yield bytes.subarray(8);
    }
    const kept = table.put(sha(bytes), slowly());
    await half;
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    goOn();
    expect(await kept).toBe(true);
    expect((await read(sha(bytes))).equals(bytes)).toBe(true);
    expect(spooled()).toEqual([]);
  });
});
