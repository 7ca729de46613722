import { type ArrOver, inFactOrder, type Measure, type Quarters } from '#libs/domain';
import type { Position } from '#libs/event-store';
import { addMonths, type Day, inLastPlaces, isDecimal } from '#libs/kernel';
import type { ArrSaid, ReportedAccounts, RevenueBetween } from '#libs/views';

/** What an account came to over each window; null where it had nothing to be told by when the window opened. */
export type ArrOf = (window: Quarters) => ArrOver | null;

/** The ARR of accounts when windows open and close; revenue of twelve months for those that never had an ARR. */
export class ArrsOverWindows {
  /** The days on which a window opens or closes, and those a year before: revenue is read in between. */
  private readonly days: readonly Day[];
  /** Between which of them the year before an opening or closing lies. */
  private readonly years: ReadonlyMap<Day, Year>;

  constructor(
    private readonly accounts: ReportedAccounts,
    windows: readonly Quarters[],
    private readonly at: Position,
  ) {
    const ends = inOrder(windows.flatMap(({ from, until }) => [from, until]));
    this.days = inOrder(ends.flatMap((day) => [addMonths(day, -12), day]));
    this.years = new Map(
      ends.map((day) => [
        day,
        { first: this.days.indexOf(addMonths(day, -12)), end: this.days.indexOf(day) },
      ]),
    );
  }

  async of(externalIds: readonly string[]): Promise<(externalId: string) => ArrOf> {
    const last = this.days.at(-1);
    if (last === undefined) return () => () => null;
    const arr = await this.accounts.arr(externalIds, this.at, last);
    const others = externalIds.filter((id) => !arr.has(id));
    const revenue = await this.accounts.revenue(others, this.at, this.days);
    return (externalId) => {
      const said = arr.get(externalId);
      return said ? byArr(said) : byRevenue(revenue.get(externalId) ?? [], this.years);
    };
  }
}

interface Year {
  readonly first: number;
  readonly end: number;
}

const inOrder = (days: readonly Day[]): Day[] => [...new Set(days)].sort();

const byArr = (said: readonly ArrSaid[]): ArrOf => {
  const inputs = said.map((one) => ({ ...one, measure: 'arr' as Measure })).sort(inFactOrder);
  const before = (day: Day): bigint | null => {
    const value = inputs.findLast(({ validFrom }) => validFrom < day)?.value;
    return isDecimal(value) ? inLastPlaces(value) : null;
  };
  return (window) => told(before, window, false);
};

const byRevenue = (parts: readonly RevenueBetween[], years: ReadonlyMap<Day, Year>): ArrOf => {
  const amounts = parts.map(({ amount }) => inLastPlaces(amount));
  const before = (day: Day): bigint | null => {
    const { first, end } = years.get(day)!;
    let [sum, currency]: [bigint, string | undefined] = [0n, undefined];
    for (const [index, part] of parts.entries()) {
      if (part.n < first || part.n >= end) continue;
      // Amounts of several currencies are not added.
      if (currency !== undefined && part.currency !== currency) return null;
      currency = part.currency;
      sum += amounts[index]!;
    }
    return sum;
  };
  return (window) => told(before, window, true);
};

const told = (
  before: (day: Day) => bigint | null,
  { from, until }: Quarters,
  standsIn: boolean,
): ArrOver | null => {
  const opening = before(from);
  const closing = opening === null ? null : before(until);
  return opening === null || closing === null ? null : { opening, closing, standsIn };
};
