import { addDays, type Day, type FiscalCalendar, quarterOf, type Refusal, refuse } from '#libs/kernel';
import type { ReviewQuarter } from './review.events';

/** Nobody reviews what was before. */
const first = '1901-01-01';

/** The latest fiscal quarter of that name, up to the one behind the present. */
export const quarterLabelled = (
  label: string,
  calendar: FiscalCalendar,
  today: Day,
): ReviewQuarter | Refusal => {
  let quarter = quarterOf(quarterOf(today, calendar).until, calendar);
  for (; quarter.from > first; quarter = quarterOf(addDays(quarter.from, -1), calendar))
    if (quarter.label === label) return quarter;
  const { label: current } = quarterOf(today, calendar);
  return refuse(
    'against-policy',
    'QUARTER_UNKNOWN',
    `No fiscal quarter up to the next is called ${label}: the present one is ${current}.`,
  );
};

/** The quarter before. */
export const quarterBefore = ({ from }: ReviewQuarter, calendar: FiscalCalendar): ReviewQuarter =>
  quarterOf(addDays(from, -1), calendar);
