import { decimal } from '#libs/kernel';
import { bands } from '../../../testing/src/known';
import { ExternalId, Seat, TierCode } from '../vocabulary';
import { nextBoundary } from './next-boundary';
import { policyCandidates, type RecurringOverride } from './policy-candidates';

const tier = (code: string) => TierCode.parse(code);
const one = (n: number, more: Partial<RecurringOverride> = {}): RecurringOverride => ({
  externalId: ExternalId.parse(`A${n}`),
  seat: Seat.parse(n % 2 === 0 ? 'emea' : 'apac'),
  quarter: '2025-Q2',
  reasonCode: 'LOGO',
  fromTier: tier('T3'),
  toTier: tier('T2'),
  renewal: 0,
  arr: decimal('1000.10'),
  boundary: {
    pointer: '/boundaries/1',
    subject: 'acv',
    enter: decimal('250000'),
    missing: decimal(`${n}000`),
  },
  ...more,
});
const many = (n: number, more: Partial<RecurringOverride> = {}) =>
  Array.from({ length: n }, (_, index) => one(index + 1, more));
const usual = { minOverrides: 5, minSeats: 2, minRenewals: 2 };

describe('a reason that recurs', () => {
  it('is a candidate with its accounts, their ARR and the edge they stand next to', () =>
    expect(policyCandidates([...many(5), one(5, { arr: null, quarter: '2025-Q3' })], usual)).toEqual([
      {
        ...{ code: 'POLICY_CANDIDATE', reasonCode: 'LOGO', fromTier: 'T3', toTier: 'T2' },
        ...{ because: ['RECURS'], overrides: 6, accounts: 5, seats: 2, quarters: 2, renewals: 0 },
        // The last override of A5 knows no ARR.
        ...{ arr: '4000.4', arrUnknown: 1 },
        boundary: {
          ...{ pointer: '/boundaries/1', subject: 'acv', enter: '250000' },
          ...{ overrides: 6, nearest: '1000', farthest: '5000' },
        },
      },
    ]));

  it.each([
    ['asked for too seldom', many(4), []],
    ['asked for by one seat', many(5, { seat: Seat.parse('emea') }), []],
    ['with another move', [...many(4), one(5, { toTier: tier('T1') })], []],
    ['for another reason', [...many(4), one(5, { reasonCode: 'OTHER' })], []],
    ['renewed once', [one(1, { renewal: 1 })], []],
    ['renewed twice', [one(1, { renewal: 2 })], [['RENEWED']]],
    ['often, and renewed twice', [...many(4), one(6, { renewal: 2 })], [['RECURS', 'RENEWED']]],
  ])('%s', (_, overrides, expected) =>
    expect(policyCandidates(overrides, usual).map(({ because }) => because)).toEqual(expected),
  );

  it('stands behind one that recurs more often, and has no edge where none is known', () => {
    const candidates = policyCandidates(
      [...many(5, { boundary: null }), ...many(6, { reasonCode: 'Z' })],
      usual,
    );
    expect(candidates.map(({ reasonCode, boundary }) => [reasonCode, boundary?.nearest ?? null])).toEqual([
      ['Z', '1000'],
      ['LOGO', null],
    ]);
  });
});

describe('the edge that an override goes across', () => {
  const document = bands({
    tiers: [
      { code: 'T1', rank: 3 },
      { code: 'T2', rank: 2 },
      { code: 'T3', rank: 1 },
    ],
    measures: { acv: { fact: 'acv' } },
    boundaries: [
      { tier: 'T1', measure: 'acv', at: '1000000', inclusive: true },
      { tier: 'T2', measure: 'acv', at: '250000', inclusive: true },
    ],
  });
  const across = (acv: string | null, from: string | null, to: string | null) =>
    nextBoundary(
      document,
      { acv },
      {
        fromTier: from === null ? null : tier(from),
        toTier: to === null ? null : tier(to),
      },
    );

  it.each([
    ['on the way up, of the tier it gives', '240000', 'T3', 'T2', '/boundaries/1', '10000'],
    ['two steps up', '240000', 'T3', 'T1', '/boundaries/0', '760000'],
    ['on the way down, of the tier it takes', '260000', 'T2', 'T3', '/boundaries/1', '-10000'],
    ['out of the programme', '260000', 'T2', null, '/boundaries/1', '-10000'],
  ] as const)('%s', (_, acv, from, to, pointer, missing) =>
    expect(across(acv, from, to)).toMatchObject({ pointer, missing }),
  );
  it('is none without a value, and under the lowest tier', () => {
    expect(across(null, 'T3', 'T2')).toBeNull();
    expect(across('1', null, 'T3')).toBeNull();
  });
});
