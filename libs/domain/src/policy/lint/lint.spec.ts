import { arrLadder, contractValue, revenueBands } from '../../../../testing/src/documents';
import { bands } from '../../../../testing/src/known';
import { errorsOf, lint } from './lint';
import type { BandsPolicy } from '../policy-document';

type Draft = Parameters<typeof bands>[0];

const tiers = [
  { code: 'gold', rank: 3 },
  { code: 'silver', rank: 2 },
  { code: 'bronze', rank: 1 },
];
const sound: Draft = {
  tiers,
  measures: { acv: { fact: 'acv' } },
  boundaries: [
    { tier: 'gold', measure: 'acv', at: '100', inclusive: true },
    { tier: 'silver', measure: 'acv', at: '10', inclusive: true },
  ],
};
const revenue = { revenueWindowMonths: 12 };
const found = (change: Partial<Draft>) =>
  lint(bands({ ...sound, ...change })).map(({ code, severity, pointer }) => [code, severity, pointer]);
const ladder = (count: number): Pick<Draft, 'tiers' | 'boundaries'> => ({
  tiers: Array.from({ length: count }, (_, rank) => ({ code: `t${rank}`, rank })),
  boundaries: Array.from({ length: count - 1 }, (_, index) => ({
    tier: `t${index + 1}`,
    measure: 'acv',
    at: String(index),
    inclusive: true,
  })),
});

