import { PolicyDocument, SchemeCode } from '#libs/domain';
import type { SchemeToOpen } from '../open-scheme';

type Shape = Pick<SchemeToOpen, 'name' | 'description'> & { readonly document: object };

const ladder = (...codes: string[]) => codes.map((code, place) => ({ code, rank: codes.length - place }));
const unordered = (...codes: string[]) => codes.map((code) => ({ code }));

/** What all of them read: sales and profit of twelve months, and what can be made of the two. */
const sales12 = { revenueWindowMonths: 12, kinds: ['invoice'] };
const orders12 = { ...sales12, aggregate: 'count' };
const marginPct = { ratioPct: { of: 'profit12', to: 'sales12' }, whenZero: '0' };
const margin = { profit12: { revenueWindowMonths: 12, kinds: ['profit'] }, marginPct };

const shapes: Readonly<Record<string, Shape>> = {
  'sales-with-margin': {
    name: 'Sales, with margin',
    description: 'Bands on sales of twelve months; a margin under 5 % caps at SILVER',
    document: {
      kind: 'bands',
      tiers: ladder('PLATINUM', 'GOLD', 'SILVER', 'BRONZE'),
      measures: { sales12, ...margin },
      boundaries: [
        { tier: 'PLATINUM', measure: 'sales12', at: '5000', inclusive: true },
        { tier: 'GOLD', measure: 'sales12', at: '1500', inclusive: true },
        { tier: 'SILVER', measure: 'sales12', at: '500', inclusive: true },
      ],
      gates: [{ measure: 'marginPct', below: '5', capTier: 'SILVER' }],
      stabiliser: { minTenureDays: 0, renewalShieldDays: 0, onboardingGraceDays: 0 },
    },
  },
  abm: {
    name: 'Account-based marketing',
    description:
      'A score of sales, frequency, order size and margin; the top 10 % and the top 40 % of each review',
    document: {
      kind: 'percentile',
      tiers: ladder('TIER-1', 'TIER-2', 'TIER-3'),
      measures: { sales12, orders12, average12: { ...sales12, aggregate: 'average' }, ...margin },
      inputs: [
        { measure: 'sales12', weight: '0.4', min: '0', max: '5000' },
        { measure: 'orders12', weight: '0.3', min: '0', max: '20' },
        { measure: 'average12', weight: '0.2', min: '0', max: '500' },
        { measure: 'marginPct', weight: '0.1', min: '-20', max: '40' },
      ],
      gates: [{ measure: 'orders12', below: '1', outOfProgramme: true }],
      cuts: [
        { tier: 'TIER-1', topPct: '10' },
        { tier: 'TIER-2', topPct: '40' },
      ],
    },
  },
  customer: {
    name: 'Customer plays',
    description: 'A decision table: what to do with whom',
    document: {
      kind: 'table',
      tiers: unordered('GROW', 'DEFEND', 'MONITOR'),
      measures: { sales12, orders12, ...margin },
      rows: [
        { when: [{ measure: 'orders12', below: '3' }], tier: 'MONITOR' },
        {
          when: [
            { measure: 'sales12', atLeast: '1500' },
            { measure: 'marginPct', atLeast: '10' },
          ],
          tier: 'GROW',
        },
        {
          when: [
            { measure: 'sales12', atLeast: '500', below: '1500' },
            { measure: 'orders12', atLeast: '6' },
          ],
          tier: 'GROW',
        },
        { tier: 'DEFEND' },
      ],
    },
  },
  quadrant: {
    name: 'Breadth by appetite',
    description: 'How many sub-categories a customer buys from, by how often it buys',
    document: {
      kind: 'matrix',
      tiers: unordered('TRANSFORM', 'MODERNIZE', 'EDUCATE', 'SUSTAIN'),
      measures: { breadth: { fact: 'breadth' }, orders12 },
      axes: [
        { name: 'breadth', measure: 'breadth', cuts: ['5'] },
        { name: 'appetite', measure: 'orders12', cuts: ['6'] },
      ],
      cells: [
        ['SUSTAIN', 'MODERNIZE'],
        ['EDUCATE', 'TRANSFORM'],
      ],
    },
  },
  'by-category': {
    name: 'Sales by category',
    description: 'Each category its own timeline beside that of the account; the best of them rolls up',
    document: {
      kind: 'bands',
      tiers: ladder('HIGH', 'MEDIUM', 'LOW'),
      measures: { sales12 },
      boundaries: [
        { tier: 'HIGH', measure: 'sales12', at: '1500', inclusive: true },
        { tier: 'MEDIUM', measure: 'sales12', at: '250', inclusive: true },
      ],
      serviceLines: { rollUp: 'highest' },
    },
  },
};

/** Five schemes, one of each shape, on one portfolio. */
export const allSchemes: readonly SchemeToOpen[] = Object.entries(shapes).map(
  ([code, { name, description, document }]) => ({
    scheme: SchemeCode.parse(code),
    name,
    description,
    primary: false,
    document: PolicyDocument.parse(document),
  }),
);
