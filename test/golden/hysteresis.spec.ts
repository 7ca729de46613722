import { type Assessment, type BandsPolicy, foldTimeline } from '#libs/domain';
import { addMonths, day } from '#libs/kernel';
import { arrLadder } from '../../libs/testing/src/documents';
import { accountKnown, known, planOf } from '../../libs/testing/src/known';
import { hysteresis, hysteresisMoves } from './numbers';

/** One fact a quarter, and an assessment a day later. */
const quarters = hysteresis.map((_, quarter) => addMonths(day('2022-01-01'), 3 * quarter));
const account = accountKnown(
  hysteresis.map(([arr], quarter) => known('arr', arr, quarters[quarter]!)),
  { onboardedOn: '2021-12-01' },
);
const played = (document: BandsPolicy) =>
  foldTimeline(
    account,
    planOf(
      document,
      quarters.map((on) => on.replace(/01$/, '02')),
    ),
  ).assessments;

const saying = ({ outcome, watch, reasons }: Assessment): string => {
  if (outcome === 'ASSIGNED') return 'ASSIGN';
  if (outcome === 'PROMOTED') return 'PROMOTE';
  if (outcome === 'DEMOTED') return 'DEMOTE';
  if (watch) return `WATCH${watch.seen}/${watch.needed}`;
  return reasons.includes('WATCH_CLEARED') ? 'CLEAR' : '-';
};

const movesOf = (tiers: readonly (string | null)[]) =>
  tiers.slice(1).filter((tier, index) => tier !== tiers[index]).length;

describe('fourteen quarters on the edge', () => {
  const assessments = played(arrLadder);

  it.each(hysteresis.map((row, index) => [index + 1, ...row] as const))(
    'quarter %i: %s indicates %s and leads to %s (%s)',
    (quarter, arr, indicated, computed, happened) => {
      const assessment = assessments[quarter - 1]!;
      expect(assessment.inputs[0]?.value).toBe(arr);
      expect([assessment.indicated, assessment.computed, saying(assessment)]).toEqual([
        indicated,
        computed,
        happened,
      ]);
    },
  );

  it('move the tier five times instead of seven', () => {
    expect(assessments).toHaveLength(14);
    expect(movesOf(assessments.map(({ computed }) => computed))).toBe(hysteresisMoves.stabilised);
    const { stabiliser: _, ...naive } = arrLadder;
    expect(movesOf(played(naive).map(({ computed }) => computed))).toBe(hysteresisMoves.naive);
  });

  it('say so when a promotion jumps two tiers', () =>
    expect(assessments.map(({ reasons }) => reasons.includes('JUMP_2')).indexOf(true)).toBe(8));
});
