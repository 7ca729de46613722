import { policy } from '../../../../testing/src/known';
import { lint } from './lint';

const tiers = ['transform', 'modernize', 'educate', 'sustain'].map((code) => ({ code }));
const sound = {
  kind: 'matrix',
  tiers,
  measures: { maturity: { fact: 'maturity' }, appetite: { fact: 'appetite' } },
  axes: [
    { measure: 'maturity', cuts: ['50'] },
    { measure: 'appetite', cuts: ['50'] },
  ],
  cells: [
    ['sustain', 'modernize'],
    ['educate', 'transform'],
  ],
};
const found = (change: Record<string, unknown> = {}) =>
  lint(policy({ ...sound, ...change } as never)).map(({ code, severity, pointer }) => [
    code,
    severity,
    pointer,
  ]);
const input = (measure: string, weight: string) => ({ measure, weight, min: '0', max: '100' });
const [maturity, appetite] = sound.axes as [object, object];

describe('the linter of matrices', () => {
  it('finds nothing in a sound one, which needs no ranks', () => expect(found()).toEqual([]));

  it('wants a cell for each pair of bands', () => {
    expect(found({ cells: sound.cells.slice(0, 1) })).toEqual([
      ['CELLS_DO_NOT_MATCH_CUTS', 'error', '/cells'],
      ['UNREACHABLE_TIER', 'error', '/tiers/0'],
      ['UNREACHABLE_TIER', 'error', '/tiers/2'],
    ]);
    expect(found({ cells: [sound.cells[0], ['educate', 'transform', 'sustain']] })).toEqual([
      ['CELLS_DO_NOT_MATCH_CUTS', 'error', '/cells/1'],
    ]);
  });

  it('knows the tiers of the cells, and those without one', () =>
    expect(found({ cells: [['sustain', 'modernise'], sound.cells[1]] })).toEqual([
      ['UNKNOWN_TIER', 'error', '/cells/0/1'],
      ['UNREACHABLE_TIER', 'error', '/tiers/1'],
    ]));

  it.each([[['50', '40']], [['50', '50']], [[{ at: '50' }, { at: '50', inclusive: false }]]])(
    'wants cuts that rise: %j',
    (cuts) =>
      expect(
        found({
          axes: [{ ...maturity, cuts }, appetite],
          cells: [...sound.cells, ['educate', 'transform']],
        }),
      ).toEqual([['OVERLAP', 'error', '/axes/0/cuts/1']]),
  );

  it('wants either a measure or inputs of an axis', () => {
    expect(found({ axes: [{ cuts: ['50'] }, appetite] })).toEqual([
      ['AXIS_WITHOUT_MEASURE', 'error', '/axes/0'],
      ['MEASURE_UNUSED', 'warning', '/measures/maturity'],
    ]);
    expect(found({ axes: [{ ...maturity, inputs: [input('maturity', '1')] }, appetite] })).toEqual([
      ['AXIS_WITHOUT_MEASURE', 'error', '/axes/0'],
    ]);
  });

  it('weighs the inputs of an axis as those of a score', () => {
    const axes = (weight: string, cut = '50') => [
      maturity,
      { name: 'will', inputs: [input('appetite', weight), input('risk', '0.5')], cuts: [cut] },
    ];
    const measures = { ...sound.measures, risk: { fact: 'risk' } };
    expect(found({ measures, axes: axes('0.5') })).toEqual([]);
    expect(found({ measures, axes: axes('0.4') })).toEqual([
      ['WEIGHTS_DO_NOT_SUM_TO_ONE', 'error', '/axes/1/inputs'],
    ]);
    expect(found({ measures, axes: axes('0.5', '101') })).toEqual([
      ['THRESHOLD_OUT_OF_RANGE', 'error', '/axes/1/cuts/0'],
    ]);
  });

  it('wants two axes that can be told apart', () => {
    expect(found({ axes: [maturity, maturity], measures: { maturity: { fact: 'maturity' } } })).toEqual([
      ['DUPLICATE_INPUT', 'error', '/axes/1/measure'],
    ]);
    expect(
      found({
        axes: [
          { ...maturity, name: 'x' },
          { ...appetite, name: 'x' },
        ],
      }),
    ).toEqual([['AXIS_NAME_TAKEN', 'error', '/axes/1/name']]);
    expect(found({ axes: [{ ...maturity, name: 'appetite' }, appetite] })).toEqual([
      ['AXIS_NAME_TAKEN', 'error', '/axes/0/name'],
    ]);
    expect(found({ axes: [{ ...maturity, name: 'maturity' }, appetite] })).toEqual([]);
  });

  it('knows no measure that the document does not define', () =>
    expect(found({ axes: [{ measure: 'maturty', cuts: ['50'] }, appetite] })).toEqual([
      ['UNKNOWN_MEASURE', 'error', '/axes/0/measure'],
      ['MEASURE_UNUSED', 'warning', '/measures/maturity'],
    ]));
});

describe('a quadrant that reads nothing but spend', () => {
  const spend = ['SPEND_ONLY', 'error', '/axes'];
  const reading = (measures: Record<string, unknown>, axes: object[] = sound.axes) =>
    found({ measures, axes });

  it.each([
    ['acv', { fact: 'tcv' }],
    ['annualSpend', { revenueWindowMonths: 12 }],
    ['ARR_usd', { fact: 'Revenue 2024' }],
    ['arrGrowth', { fact: 'contractValue' }],
  ])('is told so, whatever its axes are called: %s and %j', (fact, appetiteIs) =>
    expect(reading({ maturity: { fact }, appetite: appetiteIs })).toEqual([spend]),
  );

  it('is told so through measures that are made of others', () =>
    expect(
      reading({
        maturity: { ratioPct: { of: 'acv', to: 'both' } },
        appetite: { fact: 'arr' },
        both: { sumOf: ['acv', 'sales'] },
        acv: { fact: 'acv' },
        sales: { revenueWindowMonths: 12 },
      }),
    ).toEqual([spend]));

  it('is told so where its axes are scores', () =>
    expect(
      reading({ acv: { fact: 'acv' }, arr: { fact: 'arr' }, tcv: { fact: 'tcv' } }, [
        { name: 'x', inputs: [input('acv', '0.5'), input('arr', '0.5')], cuts: ['50'] },
        { measure: 'tcv', cuts: ['50'] },
      ]),
    ).toEqual([spend]));

  it.each([
    [{ fact: 'acv' }, { fact: 'appetite' }],
    [{ fact: 'maturity' }, { revenueWindowMonths: 12 }],
    [{ fact: 'carry' }, { fact: 'barrier' }],
  ])('is something else with %j and %j', (maturityIs, appetiteIs) =>
    expect(reading({ maturity: maturityIs, appetite: appetiteIs })).toEqual([]),
  );
});
