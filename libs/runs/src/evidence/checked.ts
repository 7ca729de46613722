import { createHash } from 'node:crypto';
import { EvidenceHashMismatch, EvidenceTooLarge, mostBytes } from './evidence-store';

/** What is read and thrown away of what cannot be taken, so that its sender can hear why. */
const patience = 64 * 1024 * 1024;

/** The bytes as they come; ends with an error where they are too many, or others than named. */
export async function* checked(
  sha256: string,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > patience) break;
    if (bytes > mostBytes) continue;
    hash.update(piece);
    yield piece;
  }
  if (bytes > mostBytes) throw new EvidenceTooLarge();
  const found = hash.digest('hex');
  if (found !== sha256) throw new EvidenceHashMismatch(sha256, found);
}
