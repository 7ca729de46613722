import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '#libs/kernel';
import { invalidField } from '../problem';

const macBytes = 12;

/**
 * Signs where a page ended, so that a cursor is ours, unchanged, and used with the question it was made for.
 * It carries the log position of the first page: however much is written, all pages are of one moment.
 */
export class Cursors {
  constructor(private readonly key: Uint8Array) {}

  /** @param question what the pages answer: the path and every filter, but neither limit nor cursor */
  write(question: unknown, place: unknown): string {
    const text = Buffer.from(canonicalJson(place));
    return Buffer.concat([this.mac(question, text), text]).toString('base64url');
  }

  /** @throws Problem VALIDATION_FAILED for a cursor that is not ours, or of another question */
  read<Place>(question: unknown, cursor: string): Place {
    const bytes = Buffer.from(cursor, 'base64url');
    const text = bytes.subarray(macBytes);
    if (text.length === 0 || !timingSafeEqual(bytes.subarray(0, macBytes), this.mac(question, text))) {
      throw invalidField(
        '/cursor',
        'The cursor is not one of this list: take it from the answer before, filters unchanged.',
      );
    }
    return JSON.parse(text.toString()) as Place;
  }

  private mac(question: unknown, text: Uint8Array): Buffer {
    const hmac = createHmac('sha256', this.key).update(canonicalJson(question)).update('\0').update(text);
    return hmac.digest().subarray(0, macBytes);
  }
}
