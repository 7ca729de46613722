import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checked } from './checked';
import { EvidenceStore } from './evidence-store';

const hexadecimal = /^[0-9a-f]{64}$/;

/** Evidence as files of a directory. A file has its name once all of its bytes are there and right, not before. */
export class EvidenceFiles extends EvidenceStore {
  constructor(private readonly directory: string) {
    super();
  }

  async put(sha256: string, body: AsyncIterable<Uint8Array>): Promise<boolean> {
    const path = this.pathOf(sha256);
    const known = await isThere(path);
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const coming = join(this.directory, `coming-${randomUUID()}`);
    try {
      await write(coming, checked(sha256, body));
      if (!known) await name(coming, path);
      return !known;
    } finally {
      await rm(coming, { force: true });
    }
  }

  async get(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const path = this.pathOf(sha256);
    return (await isThere(path)) ? (createReadStream(path) as AsyncIterable<Uint8Array>) : undefined;
  }

  async among(hashes: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await Promise.all(
      hashes.map(async (sha256) => ((await isThere(this.pathOf(sha256))) ? [sha256] : [])),
    );
    return new Set(found.flat());
  }

  /** Nothing that anybody calls a file becomes a part of a path: only the digits of its hash do. */
  private pathOf(sha256: string): string {
    if (!hexadecimal.test(sha256)) throw new TypeError('A file is called by its SHA-256, 64 digits.');
    return join(this.directory, sha256.slice(0, 2), sha256);
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const name = async (coming: string, path: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rename(coming, path);
};

const write = async (path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> => {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of pieces) await file.write(piece);
    await file.sync();
  } finally {
    await file.close();
  }
};
