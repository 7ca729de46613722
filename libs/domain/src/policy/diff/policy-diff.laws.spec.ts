import fc from 'fast-check';
import { canonicalJson } from '#libs/kernel';
import { law } from '../../../../testing/src/laws';
import { anyDocument } from '../../../../testing/src/policies';
import { runCases } from '../golden-accounts/golden-accounts';
import { GoldenCase } from '../golden-accounts/golden-case';
import { judgeOf } from '../judge/judge-of';
import { policyDiff } from './policy-diff';
import { PolicyDocument } from '../policy-document';

const value = fc.option(fc.integer({ min: -50, max: 2_000_000 }).map(String));

/** A document, with inputs for everything that it reads. */
const withCases = anyDocument.chain((document) => {
  const measures = judgeOf(document).reads.map(({ measure }) => measure);
  const tiers = document.tiers.map(({ code }) => code);
  const aCase = fc.record({
    inputs: fc.record(Object.fromEntries(measures.map((measure) => [measure, value]))),
    current: fc.option(fc.constantFrom(...tiers), { nil: undefined }),
  });
  return fc.array(aCase, { maxLength: 8 }).map((cases) => ({
    document,
    cases: cases.map((one, n) => ({ ...one, name: `${n}`, expect: tiers[0]! })),
  }));
});

describe('the laws of policies in words and in cases', () => {
  law(
    'two documents differ in words exactly where they differ',
    fc.property(anyDocument, anyDocument, (before, after) => {
      for (const [a, b] of [
        [before, after],
        [after, before],
        [before, PolicyDocument.parse(JSON.parse(JSON.stringify(before)))],
      ] as const) {
        const sentences = policyDiff(a, b);
        expect(sentences.length === 0).toBe(canonicalJson(a) === canonicalJson(b));
        for (const sentence of sentences) expect(sentence).toMatch(/^\S.*\.$/);
        expect(sentences.join('')).not.toContain('undefined');
      }
    }),
    300,
  );

  law(
    'a case that expects what it comes to passes, and every rule is counted for every case',
    fc.property(withCases, ({ document, cases }) => {
      const of = (expected: readonly GoldenCase[]) => runCases({ ...document, cases: [...expected] });
      const said = cases.map((one) => GoldenCase.parse(one));
      const first = of(said);
      const agreed = said.map((one, n) => ({ ...one, expect: first.outcomes[n]!.outcome }));
      expect(of(agreed).outcomes.every(({ passed }) => passed)).toBe(true);
      for (const { matched, notMatched, notEvaluated } of first.rules)
        expect(matched + notMatched + notEvaluated).toBe(cases.length);
    }),
    300,
  );
});
