import { createGunzip } from 'node:zlib';
import { JobFailed } from '../../jobs/job';

export interface UnpackLimits {
  /** Bytes of the unpacked file at most. */
  readonly mostBytes: number;
}

export const usualLimits: UnpackLimits = { mostBytes: 4 * 2 ** 30 };

/** The bytes of a file, unpacked when they are gzip. @throws JobFailed BAD_GZIP, FILE_TOO_LARGE */
export async function* unpack(
  packed: AsyncIterable<Buffer>,
  { mostBytes }: UnpackLimits = usualLimits,
): AsyncGenerator<Buffer, void, undefined> {
  const [first, whole] = await peek(packed);
  let bytes = 0;
  for await (const piece of isGzip(first) ? gunzip(whole) : whole) {
    bytes += piece.length;
    if (bytes > mostBytes) throw new JobFailed(tooLarge(mostBytes));
    yield piece;
  }
}

const isGzip = (start: Buffer): boolean => start[0] === 0x1f && start[1] === 0x8b;

/** The first bytes, and an iterable that still has them. */
const peek = async (source: AsyncIterable<Buffer>): Promise<[Buffer, AsyncIterable<Buffer>]> => {
  const pieces = source[Symbol.asyncIterator]();
  let first = Buffer.alloc(0);
  while (first.length < 2) {
    const next = await pieces.next();
    if (next.done) break;
    first = Buffer.concat([first, next.value]);
  }
  const whole = async function* () {
    if (first.length > 0) yield first;
    yield* { [Symbol.asyncIterator]: () => pieces };
  };
  return [first, whole()];
};

async function* gunzip(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const gunzipper = createGunzip({ chunkSize: 64 * 1024 });
  const feeding = feed(packed, gunzipper);
  // Seen where it is awaited below; until then it must not count as unhandled.
  feeding.catch(() => {});
  try {
    for await (const piece of gunzipper) yield piece as Buffer;
  } catch (error) {
    if (isZlibError(error)) throw new JobFailed(badGzip(error.message));
    throw error;
  } finally {
    gunzipper.destroy();
  }
  await feeding;
}

/** Hands the packed bytes over no faster than they are unpacked. */
const feed = async (
  packed: AsyncIterable<Buffer>,
  into: NodeJS.WritableStream & { destroy(e?: Error): void; destroyed: boolean },
) => {
  try {
    for await (const piece of packed) {
      if (into.destroyed) return;
      if (!into.write(piece)) await drained(into);
    }
    into.end();
  } catch (error) {
    into.destroy(error as Error);
  }
};

const drained = (stream: NodeJS.WritableStream): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      for (const event of ['drain', 'close', 'error']) stream.removeListener(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'error']) stream.once(event, done);
  });

/** Told by its code: zlib makes its errors where a test's `Error` is another one. */
const isZlibError = (error: unknown): error is { readonly code: string; readonly message: string } =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('Z_');

const badGzip = (why: string) => ({
  code: 'BAD_GZIP',
  detail: `The file begins as gzip and cannot be unpacked (${why}): it is broken or cut short. Nothing of it was imported; pack it again.`,
});

const tooLarge = (mostBytes: number) => ({
  code: 'FILE_TOO_LARGE',
  detail: `The file unpacks to more than ${mostBytes} bytes. Nothing of it was imported; send it in parts.`,
});
