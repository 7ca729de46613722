import { percentileCut } from '#libs/domain';
import { day, dayIn, decimal, FiscalCalendar, instant, quarterOf, splitByDays, startOf } from '#libs/kernel';
import { percentiles, prorations, signature, startsOfDay } from './numbers';

const fromFebruary = FiscalCalendar.parse({ kind: 'months', startMonth: 2 });

describe('a signature in the night', () => {
  it.each([
    ['UTC', signature.utc],
    ['America/New_York', signature.newYork],
  ])('in %s falls on %j', (timeZone, expected) => {
    const on = dayIn(instant(signature.at), timeZone);
    expect({ day: on, quarter: quarterOf(on, fromFebruary).label }).toEqual(expected);
  });

  it.each(startsOfDay)('%s begins in New York at %s', (on, at) =>
    expect(startOf(day(on), 'America/New_York')).toBe(at),
  );
});

describe('an amount over the days of a quarter', () => {
  it.each(prorations)('%s over %j days is %j', (amount, days, parts) =>
    expect(splitByDays(decimal(amount), days)).toEqual(parts),
  );
});

describe('the top ten per cent', () => {
  it('of 23 are three', () => {
    const { cohort, called, score, included } = percentiles.plain;
    const scores = Array.from({ length: cohort }, (_, index) => decimal(String(index + 1)));
    expect(percentileCut(scores, decimal('10'))).toEqual({ called, score, included, overshoot: 0 });
  });

  it('of 20 are four when three tie at the cut, and the overshoot is told', () => {
    const { cohort, called, score, included } = percentiles.tied;
    const scores = [
      '95',
      '90',
      '90',
      '90',
      ...Array.from({ length: cohort - 4 }, (_, index) => String(80 - index)),
    ];
    expect(percentileCut(scores.map(decimal), decimal('10'))).toEqual({
      called,
      score,
      included,
      overshoot: 2,
    });
  });
});
