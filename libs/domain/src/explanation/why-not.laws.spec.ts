import { type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import fc from 'fast-check';
import { law } from '../../../testing/src/laws';
import { anyAccount, anyPlan } from '../../../testing/src/policies';
import { policyOn } from '../placement/due-days';
import { foldTimeline } from '../placement/timeline';
import { judgeOf } from '../policy/judge/judge-of';
import type { Measure } from '../vocabulary';
import { withValue } from './changed-inputs';
import { basisOf } from './replay';
import { type Change, whyNot } from './why-not';

const decided = fc
  .tuple(anyAccount, anyPlan, fc.nat())
  .map(([account, plan, pick]) => {
    const { opened, assessments } = foldTimeline(account, plan);
    const index = assessments.length === 0 ? -1 : pick % assessments.length;
    const assessment = assessments[index];
    if (opened === null || !assessment) return undefined;
    const { document } = policyOn(plan, assessment.day)!;
    const previous = assessments[index - 1];
    return basisOf({ document, opened, previous, assessment, cohorts: plan.cohorts });
  })
  .filter((basis) => basis !== undefined);

const inPlaces = (text: string) => inLastPlaces(text as Decimal);

/** Values of the input that lie nearer to where it is than what was answered. */
const nearer = ({ from, to }: Change, seeds: readonly number[]): string[] => {
  const [start, end] = [from === null ? 0n : inPlaces(from), inPlaces(to)];
  const size = end > start ? end - start : start - end;
  const steps = [size - 1n, ...seeds.map((seed) => (size * BigInt(seed)) / 1_000_000n)];
  return steps
    .filter((step) => step > 0n && step < size)
    .flatMap((step) => [fromLastPlaces(start + step), fromLastPlaces(start - step)]);
};

/** For every answer of a thousand cases dozens of other values are judged: that takes its seconds. */
describe('why not another tier', () => {
  law(
    'each answer reaches the target when it is applied, and nothing smaller in that input does',
    fc.property(
      decided,
      fc.nat(),
      fc.array(fc.integer({ min: 0, max: 999_999 }), { minLength: 6, maxLength: 6 }),
      (basis, pick, seeds) => {
        const { document } = basis.due.policy;
        const judge = judgeOf(document);
        const target = judge.tiers[pick % judge.tiers.length]!;
        const tierWith = (measure: Measure, value: string) =>
          judge.judge(withValue(document, basis.inputs, measure, value), basis.cuts).tier;
        for (const change of whyNot(basis, target).changes) {
          expect([tierWith(change.measure, change.to), change.proof.indicated]).toEqual([target, target]);
          if (judge.reads.find(({ measure }) => measure === change.measure)!.word) continue;
          const isCount = change.measure === 'orders';
          const values = nearer(change, seeds).filter((value) => !isCount || /^\d+$/.test(value));
          expect(values.filter((value) => tierWith(change.measure, value) === target)).toEqual([]);
        }
      },
    ),
  );

  law(
    'of an input for which no value is answered, none that was thought of reaches the target',
    fc.property(
      decided,
      fc.nat(),
      fc.array(fc.integer({ min: -3000, max: 3000 }), { minLength: 30, maxLength: 30 }),
      (basis, pick, tenths) => {
        const { document } = basis.due.policy;
        const judge = judgeOf(document);
        const target = judge.tiers[pick % judge.tiers.length]!;
        for (const { measure, because } of whyNot(basis, target).impossible) {
          expect(because).not.toBe('');
          if (judge.reads.find((read) => read.measure === measure)!.word || measure === 'orders') continue;
          const tierWith = (tenth: number) =>
            judge.judge(withValue(document, basis.inputs, measure, (tenth / 10).toFixed(1)), basis.cuts).tier;
          expect(tenths.filter((tenth) => tierWith(tenth) === target)).toEqual([]);
        }
      },
    ),
  );
});
