import { inFactOrder, type Measure, type Quarters, type ArrOver } from '#libs/domain';
import type { Position } from '#libs/event-store';
import { addMonths, type Day, inLastPlaces, isDecimal } from '#libs/kernel';
import type { ArrSaid, ReportedAccounts, RevenueBetween } from '#libs/views';

/** What an account came to over each window; null where it had nothing to be told by when the window opened. */
export type ArrOf = (window: Quarters) => ArrOver | null;

/** The ARR of accounts when windows open and close; revenue of twelve months for those that never had an ARR. */
export const arrsOf = async (
  accounts: ReportedAccounts,
  externalIds: readonly string[],
  windows: readonly Quarters[],
  at: Position,
): Promise<(externalId: string) => ArrOf> => {
  const ends = inOrder(windows.flatMap(({ from, until }) => [from, until]));
  const days = inOrder(ends.flatMap((day) => [addMonths(day, -12), day]));
  const last = days.at(-1);
  if (last === undefined) return () => () => null;
  const arr = await accounts.arr(externalIds, at, last);
  const others = externalIds.filter((id) => !arr.has(id));
  const revenue = await accounts.revenue(others, at, days);
  return (externalId) => {
    const said = arr.get(externalId);
    return said ? byArr(said) : byRevenue(revenue.get(externalId) ?? [], days);
  };
};

const inOrder = (days: readonly Day[]): Day[] => [...new Set(days)].sort();

const byArr = (said: readonly ArrSaid[]): ArrOf => {
  const inputs = said.map((one) => ({ ...one, measure: 'arr' as Measure })).sort(inFactOrder);
  const before = (day: Day): bigint | null => {
    const value = inputs.findLast(({ validFrom }) => validFrom < day)?.value;
    return isDecimal(value) ? inLastPlaces(value) : null;
  };
  return (window) => told(before, window, false);
};

const byRevenue = (parts: readonly RevenueBetween[], days: readonly Day[]): ArrOf => {
  const before = (day: Day): bigint | null => {
    const [first, end] = [days.indexOf(addMonths(day, -12)), days.indexOf(day)];
    const within = parts.filter(({ n }) => n >= first && n < end);
    // Amounts of several currencies are not added.
    if (new Set(within.map(({ currency }) => currency)).size > 1) return null;
    return within.reduce((sum, { amount }) => sum + inLastPlaces(amount), 0n);
  };
  return (window) => told(before, window, true);
};

const told = (
  before: (day: Day) => bigint | null,
  { from, until }: Quarters,
  standsIn: boolean,
): ArrOver | null => {
  const [opening, closing] = [before(from), before(until)];
  return opening === null || closing === null ? null : { opening, closing, standsIn };
};
