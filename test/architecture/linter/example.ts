import { type LintCode } from '#libs/domain';

/** What a document is changed by to come to a finding, and what it was before. */
export interface Example {
  readonly of: keyof typeof documents;
  readonly with: object;
}

/** Every code has an example of each severity that it can be. */
export type Examples = Readonly<Record<LintCode, readonly [Example, ...Example[]]>>;

const tiers = [
  { code: 'gold', rank: 3 },
  { code: 'silver', rank: 2 },
  { code: 'bronze', rank: 1 },
];
const measures = { acv: { fact: 'acv' } };
const scored = {
  tiers,
  measures: { fit: { fact: 'fit' }, intent: { fact: 'intent' } },
  inputs: [
    { measure: 'fit', weight: '0.6', min: '0', max: '10' },
    { measure: 'intent', weight: '0.4', min: '0', max: '10' },
  ],
};

/** Documents in which there is nothing to find. */
export const documents = {
  bands: {
    ...{ kind: 'bands', tiers, measures },
    boundaries: [
      { tier: 'gold', measure: 'acv', at: '1000', inclusive: true },
      { tier: 'silver', measure: 'acv', at: '100', inclusive: true },
    ],
  },
  score: {
    ...{ kind: 'score', ...scored, scale: '100' },
    thresholds: [
      { tier: 'gold', at: '70', inclusive: true },
      { tier: 'silver', at: '40', inclusive: true },
    ],
  },
  percentile: {
    ...{ kind: 'percentile', ...scored },
    cuts: [
      { tier: 'gold', topPct: '10' },
      { tier: 'silver', topPct: '40' },
    ],
  },
  matrix: {
    kind: 'matrix',
    tiers: [{ code: 'transform' }, { code: 'modernize' }, { code: 'educate' }, { code: 'sustain' }],
    measures: { maturity: { fact: 'maturity' }, appetite: { fact: 'appetite' } },
    axes: [
      { measure: 'maturity', cuts: ['50'] },
      { measure: 'appetite', cuts: ['50'] },
    ],
    cells: [
      ['sustain', 'modernize'],
      ['educate', 'transform'],
    ],
  },
  table: {
    kind: 'table',
    tiers: [{ code: 'grow' }, { code: 'defend' }, { code: 'monitor' }],
    measures: { health: { fact: 'health' }, potential: { fact: 'potential' } },
    rows: [
      { when: [{ measure: 'health', below: '40' }], tier: 'monitor' },
      { when: [{ measure: 'potential', atLeast: '70' }], tier: 'grow' },
      { tier: 'defend' },
    ],
  },
} as const;
