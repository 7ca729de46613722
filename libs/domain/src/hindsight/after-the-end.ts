import { addDays, type Day, type FiscalCalendar, quarterOf } from '#libs/kernel';

/** Some whole fiscal quarters, `[from, until)`. */
export interface Quarters {
  readonly from: Day;
  readonly until: Day;
}

/**
 * The first two whole fiscal quarters behind the end of an override: what became of the account is measured over
 * them. Overrides that end in one quarter have them in common, so that their accounts can be set beside others.
 */
export const afterTheEnd = (on: Day, calendar: FiscalCalendar): Quarters => {
  const quarter = quarterOf(on, calendar);
  const from = quarter.from === on ? on : quarter.until;
  return { from, until: quarterOf(quarterOf(from, calendar).until, calendar).until };
};

/** The quarter of a day with those before it: so many in all, from the first day of the first on. */
export const quartersUpTo = (on: Day, quarters: number, calendar: FiscalCalendar): Quarters => {
  const { from, until } = quarterOf(on, calendar);
  let first = from;
  for (let n = 1; n < quarters; n += 1) first = quarterOf(addDays(first, -1), calendar).from;
  return { from: first, until };
};
