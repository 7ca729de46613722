import { decimal } from '#libs/kernel';
import { policy, readings } from '../../../../testing/src/known';
import { TierCode } from '../../vocabulary';
import type { CutPoints } from './judge';
import { indicate, judgeOf } from './judge-of';

const tiers = [
  { code: 'one', rank: 3 },
  { code: 'two', rank: 2 },
  { code: 'three', rank: 1 },
];
const names = ['fit', 'intent', 'risk'];
const measures = Object.fromEntries([...names, 'basicFit'].map((name) => [name, { fact: name }]));
const inputs = [
  { measure: 'fit', weight: '0.5', min: '0', max: '100' },
  { measure: 'intent', weight: '0.3', min: '0', max: '10' },
  { measure: 'risk', weight: '0.2', min: '0', max: '100', invert: true },
];
const gates = [{ measure: 'basicFit', below: '1', outOfProgramme: true as const }];
const thresholds = [
  { tier: 'one', at: '70', inclusive: true },
  { tier: 'two', at: '40', inclusive: false },
];
const scored = policy({ kind: 'score', tiers, measures, inputs, thresholds });
const read = (fit: string, intent: string, risk: string) => readings({ fit, intent, risk });

describe('a score', () => {
  it.each([
    ['100', '10', '0', '100', 'one'],
    ['0', '0', '100', '0', 'three'],
    ['80', '5', '25', '70', 'one'],
    ['80', '5', '25.0000001', '69.99999998', 'two'],
    ['40', '0', '0', '40', 'three'],
    ['40', '0.0000001', '0', '40.0000003', 'two'],
    ['-50', '99', '0', '50', 'two'],
  ])('of fit %s, intent %s and risk %s is %s: %s', (fit, intent, risk, score, tier) =>
    expect(indicate(scored, read(fit, intent, risk))).toMatchObject({ tier, score }),
  );

  it('is rounded to ten places for each part, ties away from zero', () => {
    const third = policy({
      kind: 'score',
      tiers,
      measures,
      inputs: [{ measure: 'fit', weight: '1', min: '0', max: '3' }],
      thresholds: [{ tier: 'one', at: '0.6666666667' }],
    });
    expect(indicate(third, readings({ fit: '2' }))).toMatchObject({ score: '0.6666666667', tier: 'one' });
  });

  it('is out of 1 where no threshold is over 1, and as the document says where it does', () => {
    const of = (rest: object) =>
      indicate(policy({ kind: 'score', tiers, measures, inputs, ...rest } as never), read('100', '10', '0'))
        .score;
    expect(of({ thresholds: [{ tier: 'one', at: '0.7' }] })).toBe('1');
    expect(of({ thresholds: [{ tier: 'one', at: '1' }], scale: '100' })).toBe('100');
  });

  it('does not share a missing input out among the others', () => {
    const missing = readings({ fit: '100', intent: null, risk: '0' });
    expect(indicate(scored, missing)).toEqual({
      tier: null,
      outOfProgramme: false,
      reasons: ['MISSING:intent'],
      verdicts: '??',
      score: null,
    });
    expect(indicate({ ...scored, missing: 'lowest' }, missing)).toMatchObject({ score: '70', tier: 'one' });
  });

  it('without basic fit is out of the programme, not in the lowest tier', () => {
    const gated = { ...scored, gates: policy({ ...scored, gates }).gates };
    const judged = indicate(gated, [...read('100', '10', '0'), ...readings({ basicFit: '0' })]);
    expect(judged).toMatchObject({
      tier: null,
      outOfProgramme: true,
      reasons: ['GATE:basicFit'],
      verdicts: 'MMM',
    });
  });

  it('keeps a tier down to the exit threshold', () => {
    const steady = policy({ ...scored, stabiliser: { deadBandPct: '10' } });
    const kept = (fit: string) => judgeOf(steady).keep(read(fit, '0', '0'), TierCode.parse('one'), null);
    // 63 is 90 % of 70: 0.5 x 86 + 20.
    expect(kept('86')).toBe('one');
    expect(kept('85.9')).toBe('two');
  });
});

describe('a percentile', () => {
  const ranked = policy({
    kind: 'percentile',
    tiers,
    measures,
    inputs,
    gates,
    cuts: [
      { tier: 'one', topPct: '10' },
      { tier: 'two', topPct: '40' },
    ],
  });
  const cuts: CutPoints = [
    { tier: TierCode.parse('one'), score: decimal('90') },
    { tier: TierCode.parse('two'), score: decimal('50') },
  ];
  const of = (fit: string, at: CutPoints | null = cuts) =>
    indicate(ranked, [...read(fit, '10', '0'), ...readings({ basicFit: '1' })], at);

  it.each([
    ['80', 'one'],
    ['79.9', 'two'],
    ['0', 'two'],
  ])('divides by the frozen cut points between runs: fit %s is %s', (fit, tier) =>
    expect(of(fit).tier).toBe(tier),
  );

  it('cannot be told before a run has ranked the cohort', () =>
    expect(of('80', null)).toMatchObject({
      tier: null,
      reasons: ['NOT_RANKED'],
      score: '90',
      verdicts: '??N',
    }));

  it('gives a tier to nobody by a cut that nobody is within', () => {
    const nobody = [{ ...cuts[0]!, score: null }, cuts[1]!];
    expect(of('100', nobody)).toMatchObject({ tier: 'two', verdicts: '?MN' });
  });

  it('lets contend who has a score and is in the programme', () => {
    const judge = judgeOf(ranked);
    expect(judge.contends([...read('80', '10', '0'), ...readings({ basicFit: '1' })])).toBe('90');
    expect(judge.contends([...read('80', '10', '0'), ...readings({ basicFit: '0' })])).toBeNull();
    expect(judge.contends(readings({ fit: '80', basicFit: '1' }))).toBeNull();
    expect(judge.contends(read('80', '10', '0'))).toBeNull();
  });
});
