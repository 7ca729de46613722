import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EvidenceFiles } from './evidence-files';
import { EvidenceHashMismatch, EvidenceTooLarge, mostBytes } from './evidence-store';

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
}

describe('evidence in a directory', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tierledger-evidence-'));
  const files = new EvidenceFiles(directory);
  afterAll(() => rmSync(directory, { recursive: true }));

  const kept = () => readdirSync(directory, { recursive: true }).map(String);
  const read = async (sha256: string) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of (await files.get(sha256))!) pieces.push(piece);
    return Buffer.concat(pieces);
  };

  it('is kept once, and given back as it came', async () => {
    const bytes = Buffer.alloc(300_000, 'letter');
    expect(await files.put(sha(bytes), inPieces(bytes))).toBe(true);
    expect(await files.put(sha(bytes), inPieces(bytes))).toBe(false);
    expect((await read(sha(bytes))).equals(bytes)).toBe(true);
  });

  it('says what of a list is kept', async () => {
    const kept = Buffer.from('kept');
    await files.put(sha(kept), inPieces(kept));
    const other = sha(Buffer.from('never sent'));
    expect([...(await files.among([other, sha(kept)]))]).toEqual([sha(kept)]);
  });

  it('leaves nothing of what is wrong, too large, or cut short', async () => {
    const before = kept();
    const bytes = Buffer.from('another letter');
    const other = sha(Buffer.from('other'));
    await expect(files.put(other, inPieces(bytes))).rejects.toThrow(EvidenceHashMismatch);
    const large = Buffer.alloc(mostBytes + 1);
    await expect(files.put(sha(large), inPieces(large))).rejects.toThrow(EvidenceTooLarge);
    async function* cutShort() {
      yield bytes.subarray(0, 4);
      await Promise.reject(new Error('The sender is gone.'));
    }
    await expect(files.put(sha(bytes), cutShort())).rejects.toThrow('The sender is gone.');
    expect(kept()).toEqual(before);
    expect(await files.get(other)).toBeUndefined();
  });

  it('takes no name that is no hash', async () => {
    await expect(files.get('../../etc/passwd')).rejects.toThrow('A file is called by its SHA-256');
  });
});
