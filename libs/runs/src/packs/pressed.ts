import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { Stretch } from '#libs/views';

/** A long text as compressed bytes, with the SHA-256 of what they say: little enough to be held while it is sent. */
export interface Pressed {
  /** In hex, over the text in UTF-8. */
  readonly digest: string;
  readonly bytes: Buffer;
}

/** A word of a table says much the same as the one above it, so that the quickest way is good enough. */
const level = constants.Z_BEST_SPEED;
const chunkSize = 64 * 1024;

/** A text that comes in pieces, hashed and compressed as it comes; others have their turn in between. */
export const press = async (pieces: Iterable<string>): Promise<Pressed> => {
  const hash = createHash('sha256');
  const gzip = Readable.from(hashed(pieces, hash)).pipe(createGzip({ level, chunkSize }));
  const bytes: Buffer[] = [];
  for await (const some of gzip) bytes.push(some as Buffer);
  return { digest: hash.digest('hex'), bytes: Buffer.concat(bytes) };
};

/** The digest of a text alone. */
export const digestOf = async (pieces: Iterable<string>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const _ of hashed(pieces, hash));
  return hash.digest('hex');
};

async function* hashed(pieces: Iterable<string>, hash: Hash): AsyncGenerator<Buffer, void, undefined> {
  const stretch = new Stretch();
  for (const piece of pieces) {
    const bytes = Buffer.from(piece);
    hash.update(bytes);
    yield bytes;
    await stretch.pause();
  }
}

/** The text again, as it is compressed no more. */
export const unpressed = (bytes: Buffer): Readable =>
  Readable.from([bytes]).pipe(createGunzip({ chunkSize }));

/** Whether these bytes say what they have to say by its digest; bytes that cannot be read say nothing. */
export const says = async (bytes: Buffer, digest: string): Promise<boolean> => {
  const hash = createHash('sha256');
  try {
    for await (const some of unpressed(bytes)) hash.update(some as Buffer);
  } catch {
    return false;
  }
  return hash.digest('hex') === digest;
};

/** The whole text in one. */
export const textOf = async (bytes: Buffer): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const some of unpressed(bytes)) pieces.push(some as Buffer);
  return Buffer.concat(pieces).toString('utf8');
};
