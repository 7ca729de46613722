import { documents, type Example, type Examples } from './example';

const { bands, score, matrix, table } = documents;
const [gold, silver, bronze] = bands.tiers as unknown as readonly [object, object, object];
const [overGold, overSilver] = bands.boundaries;
const [fit, intent] = score.inputs as unknown as readonly [object, object];
const [maturity, appetite] = matrix.axes;

const inBands = (change: object): Example => ({ of: 'bands', with: change });
const inScore = (change: object): Example => ({ of: 'score', with: change });
const inMatrix = (change: object): Example => ({ of: 'matrix', with: change });
const inTable = (change: object): Example => ({ of: 'table', with: change });
const withTreatments = (...treatments: object[]) =>
  inBands({
    tiers: [gold, silver, bronze].map((tier, index) => ({ ...tier, treatment: treatments[index] ?? {} })),
  });
const withShares = (...shares: unknown[]) =>
  withTreatments(...shares.map((salesTimePct) => ({ resourceShares: { salesTimePct } })));
const withRow = (when: object[]) => inTable({ rows: [{ when, tier: 'grow' }, ...table.rows] });
const withGate = (gate: object) => inBands({ gates: [{ measure: 'acv', ...gate }] });
const withCase = (more: object) =>
  inBands({ cases: [{ name: 'A large one', inputs: { acv: '5000' }, expect: 'gold', ...more }] });
const aChain = Object.fromEntries(
  Array.from({ length: 9 }, (_, n) => [`m${n}`, { sumOf: n === 8 ? ['acv', 'acv'] : [`m${n + 1}`, 'acv'] }]),
);

