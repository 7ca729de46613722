import { day } from './day';
import { calendarYear, FiscalCalendar, quarterOf } from './fiscal-calendar';
import { dayIn, dayOrInstant, Instant, instant, isTimeZone, parseInstant, startOf } from './instant';
import { includes, overlaps, Period } from './period';

const fromFebruary = FiscalCalendar.parse({ kind: 'months', startMonth: 2 });

describe('a fiscal quarter', () => {
  it.each([
    ['2026-01-01', calendarYear, '2026-Q1', '2026-01-01', '2026-04-01'],
    ['2026-12-31', calendarYear, '2026-Q4', '2026-10-01', '2027-01-01'],
    ['2025-02-01', fromFebruary, 'FY25-Q1', '2025-02-01', '2025-05-01'],
    ['2025-01-31', fromFebruary, 'FY24-Q4', '2024-11-01', '2025-02-01'],
    ['2025-01-31', { ...fromFebruary, yearNamedBy: 'end' as const }, 'FY25-Q4', '2024-11-01', '2025-02-01'],
    ['2005-02-01', fromFebruary, 'FY05-Q1', '2005-02-01', '2005-05-01'],
  ])('of %s is %#: %s', (on, calendar, label, from, until) =>
    expect(quarterOf(day(on), calendar)).toEqual({ label, from, until }),
  );

  it('is another one in another time zone', () => {
    const signed = instant('2025-05-01T02:30:00Z');
    const [utc, newYork] = [dayIn(signed, 'UTC'), dayIn(signed, 'America/New_York')];
    expect([utc, newYork]).toEqual(['2025-05-01', '2025-04-30']);
    expect(quarterOf(utc, fromFebruary).label).toBe('FY25-Q2');
    expect(quarterOf(newYork, fromFebruary).label).toBe('FY25-Q1');
  });
});

describe('an instant', () => {
  it('is read in any offset and kept in UTC, to the millisecond', () => {
    expect(parseInstant('2025-05-01T04:30:00+02:00')).toBe('2025-05-01T02:30:00.000Z');
    expect(parseInstant('2025-05-01T02:30:00.123Z')).toBe('2025-05-01T02:30:00.123Z');
    expect(parseInstant('2025-05-01t02:30:00.9999z')).toBe('2025-05-01T02:30:00.999Z');
  });

  it.each([
    '2025-05-01',
    '2025-05-01T02:30:00',
    '2025-13-01T00:00:00Z',
    '2025-05-01T25:00:00Z',
    '2025-02-30T00:00:00.000Z',
    'now',
  ])('is not %s', (text) => {
    expect(parseInstant(text)).toBeUndefined();
    expect(() => Instant.parse(text)).toThrow('RFC 3339');
  });

  it('begins a day at another moment when the clocks have changed', () => {
    expect(startOf(day('2025-03-09'), 'America/New_York')).toBe('2025-03-09T05:00:00.000Z');
    expect(startOf(day('2025-03-10'), 'America/New_York')).toBe('2025-03-10T04:00:00.000Z');
  });

  it('knows the time zones', () => {
    expect(isTimeZone('America/New_York')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
  });

  it('becomes a day once; a day is one already', () => {
    expect(dayOrInstant('2025-05-01T02:30:00Z', 'America/New_York')).toBe('2025-04-30');
    expect(dayOrInstant('2025-05-01', 'America/New_York')).toBe('2025-05-01');
    expect(dayOrInstant('1 May', 'UTC')).toBeUndefined();
    expect(dayOrInstant('1800-01-01T00:00:00Z', 'UTC')).toBeUndefined();
  });
});

describe('a period', () => {
  const period = (from: string, until: string | null) => Period.parse({ from, until });

  it('has its first day inside and its last outside', () => {
    const april = period('2025-04-01', '2025-05-01');
    expect(
      ['2025-03-31', '2025-04-01', '2025-04-30', '2025-05-01'].map((on) => includes(april, day(on))),
    ).toEqual([false, true, true, false]);
    expect(includes(period('2025-04-01', null), day('2999-12-31'))).toBe(true);
  });

  it('is never empty', () =>
    expect(() => period('2025-04-01', '2025-04-01')).toThrow('A period ends after it begins'));

  it('meets the next without overlapping', () => {
    const april = period('2025-04-01', '2025-05-01');
    expect(overlaps(april, period('2025-05-01', null))).toBe(false);
    expect(overlaps(period('2025-05-01', null), april)).toBe(false);
    expect(overlaps(april, period('2025-04-30', null))).toBe(true);
    expect(overlaps(period('2025-01-01', null), april)).toBe(true);
  });
});
