import { atOnce, calendarYear, day, decimal, inLastPlaces, type Period } from '#libs/kernel';
import { ExternalId, TierCode } from '../vocabulary';
import { afterTheEnd, quartersUpTo } from './after-the-end';
import type { AccountLife } from './account-life';
import { type EndedOverride, Hindsight } from './hindsight';
import { ratio } from './outcome';

const window = { from: day('2025-07-01'), until: day('2026-01-01') };
const since = day('2025-01-10');

/** `T3 100000 60000`: computed since the start, opening and closing ARR; no ARR where none is said. */
const life = (externalId: string, text: string, overridden: Period[] = []): AccountLife => {
  const [tier, opening, closing] = text.split(' ');
  return {
    externalId: ExternalId.parse(externalId),
    computed: [{ from: since, until: null, computed: tier === '-' ? null : TierCode.parse(tier) }],
    overridden,
    over: () =>
      opening === undefined || closing === undefined
        ? null
        : {
            opening: inLastPlaces(decimal(opening)),
            closing: inLastPlaces(decimal(closing)),
            standsIn: false,
          },
  };
};
const days = { from: day('2025-04-05'), until: day('2025-07-01') };
const ended = (externalId: string, ...keys: string[]): EndedOverride => ({
  externalId: ExternalId.parse(externalId),
  from: days.from,
  window,
  keys,
});
const seen = (overrides: readonly EndedOverride[], lives: readonly AccountLife[]) => {
  const hindsight = new Hindsight(overrides);
  const theirs = new Set(overrides.map(({ externalId }) => externalId));
  for (const one of lives) if (theirs.has(one.externalId)) hindsight.observe(one);
  for (const one of lives) hindsight.compare(one);
  const [sums, rows] = [() => atOnce(hindsight.sums()), () => atOnce(hindsight.rows())];
  return { sums, rows, total: () => hindsight.total() };
};
const names = (prefix: string, n: number) => Array.from({ length: n }, (_, index) => `${prefix}${index}`);

describe('the quarters behind an end', () => {
  it.each([
    ['2025-07-01', '2025-07-01', '2026-01-01'],
    ['2025-07-02', '2025-10-01', '2026-04-01'],
    ['2025-06-30', '2025-07-01', '2026-01-01'],
  ])('%s: from %s to %s', (on, from, until) =>
    expect(afterTheEnd(day(on), calendarYear)).toEqual({ from, until }),
  );
  it('and those up to a day', () =>
    expect(quartersUpTo(day('2025-08-15'), 4, calendarYear)).toEqual({
      from: '2024-10-01',
      until: '2025-10-01',
    }));
});

describe('a ratio', () => {
  it.each([
    [1n, 3n, '0.333333'],
    [2n, 3n, '0.666667'],
    [1n, 2_000_000n, '0.000001'],
    [-1n, 2_000_000n, '-0.000001'],
    [-1n, 3_000_000n, '0.000000'],
    [15n, 10n, '1.500000'],
    [0n, 5n, '0.000000'],
  ])('%s by %s is %s', (part, whole, text) => expect(ratio(part, whole)).toBe(text));
  it('by nothing is none', () => expect(ratio(1n, 0n)).toBeNull());
});

describe('hindsight', () => {
  const overridden = names('O', 5);
  const left = names('C', 5);
  const five = [
    ...overridden.map((name) => life(name, 'T3 100000 80000', [days])),
    ...left.map((name, index) => life(name, index === 0 ? 'T3 100000 0' : 'T3 100000 100000')),
  ];

  it('sets overridden accounts beside those that were left in the same computed tier', () =>
    expect(
      seen(
        overridden.map((name) => ended(name, 'emea')),
        five,
      ).rows(),
    ).toEqual([
      {
        key: 'emea',
        overridden: {
          ...{ n: 5, hidden: false, opening: '500000', closing: '400000', nrr: '0.800000' },
          ...{ logoChurn: '0.000000', revenueChurn: '0.000000', standIns: 0 },
        },
        comparable: {
          ...{ n: 5, hidden: false, opening: '500000', closing: '400000', nrr: '0.800000' },
          ...{ logoChurn: '0.200000', revenueChurn: '0.200000', standIns: 0 },
        },
        nrrDifference: '0.000000',
        widened: 0,
      },
    ]));

  it('hides the rates of fewer than five', () => {
    const [row] = seen(
      overridden.slice(1).map((name) => ended(name, 'emea')),
      five,
    ).rows();
    expect(row?.overridden).toEqual({
      ...{ n: 4, hidden: true, opening: null, closing: null, nrr: null, logoChurn: null },
      ...{ revenueChurn: null, standIns: 0 },
    });
    expect([row?.comparable.n, row?.comparable.nrr, row?.nrrDifference]).toEqual([5, '0.800000', null]);
  });

  it.each([
    ['of another computed tier', life('X', 'T2 100000 0')],
    ['of no tier', life('X', '- 100000 0')],
    ['without ARR', life('X', 'T3')],
    ['with nothing to lose', life('X', 'T3 0 100000')],
    ['overridden in the window', life('X', 'T3 100000 0', [{ from: day('2025-12-31'), until: null }])],
    ['of another size', life('X', 'T3 250000 0')],
  ])('compares with no account %s', (_, other) => {
    const [row] = seen(
      overridden.map((name) => ended(name, 'emea')),
      [...five, other],
    ).rows();
    expect(row?.comparable).toMatchObject({ n: 5, closing: '400000' });
  });

  it('compares with all sizes where there are fewer than five of one', () => {
    const [row] = seen([ended('O0', 'emea')], [...five.slice(0, 9), life('X', 'T3 250000 250000')]).rows();
    expect(row).toMatchObject({ widened: 1, comparable: { n: 5, opening: '650000', closing: '550000' } });
  });

  it('counts an account once a window in a group, and in each of its groups', () => {
    const hindsight = seen([ended('O0', 'ben', 'cleo'), ended('O0', 'ben')], five);
    expect(hindsight.sums().map(({ key, overridden: { n } }) => [key, n])).toEqual([
      ['ben', 1],
      ['cleo', 1],
    ]);
    expect(hindsight.total().overridden.n).toBe(1);
  });

  it('leaves out who had no ARR when the window opened, or was not there when the override began', () => {
    const late = { ...life('O0', 'T3 100000 0'), computed: [] };
    expect(seen([ended('O0', 'emea')], [late]).rows()).toEqual([]);
    expect(seen([ended('O0', 'emea')], [life('O0', 'T3')]).rows()).toEqual([]);
  });
});
