import { policy } from '../../../../testing/src/known';
import { lint } from './lint';

const tiers = [
  { code: 'gold', rank: 3 },
  { code: 'silver', rank: 2 },
  { code: 'bronze', rank: 1 },
];
const measures = { fit: { fact: 'fit' }, risk: { fact: 'risk' } };
const inputs = [
  { measure: 'fit', weight: '0.6', min: '0', max: '100' },
  { measure: 'risk', weight: '0.4', min: '0', max: '100', invert: true },
];
const gold = { tier: 'gold', at: '70' };
const silver = { tier: 'silver', at: '40' };

type Changes = Record<string, unknown>;
const said = (document: object) =>
  lint(policy(document as never)).map(({ code, severity, pointer }) => [code, severity, pointer]);
const score = (change: Changes = {}) =>
  said({ kind: 'score', tiers, measures, inputs, thresholds: [gold, silver], ...change });
const percentile = (change: Changes = {}) =>
  said({
    kind: 'percentile',
    tiers,
    measures,
    inputs,
    cuts: [
      { tier: 'gold', topPct: '10' },
      { tier: 'silver', topPct: '40' },
    ],
    ...change,
  });
const withInput = (change: Changes) => score({ inputs: [{ ...inputs[0]!, ...change }, inputs[1]] });

describe('the linter of scores', () => {
  it('finds nothing in a sound one', () => {
    expect(score()).toEqual([]);
    expect(percentile()).toEqual([]);
  });

  it.each(['0.61', '0.5999999999', '1'])(
    'wants weights that add up to 1 exactly, and not with one of %s',
    (weight) => {
      expect(withInput({ weight })).toEqual([['WEIGHTS_DO_NOT_SUM_TO_ONE', 'error', '/inputs']]);
      expect(percentile({ inputs: [{ ...inputs[0]!, weight }, inputs[1]] })).toEqual([
        ['WEIGHTS_DO_NOT_SUM_TO_ONE', 'error', '/inputs'],
      ]);
    },
  );

  it('takes thirds as they can be written', () =>
    expect(
      score({
        measures: { ...measures, need: { fact: 'need' } },
        inputs: [
          { ...inputs[0]!, weight: '0.3333333333' },
          { ...inputs[1]!, weight: '0.3333333333' },
          { measure: 'need', weight: '0.3333333334', min: '0', max: '1' },
        ],
      }),
    ).toEqual([]));

  it('wants weights over 0', () => {
    expect(
      score({
        inputs: [
          { ...inputs[0]!, weight: '1' },
          { ...inputs[1]!, weight: '0' },
        ],
      }),
    ).toEqual([['WEIGHT_NOT_POSITIVE', 'error', '/inputs/1/weight']]);
    expect(
      score({
        inputs: [
          { ...inputs[0]!, weight: '1.4' },
          { ...inputs[1]!, weight: '-0.4' },
        ],
      }),
    ).toEqual([['WEIGHT_NOT_POSITIVE', 'error', '/inputs/1/weight']]);
  });

  it.each([
    ['100', '100'],
    ['100', '0'],
  ])('wants a way up: not from %s to %s', (min, max) =>
    expect(withInput({ min, max })).toEqual([['INPUT_RANGE_EMPTY', 'error', '/inputs/0']]),
  );

  it('reads each measure once, and only those that are defined', () => {
    expect(
      score({
        inputs: [{ ...inputs[0]!, weight: '0.3' }, { ...inputs[0]!, weight: '0.3' }, inputs[1]],
      }),
    ).toEqual([['DUPLICATE_INPUT', 'error', '/inputs/1/measure']]);
    expect(withInput({ measure: 'fitt' })).toEqual([
      ['UNKNOWN_MEASURE', 'error', '/inputs/0/measure'],
      ['MEASURE_UNUSED', 'warning', '/measures/fit'],
    ]);
  });

  it('treats thresholds as it does boundaries', () => {
    expect(score({ thresholds: [gold] })).toEqual([
      ['GAP', 'error', '/thresholds'],
      ['UNREACHABLE_TIER', 'error', '/tiers/1'],
    ]);
    expect(score({ thresholds: [gold, { tier: 'silver', at: '70' }] })).toEqual([
      ['OVERLAP', 'error', '/thresholds/0'],
    ]);
    expect(score({ thresholds: [gold, silver, gold] })).toEqual([['OVERLAP', 'error', '/thresholds/2']]);
    expect(score({ thresholds: [gold, silver, { tier: 'bronze', at: '1' }] })).toEqual([
      ['LOWEST_TIER_HAS_BOUND', 'error', '/thresholds/2'],
    ]);
    expect(score({ thresholds: [gold, silver, { tier: 'tin', at: '1' }] })).toEqual([
      ['UNKNOWN_TIER', 'error', '/thresholds/2/tier'],
    ]);
  });

  it.each([
    ['100', true, undefined, false],
    ['100.01', true, undefined, true],
    ['100', false, undefined, true],
    ['99.99', false, undefined, false],
    ['1', true, '1', false],
    ['1.01', true, '1', true],
  ])('asks whether a score can reach %s (inclusive: %s, scale %s)', (at, inclusive, scale, faulty) => {
    const thresholds = [
      { tier: 'gold', at, inclusive },
      { tier: 'silver', at: '0.5' },
    ];
    expect(score({ thresholds, ...(scale && { scale }) })).toEqual(
      faulty ? [['THRESHOLD_OUT_OF_RANGE', 'error', '/thresholds/0/at']] : [],
    );
  });

  it.each([
    ['0', true, true],
    ['0', false, false],
    ['-1', false, true],
  ])('asks whether a score can stay under %s (inclusive: %s)', (at, inclusive, faulty) =>
    expect(score({ thresholds: [gold, { tier: 'silver', at, inclusive }] })).toEqual(
      faulty ? [['THRESHOLD_OUT_OF_RANGE', 'error', '/thresholds/1/at']] : [],
    ),
  );

  it('wants a rank for each tier', () =>
    expect(score({ tiers: [{ code: 'gold' }, tiers[1], { code: 'bronze' }] })).toEqual([
      ['RANK_MISSING', 'error', '/tiers/0'],
      ['RANK_MISSING', 'error', '/tiers/2'],
    ]));
});

describe('the linter of percentiles', () => {
  const cuts = (...pairs: [string, string][]) =>
    percentile({ cuts: pairs.map(([tier, topPct]) => ({ tier, topPct })) });

  it.each(['0', '-5', '100', '100.01'])('takes no top %s per cent', (topPct) =>
    expect(cuts(['gold', '0.01'], ['silver', topPct])).toContainEqual([
      'THRESHOLD_OUT_OF_RANGE',
      'error',
      '/cuts/1/topPct',
    ]),
  );

  it('wants the lower tier to take more', () => {
    expect(cuts(['gold', '40'], ['silver', '10'])).toEqual([['OVERLAP', 'error', '/cuts/0']]);
    expect(cuts(['gold', '40'], ['silver', '40'])).toEqual([['OVERLAP', 'error', '/cuts/0']]);
  });

  it('wants a cut for each tier but the lowest', () => {
    expect(cuts(['gold', '10'])).toEqual([
      ['GAP', 'error', '/cuts'],
      ['UNREACHABLE_TIER', 'error', '/tiers/1'],
    ]);
    expect(cuts(['gold', '10'], ['silver', '40'], ['bronze', '90'])).toEqual([
      ['LOWEST_TIER_HAS_BOUND', 'error', '/cuts/2'],
    ]);
  });
});
