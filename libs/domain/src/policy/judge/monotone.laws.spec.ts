import { decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import fc from 'fast-check';
import { law } from '../../../../testing/src/laws';
import { anyMatrix, cutPoints, monotoneDocument } from '../../../../testing/src/policies';
import type { Reading } from './judge';
import { judgeOf } from './judge-of';
import { errorsOf, lint } from '../lint/lint';
import type { PolicyDocument } from '../policy-document';

const value = fc
  .tuple(fc.integer({ min: -300, max: 1300 }), fc.constantFrom('', '.5', '.0000000001'))
  .map(([tenths, more]) => (more ? `${tenths}${more}` : (tenths / 10).toFixed(1)));

/** A value for all that a document reads, and how much one of them is raised. */
const readings = fc.record({
  values: fc.array(value, { minLength: 12, maxLength: 12 }),
  which: fc.nat(),
  by: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 10 ** 12 })),
});
type Told = typeof readings extends fc.Arbitrary<infer T> ? T : never;

const told = (document: PolicyDocument, { values, which, by }: Told) => {
  const low = judgeOf(document).reads.map(({ measure }, index): Reading => ({
    measure,
    value: values[index % values.length]!,
  }));
  const raised = low.map((one, index) =>
    index === which % low.length
      ? { ...one, value: fromLastPlaces(inLastPlaces(decimal(one.value!)) + BigInt(by)) }
      : one,
  );
  return { low, raised };
};

describe('law 11: raising one measure alone', () => {
  law(
    'never lowers the tier that a monotone policy indicates, of whatever kind it is',
    fc.property(monotoneDocument, cutPoints, readings, (document, cuts, how) => {
      const judge = judgeOf(document);
      const height = (inputs: readonly Reading[]) => {
        const { tier } = judge.judge(inputs, cuts);
        return tier === null ? -1 : judge.places.get(tier)!;
      };
      const { low, raised } = told(document, how);
      expect(height(raised)).toBeGreaterThanOrEqual(height(low));
    }),
  );

  law(
    'never lowers the band on either axis of a matrix',
    fc.property(anyMatrix, readings, (document, how) => {
      const judge = judgeOf(document);
      const cutsReached = (inputs: readonly Reading[]) =>
        [...judge.judge(inputs, null).verdicts].slice(0, cutCount(document));
      const { low, raised } = told(document, how);
      const before = cutsReached(low);
      cutsReached(raised).forEach((letter, rule) => {
        if (before[rule] === 'M') expect(letter).toBe('M');
      });
    }),
  );

  law(
    'is tried on sound documents',
    fc.property(monotoneDocument, (document) => {
      expect(errorsOf(lint(document))).toEqual([]);
    }),
  );
});

const cutCount = (document: PolicyDocument): number =>
  document.kind === 'matrix' ? document.axes.reduce((count, { cuts }) => count + cuts.length, 0) : 0;
