import {
  addDays,
  addMonths,
  day,
  type Day,
  daysBetween,
  type FiscalCalendar,
  latest,
  quarterOf,
} from '#libs/kernel';
import type { OverrideRules } from './override-rules';
import type { OverrideKind } from '../override-type';

/** A Monday to count weekdays from. */
const monday = day('1900-01-01');

const isWeekend = (on: Day): boolean => daysBetween(monday, on) % 7 >= 5;

/** The day some business days later: Monday to Friday, whatever is celebrated where. */
export const businessDaysLater = (from: Day, days: number): Day => {
  let on = from;
  for (let left = days; left > 0;) {
    on = addDays(on, 1);
    if (!isWeekend(on)) left -= 1;
  }
  return on;
};

/** The last first-day-outside of a term of so many fiscal quarters: as many months later, or where that many quarters of the calendar end. */
export const quartersLater = (from: Day, quarters: number, calendar: FiscalCalendar): Day => {
  let quarter = quarterOf(from, calendar);
  for (let n = 0; n < quarters; n += 1) quarter = quarterOf(quarter.until, calendar);
  return latest(addMonths(from, 3 * quarters), quarter.from);
};

/** Whole days of so many hours: what begins some time in a day has to end before its time on the last. */
export const wholeDays = (hours: number): number => Math.max(1, Math.floor(hours / 24));

/** The latest `until` that an override of a kind may have; null where there is no limit. */
export const longestUntil = (
  kind: OverrideKind,
  from: Day,
  rules: OverrideRules,
  calendar: FiscalCalendar,
): Day | null => {
  const longest: Record<OverrideKind, () => Day | null> = {
    PIN: () => quartersLater(from, rules.maxTermQuarters, calendar),
    FLOOR: () => quartersLater(from, rules.maxTermQuarters, calendar),
    CEILING: () => quartersLater(from, rules.maxTermQuarters, calendar),
    FREEZE: () => addDays(from, rules.maxFreezeDays),
    EXCLUDE: () => null,
    EMERGENCY: () => addDays(from, wholeDays(rules.emergency.maxHours)),
  };
  return longest[kind]();
};

/** The last day on which an EXCLUDE can be attested again: that of the quarter behind the one in which it was attested. */
export const attestedUntil = (attestedOn: Day, calendar: FiscalCalendar): Day =>
  addDays(quarterOf(quarterOf(attestedOn, calendar).until, calendar).until, -1);
