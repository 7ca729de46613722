import { policy, readings } from '../../../../testing/src/known';
import { TierCode } from '../../vocabulary';
import { indicate, judgeOf } from './judge-of';

const code = (text: string) => TierCode.parse(text);
const document = {
  kind: 'matrix' as const,
  tiers: ['transform', 'modernize', 'educate', 'sustain'].map((one) => ({ code: one })),
  measures: { maturity: { fact: 'maturity' }, appetite: { fact: 'appetite' }, fit: { fact: 'fit' } },
  axes: [
    { measure: 'maturity', cuts: ['50'] },
    { measure: 'appetite', cuts: [{ at: '50', inclusive: false }] },
  ],
  cells: [
    ['sustain', 'modernize'],
    ['educate', 'transform'],
  ],
};
const quadrant = policy(document);
const at = (maturity: string, appetite: string) => readings({ maturity, appetite });

describe('a matrix', () => {
  it.each([
    ['50', '50.0000000001', 'transform', 'MM'],
    ['50', '50', 'educate', 'MN'],
    ['49.9999999999', '51', 'modernize', 'NM'],
    ['0', '0', 'sustain', 'NN'],
  ])('at maturity %s and appetite %s is %s', (maturity, appetite, tier, verdicts) =>
    expect(indicate(quadrant, at(maturity, appetite))).toMatchObject({ tier, verdicts, reasons: [] }),
  );

  it('needs both axes', () =>
    expect(indicate(quadrant, readings({ maturity: '80', appetite: null }))).toEqual({
      tier: null,
      outOfProgramme: false,
      reasons: ['MISSING:appetite'],
      verdicts: 'M?',
      score: null,
    }));

  it('is no ladder: two tiers are apart by the axes that differ', () => {
    const { jump, order } = judgeOf(quadrant);
    expect(order).toBe('axes');
    const apart = (from: string, to: string) => jump(code(from), code(to));
    expect(apart('transform', 'modernize')).toBe(1);
    expect(apart('transform', 'educate')).toBe(1);
    expect(apart('transform', 'sustain')).toBe(2);
    expect(apart('educate', 'modernize')).toBe(2);
    expect(apart('educate', 'educate')).toBe(0);
  });

  it('keeps a cell on each axis down to the exit edge', () => {
    const steady = policy({ ...document, stabiliser: { deadBandPct: '10' } });
    const kept = (maturity: string, appetite: string) =>
      judgeOf(steady).keep(at(maturity, appetite), code('transform'), null);
    expect(kept('45', '45.1')).toBe('transform');
    expect(kept('44.9', '45.1')).toBe('modernize');
    expect(kept('45', '45')).toBe('educate');
  });

  it('may weigh an axis of several measures', () => {
    const inputs = [
      { measure: 'maturity', weight: '0.5', min: '0', max: '100' },
      { measure: 'fit', weight: '0.5', min: '0', max: '10' },
    ];
    const weighed = policy({
      ...document,
      axes: [{ name: 'readiness', inputs, cuts: ['50'] }, document.axes[1]!],
    });
    expect(indicate(weighed, [...at('40', '60'), ...readings({ fit: '6' })]).tier).toBe('transform');
    expect(indicate(weighed, [...at('40', '60'), ...readings({ fit: '5.9' })]).tier).toBe('modernize');
    expect(judgeOf(weighed).rules(null)[0]).toMatchObject({
      pointer: '/axes/0/cuts/0',
      says: 'readiness is at least 50',
    });
  });

  it('takes an account out of the programme, and caps nobody', () => {
    const gate = { measure: 'fit', below: '1', outOfProgramme: true as const };
    const gated = policy({ ...document, gates: [gate] });
    const judged = (fit: string) => indicate(gated, [...at('80', '80'), ...readings({ fit })]);
    expect(judged('0')).toMatchObject({ tier: null, outOfProgramme: true });
    expect(judged('1')).toMatchObject({ tier: 'transform', outOfProgramme: false });
  });
});
