import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { law } from '../../testing/src/laws';
import { addDays, addMonths, Day, day, daysBetween, earliest, isDay, latest, whyNoDay } from './day';

const anyDay = fc
  .record({
    year: fc.integer({ min: 1900, max: 2999 }),
    month: fc.integer({ min: 1, max: 12 }),
    on: fc.integer({ min: 1, max: 31 }),
  })
  .map(({ year, month, on }) =>
    day(Temporal.PlainDate.from({ year, month, day: on }, { overflow: 'constrain' }).toString()),
  );

describe('a day', () => {
  it.each(['2025-02-28', '2024-02-29', '2000-02-29', '1900-01-01', '2999-12-31', '2025-04-30'])(
    'is %s',
    (text) => {
      expect(isDay(text)).toBe(true);
      expect(Day.parse(text)).toBe(text);
    },
  );

  it.each([
    ['2025-02-29', 'There is no day 2025-02-29.'],
    ['1900-02-29', 'There is no day 1900-02-29.'],
    ['2025-04-31', 'There is no day 2025-04-31.'],
    ['2025-00-10', 'There is no day 2025-00-10.'],
    ['2025-13-01', 'There is no day 2025-13-01.'],
    ['2025-01-00', 'There is no day 2025-01-00.'],
    ['1899-12-31', 'A day lies between 1900-01-01 and 2999-12-31.'],
    ['3000-01-01', 'A day lies between 1900-01-01 and 2999-12-31.'],
    ['2025-1-1', 'A day is written YYYY-MM-DD.'],
    ['2025-01-01T00:00:00Z', 'A day is written YYYY-MM-DD.'],
    ['', 'A day is written YYYY-MM-DD.'],
  ])('is not %j, and says why', (text, why) => {
    expect(whyNoDay(text)).toBe(why);
    expect(isDay(text)).toBe(false);
    expect(() => day(text)).toThrow(why);
  });

  it('is text', () =>
    expect([isDay(20250101), isDay(null), isDay(undefined)]).toEqual([false, false, false]));

  it.each([
    ['2025-01-31', 1, '2025-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2025-03-31', -1, '2025-02-28'],
    ['2025-03-15', -3, '2024-12-15'],
    ['2025-12-31', 2, '2026-02-28'],
    ['2024-02-29', -12, '2023-02-28'],
    ['2024-02-29', 0, '2024-02-29'],
  ])('%s and %i months is %s: clamped to the month', (from, months, to) =>
    expect(addMonths(day(from), months)).toBe(to),
  );

  it('tells which of two comes first', () => {
    expect(earliest(day('2025-01-02'), day('2025-01-01'))).toBe('2025-01-01');
    expect(latest(day('2025-01-02'), day('2025-01-01'))).toBe('2025-01-02');
  });

  law(
    'days between two days are counted as the calendar counts them',
    fc.property(anyDay, anyDay, (a, b) => {
      expect(daysBetween(a, b)).toBe(Temporal.PlainDate.from(a).until(Temporal.PlainDate.from(b)).days);
    }),
  );

  law(
    'some days later or earlier is the day that the calendar says',
    fc.property(anyDay, fc.integer({ min: -200_000, max: 200_000 }), (from, days) => {
      expect(addDays(from, days)).toBe(Temporal.PlainDate.from(from).add({ days }).toString());
    }),
  );
  law(
    'months are added as the calendar adds them',
    fc.property(anyDay, fc.integer({ min: -120, max: 120 }), (from, months) => {
      expect(addMonths(from, months)).toBe(Temporal.PlainDate.from(from).add({ months }).toString());
    }),
  );

  law(
    'days added are days between',
    fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (from, days) => {
      expect(daysBetween(from, addDays(from, days))).toBe(days);
    }),
  );
});
