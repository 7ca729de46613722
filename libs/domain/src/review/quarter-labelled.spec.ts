import { calendarYear, day, type FiscalCalendar } from '#libs/kernel';
import { quarterBefore, quarterLabelled } from './quarter-labelled';

const february: FiscalCalendar = { kind: 'months', startMonth: 2, yearNamedBy: 'start' };
const today = day('2025-05-10');

describe('a fiscal quarter', () => {
  it.each([
    ['2025-Q1', calendarYear, '2025-01-01', '2025-04-01'],
    ['2025-Q3', calendarYear, '2025-07-01', '2025-10-01'],
    ['1999-Q4', calendarYear, '1999-10-01', '2000-01-01'],
    ['FY25-Q1', february, '2025-02-01', '2025-05-01'],
    ['FY24-Q4', february, '2024-11-01', '2025-02-01'],
    // Of two centuries the one that is nearer.
    ['FY99-Q2', february, '1999-05-01', '1999-08-01'],
  ])('is found by its label: %s', (label, calendar, from, until) =>
    expect(quarterLabelled(label, calendar, today)).toEqual({ label, from, until }),
  );

  it.each(['2025-Q4', '2025-Q5', 'FY25-Q1', '', 'Q1'])('is not called %j', (label) =>
    expect(quarterLabelled(label, calendarYear, today)).toMatchObject({ code: 'QUARTER_UNKNOWN' }),
  );

  it('has one before it', () =>
    expect(quarterBefore({ label: '', from: day('2025-02-01'), until: day('2025-05-01') }, february)).toEqual(
      { label: 'FY24-Q4', from: '2024-11-01', until: '2025-02-01' },
    ));
});
