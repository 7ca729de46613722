import { addDays, day } from '#libs/kernel';
import fc from 'fast-check';
import { accountKnown, bands, known, planOf } from '../../../testing/src/known';
import { law } from '../../../testing/src/laws';
import { triggersOf } from './triggers-of';

const plan = planOf(
  bands({
    tiers: [
      { code: 'A', rank: 2 },
      { code: 'B', rank: 1 },
    ],
    measures: { acv: { fact: 'acv' } },
    boundaries: [{ tier: 'A', measure: 'acv', at: '1', inclusive: true }],
  }),
);
const first = day('2025-01-01');

/** The days, counted from the first, on which intent by day spikes; undefined is a day without a fact. */
const spikes = (byDay: readonly (number | string | undefined)[]): number[] => {
  const facts = byDay.flatMap((value, index) =>
    value === undefined ? [] : [known('intent', String(value), addDays(first, index))],
  );
  const found = triggersOf(accountKnown(facts), plan, first, addDays(first, 400), ['INTENT_SPIKE']);
  return found.map((one) => (Date.parse(one.day) - Date.parse(first)) / 86_400_000);
};

const flat = (days: number, value: number | string | undefined) => Array.from({ length: days }, () => value);

describe('an intent spike', () => {
  it('is two weeks running over the usual level', () => {
    expect(spikes([...flat(56, 10), ...flat(14, 20)])).toEqual([69]);
    expect(spikes([...flat(56, 10), ...flat(13, 20)])).toEqual([]);
    expect(spikes([...flat(56, 10), ...flat(7, 20), ...flat(7, 10), ...flat(7, 20)])).toEqual([]);
  });

  it('is over 1.5 times the mean, not on it', () => {
    expect(spikes([...flat(56, 10), ...flat(14, 15)])).toEqual([]);
    expect(spikes([...flat(56, 10), ...flat(13, 15), '15.01', '15.01'])).toEqual([]);
    expect(spikes([...flat(56, 10), ...flat(14, '15.01')])).toEqual([69]);
  });

  it('is over the mean by three sigma, not on it', () => {
    // Mean 10, sigma 10: the threshold is 40, exactly.
    const usual = Array.from({ length: 56 }, (_, index) => (index % 2 ? 20 : 0));
    expect(spikes([...usual, ...flat(14, 40)])).toEqual([]);
    expect(spikes([...usual, ...flat(14, '40.0000000001')])).toEqual([69]);
  });

  it('is told once while it lasts, and needs 56 days before it', () => {
    expect(spikes([...flat(56, 10), ...flat(20, 30)])).toEqual([69]);
    expect(spikes([...flat(55, 10), ...flat(14, 30)])).toEqual([]);
  });

  it('counts a day without signals as 0', () =>
    expect(spikes([...flat(1, 0), ...flat(55, undefined), ...flat(14, 1)])).toEqual([69]));

  law(
    'is where a reckoning with square roots says, on every day',
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 56, maxLength: 70 }),
      fc.array(fc.integer({ min: 10, max: 60 }), { minLength: 10, maxLength: 20 }),
      (usual, later) => {
        const all = [...usual, ...later];
        const over = all.map((_, end) => isOver(all, end) && isOver(all, end, 7));
        expect(spikes(all).filter((on) => on < all.length)).toEqual(
          over.flatMap((now, index) => (now && !over[index - 1] ? [index] : [])),
        );
      },
    ),
  );
});

/** The seven days that end `back` days before a day, against the 56 before the two weeks. */
const isOver = (all: readonly number[], end: number, back = 0): boolean => {
  const base = all.slice(Math.max(0, end - 69), end - 13);
  if (base.length < 56) return false;
  const mean = base.reduce((sum, value) => sum + value, 0) / 56;
  const variance = base.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 56;
  const week = all.slice(end - back - 6, end - back + 1).reduce((sum, value) => sum + value, 0) / 7;
  // A tie is told by the exact tests above; here a hair's breadth keeps it on the side of no.
  return week > mean + 3 * Math.sqrt(variance) + 1e-9 && week > 1.5 * mean + 1e-9;
};
