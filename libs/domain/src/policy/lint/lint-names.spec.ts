import { policy } from '../../../../testing/src/known';
import { lint } from './lint';

const found = (codes: string[], measures: string[] = ['m']) =>
  lint(
    policy({
      kind: 'table',
      tiers: codes.map((code) => ({ code })),
      measures: Object.fromEntries(measures.map((name) => [name, { fact: name }])) as never,
      rows: [
        ...codes.slice(1).map((tier, at) => ({
          when: measures.map((measure) => ({ measure, below: String(at) })) as never,
          tier: tier as never,
        })),
        { tier: codes[0]! },
      ],
    } as never),
  ).map(({ code, severity, pointer }) => [code, severity, pointer]);

describe('the linter of names', () => {
  it.each([
    ['growth', 'grоwth'], // a Cyrillic о
    ['growth', 'Growth'],
    ['growth', 'ｇrowth'], // a wide g
    ['growth', 'gro\u200bwth'], // a space without width
    ['tier-1', 'tιer-1'], // a Greek iota
  ])('tells a reader that %s and %s look alike', (one, other) => {
    expect(found([one, 'defend', other])).toEqual([['NAME_LOOKS_LIKE_ANOTHER', 'warning', '/tiers/2/code']]);
    expect(found(['a', 'b', 'c'], [one, other])).toEqual([
      ['NAME_LOOKS_LIKE_ANOTHER', 'warning', expect.stringMatching(/^\/measures\//)],
    ]);
  });

  it('lets names be that differ', () =>
    expect(found(['grow', 'growth', 'рост'], ['arr', 'агг'])).toEqual([]));

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'takes %s for a name like any other',
    (name) => {
      const measures = Object.fromEntries([[name, { fact: name }]]) as Record<string, { fact: string }>;
      const sound = {
        kind: 'bands',
        tiers: [name, 'silver', 'gold'].map((code, rank) => ({ code, rank })),
        measures: { acv: { fact: 'acv' } },
        boundaries: [
          { tier: 'gold', measure: 'acv', at: '100', inclusive: true },
          { tier: 'silver', measure: 'acv', at: '10', inclusive: true },
        ],
      };
      const told = (document: object) =>
        lint(policy(document as never)).map(({ code, pointer }) => [code, pointer]);
      expect(told(sound)).toEqual([]);
      const unknown = { ...sound, boundaries: sound.boundaries.map((one) => ({ ...one, measure: name })) };
      expect(told(unknown).slice(0, 2)).toEqual([
        ['UNKNOWN_MEASURE', '/boundaries/0/measure'],
        ['UNKNOWN_MEASURE', '/boundaries/1/measure'],
      ]);
      if (name !== '__proto__') expect(told({ ...unknown, measures })).toEqual([]);
      const gates = [{ measure: name, below: '1', capTier: name }];
      expect(told({ ...sound, gates, assessOn: [name], stabiliser: { renewalMeasure: name } })).toEqual([
        ['UNKNOWN_MEASURE', '/gates/0/measure'],
        ['ASSESS_ON_UNKNOWN_MEASURE', '/assessOn/0'],
      ]);
    },
  );
});
