import fc from 'fast-check';
import { law } from '../../testing/src/laws';
import { canonicalJson } from './canonical';
import { canonicalPieces } from './canonical-pieces';
import { readCanonical } from './canonical-read';
import { atOnce } from './pausing';

const long = { rows: Array.from({ length: 3_000 }, (_, n) => ({ n, text: `"${'\\'.repeat(n % 5)},]}é` })) };

describe('canonical JSON in pieces', () => {
  it('comes in many pieces where there is much, and is the same text', () => {
    const pieces = [...canonicalPieces({ b: long, a: undefined, c: [] })];
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join('')).toBe(canonicalJson({ b: long, a: undefined, c: [] }));
  });

  it('is read with pauses in between', () => {
    const reading = readCanonical(canonicalJson(long));
    let pauses = 0;
    for (let next = reading.next(); ; next = reading.next()) {
      if (next.done) return void expect([next.value, pauses > 2]).toEqual([long, true]);
      pauses += 1;
    }
  });

  law(
    'is written and read as in one go',
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect([...canonicalPieces(value)].join('')).toBe(text);
      expect(atOnce(readCanonical(text))).toEqual(JSON.parse(text));
    }),
  );
});
