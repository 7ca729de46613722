import { z } from 'zod';
import { addMonths, type Day } from './day';

/** Fiscal years of twelve calendar months that start on the first of `startMonth`. */
export const FiscalCalendar = z.object({
  kind: z.literal('months'),
  startMonth: z.int().min(1).max(12),
  /** Whether a year is called after the calendar year in which it starts or in which it ends. */
  yearNamedBy: z.enum(['start', 'end']).default('start'),
});
export type FiscalCalendar = z.infer<typeof FiscalCalendar>;

/** Calendar quarters: 2026-Q1 is January to March 2026. */
export const calendarYear: FiscalCalendar = { kind: 'months', startMonth: 1, yearNamedBy: 'start' };

export interface FiscalQuarter {
  /** `2026-Q1` when the year starts in January, else `FY25-Q1`. */
  readonly label: string;
  readonly from: Day;
  /** The first day of the next quarter. */
  readonly until: Day;
}

/** The fiscal quarter in which a day lies. */
export const quarterOf = (on: Day, calendar: FiscalCalendar): FiscalQuarter => {
  const monthsIn = (+on.slice(5, 7) - calendar.startMonth + 12) % 12;
  const quarter = Math.floor(monthsIn / 3);
  const from = addMonths(`${on.slice(0, 7)}-01` as Day, -(monthsIn % 3));
  const yearStart = addMonths(from, -3 * quarter);
  return { label: labelOf(yearStart, quarter + 1, calendar), from, until: addMonths(from, 3) };
};

const labelOf = (yearStart: Day, quarter: number, { startMonth, yearNamedBy }: FiscalCalendar): string => {
  const year = +yearStart.slice(0, 4) + (startMonth > 1 && yearNamedBy === 'end' ? 1 : 0);
  return startMonth === 1 ? `${year}-Q${quarter}` : `FY${String(year % 100).padStart(2, '0')}-Q${quarter}`;
};