describe('the linter', () => {
  it.each([
    ['contract value', contractValue],
    ['revenue bands', revenueBands],
    ['the worked ladder', arrLadder],
    ['a plain one', bands(sound)],
  ])('finds nothing in %s', (_, document: BandsPolicy) => expect(lint(document)).toEqual([]));

  it('says what to do', () =>
    expect(lint(bands({ ...sound, measures: { ...sound.measures, 'a/b~c': { fact: 'x' } } }))).toEqual([
      {
        code: 'MEASURE_UNUSED',
        severity: 'warning',
        pointer: '/measures/a~1b~0c',
        detail: 'No rule and no gate reads a/b~c; use it, or take it out.',
      },
    ]));

  it.each([
    [2, 'warning'],
    [6, 'warning'],
    [7, 'warning'],
    [8, 'error'],
  ])('counts %i tiers: %s', (count, severity) =>
    expect(found(ladder(count))).toEqual([['TIER_COUNT', severity, '/tiers']]),
  );

  it.each([3, 4, 5])('counts %i tiers: fine', (count) => expect(found(ladder(count))).toEqual([]));

  it('counts one tier: too few', () =>
    expect(found({ tiers: tiers.slice(2) })).toContainEqual(['TIER_COUNT', 'error', '/tiers']));

  it('tells tiers apart by code and by rank', () => {
    expect(found({ tiers: [...tiers, { code: 'silver', rank: 0 }] })).toContainEqual([
      'DUPLICATE_TIER',
      'error',
      '/tiers/3/code',
    ]);
    expect(found({ tiers: [...tiers, { code: 'tin', rank: 1 }] })).toContainEqual([
      'DUPLICATE_RANK',
      'error',
      '/tiers/3/rank',
    ]);
  });

  it('tells tiers apart by their treatment, once it is written', () => {
    const treated = (...treatments: Record<string, unknown>[]) =>
      found({ tiers: tiers.map((tier, index) => ({ ...tier, treatment: treatments[index] ?? {} })) });
    expect(treated({ sla: 4, touch: '1:1' }, { touch: '1:1', sla: 4 }, {})).toEqual([
      ['TIER_WITHOUT_DISTINCT_TREATMENT', 'warning', '/tiers/1/treatment'],
    ]);
    expect(treated({ sla: 4 }, { sla: 8 }, {})).toEqual([]);
  });

  it('knows no tier and no measure that the document does not define', () => {
    const boundaries = [...sound.boundaries, { tier: 'tin', measure: 'acv', at: '1', inclusive: true }];
    expect(found({ boundaries })).toEqual([['UNKNOWN_TIER', 'error', '/boundaries/2/tier']]);
    expect(found({ measures: {} })).toEqual([
      ['UNKNOWN_MEASURE', 'error', '/boundaries/0/measure'],
      ['UNKNOWN_MEASURE', 'error', '/boundaries/1/measure'],
    ]);
  });

  it('gives the lowest tier no lower bound', () =>
    expect(
      found({
        boundaries: [...sound.boundaries, { tier: 'bronze', measure: 'acv', at: '1', inclusive: true }],
      }),
    ).toEqual([['LOWEST_TIER_HAS_BOUND', 'error', '/boundaries/2']]));

  it('finds a gap: an error where it leaves a tier out of reach, else a warning', () => {
    expect(found({ boundaries: sound.boundaries.slice(0, 1) })).toEqual([
      ['GAP', 'error', '/boundaries'],
      ['UNREACHABLE_TIER', 'error', '/tiers/1'],
    ]);
    const two = {
      measures: { ...sound.measures, fit: { fact: 'fit' } },
      boundaries: [...sound.boundaries, { tier: 'silver', measure: 'fit', at: '5', inclusive: true }],
    };
    expect(found({ ...two, combine: 'highest' })).toEqual([['GAP', 'warning', '/boundaries']]);
    expect(found({ ...two, combine: 'lowest' })).toEqual([
      ['GAP', 'error', '/boundaries'],
      ['UNREACHABLE_TIER', 'error', '/tiers/0'],
    ]);
  });

  it.each([
    ['10', true],
    ['10', false],
    ['9.99', true],
  ])('finds an overlap where gold begins at %s', (at, inclusive) =>
    expect(
      found({ boundaries: [{ tier: 'gold', measure: 'acv', at, inclusive }, sound.boundaries[1]!] }),
    ).toEqual([['OVERLAP', 'error', '/boundaries/0']]),
  );

  it('finds an overlap where a tier has two edges on one measure', () =>
    expect(
      found({
        boundaries: [...sound.boundaries, { tier: 'gold', measure: 'acv', at: '200', inclusive: true }],
      }),
    ).toEqual([['OVERLAP', 'error', '/boundaries/2']]));

  it('finds no overlap between measures', () =>
    expect(
      found({
        measures: { ...sound.measures, fit: { fact: 'fit' } },
        boundaries: [
          ...sound.boundaries,
          { tier: 'gold', measure: 'fit', at: '9', inclusive: true },
          { tier: 'silver', measure: 'fit', at: '5', inclusive: true },
        ],
      }),
    ).toEqual([]));

  it.each<[NonNullable<Draft['gates']>[number], string[][]]>([
    [{ measure: 'acv', below: '5', capTier: 'silver' }, []],
    [{ measure: 'acv', below: '5', outOfProgramme: true }, []],
    [{ measure: 'nps', below: '5', capTier: 'silver' }, [['UNKNOWN_MEASURE', 'error', '/gates/0/measure']]],
    [{ measure: 'acv', below: '5', capTier: 'tin' }, [['UNKNOWN_TIER', 'error', '/gates/0/capTier']]],
    [{ measure: 'acv', below: '5' }, [['GATE_WITHOUT_EFFECT', 'error', '/gates/0']]],
    [{ measure: 'acv', below: '5', capTier: 'gold' }, [['GATE_WITHOUT_EFFECT', 'warning', '/gates/0']]],
    [
      { measure: 'acv', below: '5', capTier: 'silver', outOfProgramme: true },
      [['GATE_WITHOUT_EFFECT', 'warning', '/gates/0']],
    ],
  ])('weighs the gate %j', (gate, findings) => expect(found({ gates: [gate] })).toEqual(findings));

  it.each([
    ['-0.01', true],
    ['0', false],
    ['100', false],
    ['100.01', true],
  ])('weighs a dead band of %s per cent', (deadBandPct, faulty) =>
    expect(found({ stabiliser: { deadBandPct } })).toEqual(
      faulty ? [['DEAD_BAND_OUT_OF_RANGE', 'error', '/stabiliser/deadBandPct']] : [],
    ),
  );

  it('knows that no fact bears the name of a sum of revenue', () => {
    const measures = { ...sound.measures, renewalOn: revenue, largeDeal: revenue };
    const boundaries = [
      ...sound.boundaries,
      ...['renewalOn', 'largeDeal'].flatMap((measure) => [
        { tier: 'gold', measure, at: '9', inclusive: true },
        { tier: 'silver', measure, at: '5', inclusive: true },
      ]),
    ];
    expect(found({ measures, boundaries, stabiliser: {}, assessOn: ['renewalOn'] })).toEqual([
      ['MEASURE_WITHOUT_FACTS', 'warning', '/stabiliser/bypassOn/3'],
      ['MEASURE_WITHOUT_FACTS', 'warning', '/stabiliser/renewalMeasure'],
      ['MEASURE_WITHOUT_FACTS', 'warning', '/assessOn/0'],
    ]);
  });

  it('assesses on facts that something reads', () => {
    const measures = { acv: { fact: 'contractValue' } };
    expect(found({ measures, assessOn: ['contractValue', 'acv'] })).toEqual([]);
    expect(found({ measures, assessOn: ['acvv'] })).toEqual([
      ['ASSESS_ON_UNKNOWN_MEASURE', 'warning', '/assessOn/0'],
    ]);
    expect(found({ measures, assessOn: ['merger'] })).toEqual([
      ['ASSESS_ON_UNKNOWN_MEASURE', 'warning', '/assessOn/0'],
    ]);
    expect(found({ measures, assessOn: ['merger'], stabiliser: {} })).toEqual([]);
  });

  it('tells errors from warnings', () => {
    const findings = lint(bands({ ...sound, ...ladder(6), gates: [{ measure: 'acv', below: '1' }] }));
    expect(findings.map(({ severity }) => severity)).toEqual(['warning', 'error']);
    expect(errorsOf(findings)).toEqual([findings[1]]);
  });
});
