import { policy } from '../../../../testing/src/known';
import { lint } from './lint';

const rest = {
  kind: 'bands',
  tiers: ['bronze', 'silver', 'gold'].map((code, rank) => ({ code, rank })),
  boundaries: [
    { tier: 'gold', measure: 'top', at: '100', inclusive: true },
    { tier: 'silver', measure: 'top', at: '10', inclusive: true },
  ],
};
const findings = (measures: object) => lint(policy({ ...rest, measures } as never));
const found = (measures: object) =>
  findings(measures).map(({ code, severity, pointer }) => [code, severity, pointer]);
const cycle = (...names: string[]) => names.map((name) => ['MEASURE_CYCLE', 'error', `/measures/${name}`]);
/** `top` over so many levels of measures. */
const tower = (levels: number): Record<string, object> => {
  const measures: Record<string, object> = { m0: { fact: 'acv' } };
  for (let level = 1; level < levels; level += 1) measures[`m${level}`] = { sumOf: [`m${level - 1}`] };
  return { ...measures, top: { sumOf: [`m${levels - 1}`] } };
};

describe('the linter of measures', () => {
  it('follows what measures are made of', () => {
    expect(
      found({
        top: { ratioPct: { of: 'a', to: 'b' } },
        a: { difference: { of: 'b', less: 'c' } },
        b: { fact: 'b' },
        c: { revenueWindowMonths: 12, aggregate: 'share', kinds: ['invoice'] },
      }),
    ).toEqual([]);
    expect(found({ top: { fact: 'a' }, a: { sumOf: ['b'] }, b: { fact: 'b' } })).toEqual([
      ['MEASURE_UNUSED', 'warning', '/measures/a'],
      ['MEASURE_UNUSED', 'warning', '/measures/b'],
    ]);
  });

  it.each([
    [{ sumOf: ['top2', 'x'] }, '/measures/top/sumOf/1'],
    [{ ratioPct: { of: 'x', to: 'top2' } }, '/measures/top/ratioPct/of'],
    [{ ratioPct: { of: 'top2', to: 'constructor' } }, '/measures/top/ratioPct/to'],
    [{ difference: { of: 'top2', less: 'x' } }, '/measures/top/difference/less'],
  ])('knows no part that is not defined: %j', (top, pointer) =>
    expect(found({ top, top2: { fact: 'acv' } })).toEqual([['UNKNOWN_MEASURE', 'error', pointer]]),
  );

  it('finds circles, and names who goes round', () => {
    expect(found({ top: { sumOf: ['top'] } })).toEqual(cycle('top'));
    const measures = {
      top: { sumOf: ['a'] },
      a: { sumOf: ['x', 'b'] },
      b: { sumOf: ['c'] },
      c: { sumOf: ['a'] },
    };
    expect(found({ ...measures, x: { fact: 'x' } })).toEqual(cycle('a', 'b', 'c'));
    expect(findings({ ...measures, x: { fact: 'x' } })[0]!.detail).toContain('a, b, c');
    expect(found({ top: { sumOf: ['a', 'b'] }, a: { sumOf: ['a'] }, b: { sumOf: ['b'] } })).toEqual(
      cycle('a', 'b'),
    );
  });

  it('takes two ways to one measure for no circle', () =>
    expect(
      found({ top: { sumOf: ['a', 'b', 'a'] }, a: { sumOf: ['c'] }, b: { sumOf: ['c'] }, c: { fact: 'c' } }),
    ).toEqual([]));

  it('takes measures over at most 8 levels', () => {
    expect(found(tower(8))).toEqual([]);
    expect(found(tower(9))).toEqual([['MEASURE_TOO_DEEP', 'error', '/measures/top']]);
    expect(found(tower(12))).toEqual([['MEASURE_TOO_DEEP', 'error', '/measures/m9']]);
  });

  it('wants to know whose share it is', () =>
    expect(found({ top: { revenueWindowMonths: 12, aggregate: 'share' } })).toEqual([
      ['SHARE_WITHOUT_KINDS', 'error', '/measures/top'],
    ]));
});