/** The examples of docs/linter.md. */
export const examples: Examples = {
  SHAPE: [inBands({ boundaries: [] })],
  TIER_COUNT: [
    inBands({ tiers: [gold], boundaries: [overGold] }),
    inBands({ tiers: [gold, bronze], boundaries: [overGold] }),
  ],
  DUPLICATE_TIER: [inBands({ tiers: [gold, silver, bronze, { code: 'gold', rank: 4 }] })],
  RANK_MISSING: [inBands({ tiers: [gold, silver, { code: 'bronze' }] })],
  DUPLICATE_RANK: [inBands({ tiers: [gold, silver, { code: 'bronze', rank: 2 }] })],
  TIER_WITHOUT_DISTINCT_TREATMENT: [withTreatments({ touchModel: '1:1' }, { touchModel: '1:1' })],
  UNREACHABLE_TIER: [inTable({ rows: table.rows.slice(1) })],
  NAME_LOOKS_LIKE_ANOTHER: [inBands({ tiers: [gold, silver, bronze, { code: 'GOLD', rank: 4 }] })],
  UNKNOWN_TIER: [inBands({ boundaries: [overGold, overSilver, { ...overGold, tier: 'platinum' }] })],
  RESOURCE_SHARE_INVALID: [withShares('60', 'thirty', '10')],
  RESOURCE_SHARES_DO_NOT_SUM: [withShares('60', '30', '20')],
  GAP: [
    inBands({ boundaries: [overGold] }),
    inBands({
      measures: { acv: { fact: 'acv' }, margin: { fact: 'margin' } },
      boundaries: [overGold, overSilver, { tier: 'gold', measure: 'margin', at: '40', inclusive: true }],
    }),
  ],
  OVERLAP: [inBands({ boundaries: [{ ...overGold, at: '100' }, overSilver] })],
  LOWEST_TIER_HAS_BOUND: [
    inBands({ boundaries: [overGold, overSilver, { ...overSilver, tier: 'bronze', at: '10' }] }),
  ],
  THRESHOLD_OUT_OF_RANGE: [
    inScore({
      thresholds: [
        { tier: 'gold', at: '101' },
        { tier: 'silver', at: '40' },
      ],
    }),
  ],
  WEIGHTS_DO_NOT_SUM_TO_ONE: [inScore({ inputs: [fit, { ...intent, weight: '0.5' }] })],
  WEIGHT_NOT_POSITIVE: [inScore({ inputs: [fit, { ...intent, weight: '-0.4' }] })],
  INPUT_RANGE_EMPTY: [inScore({ inputs: [fit, { ...intent, min: '10', max: '0' }] })],
  DUPLICATE_INPUT: [inScore({ inputs: [fit, { ...intent, measure: 'fit' }] })],
  AXIS_WITHOUT_MEASURE: [inMatrix({ axes: [maturity, { cuts: ['50'] }] })],
  AXIS_NAME_TAKEN: [inMatrix({ axes: [maturity, { ...appetite, name: 'maturity' }] })],
  CELLS_DO_NOT_MATCH_CUTS: [
    inMatrix({
      cells: [
        ['sustain', 'modernize', 'educate'],
        ['educate', 'transform'],
      ],
    }),
  ],
  SPEND_ONLY: [
    inMatrix({ measures: { maturity: { revenueWindowMonths: 12 }, appetite: { fact: 'annualSpend' } } }),
  ],
  CONDITION_EMPTY: [withRow([{ measure: 'health' }])],
  CONDITION_CONTRADICTS: [withRow([{ measure: 'health', atLeast: '70', below: '40' }])],
  UNREACHABLE_ROW: [
    inTable({
      rows: [
        table.rows[0],
        { when: [{ measure: 'health', below: '20' }], tier: 'grow' },
        ...table.rows.slice(1),
      ],
    }),
  ],
  TABLE_WITHOUT_DEFAULT: [
    inTable({
      rows: [...table.rows.slice(0, 2), { when: [{ measure: 'health', atLeast: '40' }], tier: 'defend' }],
    }),
  ],
  GATE_WITHOUT_CONDITION: [withGate({ capTier: 'silver' })],
  GATE_WITHOUT_EFFECT: [withGate({ below: '10' }), withGate({ below: '10', capTier: 'gold' })],
  UNKNOWN_MEASURE: [inBands({ boundaries: [overGold, { ...overSilver, measure: 'tcv' }] })],
  MEASURE_UNUSED: [inBands({ measures: { acv: { fact: 'acv' }, margin: { fact: 'margin' } } })],
  MEASURE_CYCLE: [inBands({ measures: { acv: { sumOf: ['acv', 'acv'] } } })],
  MEASURE_TOO_DEEP: [
    inBands({
      measures: { acv: { fact: 'acv' }, ...aChain },
      boundaries: [overGold, overSilver].map((edge) => ({ ...edge, measure: 'm0' })),
    }),
  ],
  MEASURE_WITHOUT_FACTS: [inBands({ measures: { acv: { revenueWindowMonths: 12 } }, assessOn: ['acv'] })],
  SHARE_WITHOUT_KINDS: [inBands({ measures: { acv: { revenueWindowMonths: 12, aggregate: 'share' } } })],
  ASSESS_ON_UNKNOWN_MEASURE: [inBands({ assessOn: ['renewal'] })],
  DEAD_BAND_OUT_OF_RANGE: [inBands({ stabiliser: { deadBandPct: '110' } })],
  LOWEST_WITHOUT_ORDER: [inTable({ missing: 'lowest' })],
  CAP_WITHOUT_ORDER: [inTable({ gates: [{ measure: 'health', below: '40', capTier: 'defend' }] })],
  FLOOR_WITHOUT_ORDER: [inTable({ overrides: { types: ['PIN', 'FLOOR'] } })],
  CEILING_WITHOUT_ORDER: [inMatrix({ overrides: { types: ['CEILING'] } })],
  ROLL_UP_WITHOUT_ORDER: [inTable({ serviceLines: { rollUp: 'highest' } })],
  OVERRIDE_TYPE_UNKNOWN: [inBands({ overrides: { types: ['NAIL'] } })],
  OVERRIDE_RULE_INVALID: [inBands({ overrides: { maxTermQuarters: 0 } })],
  OVERRIDE_RULE_UNKNOWN: [inBands({ overrides: { maximumTerm: 2 } })],
  CASE_TIER_UNKNOWN: [withCase({ expect: 'platinum' })],
  CASE_MEASURE_UNKNOWN: [withCase({ inputs: { acv: '5000', margin: '12' } })],
  RULE_NOT_COVERED: [withCase({ inputs: { acv: '500' }, expect: 'silver' })],
};
