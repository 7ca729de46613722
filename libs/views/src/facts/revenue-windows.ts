import type { Pool } from 'pg';
import { monthsRead, type PolicyDocument, type RevenueKnown, type WindowSum } from '#libs/domain';
import type { Position } from '#libs/event-store';
import { addMonths, type Day, type Decimal, sumDecimals } from '#libs/kernel';
import { knownAt, type RevenueTold } from './account-knowledge';
import { windowsByLine } from './line-windows';

/** What the revenue of one kind and currency comes to in the window from a day to the day assessed. */
export interface Sum {
  readonly from: Day;
  readonly currency: string;
  readonly kind: string;
  readonly amount: Decimal;
  readonly lines: number;
}

export interface Flow {
  readonly earliest: Day;
  readonly sums: Sum[];
}

/** The revenue windows of one day under one policy, added up where the rows are. */
export const windowsFor = async (
  pool: Pool,
  externalIds: readonly string[],
  at: Position,
  day: Day,
  { measures, serviceLines }: PolicyDocument,
): Promise<RevenueTold> => {
  const months = Object.values(measures).flatMap(monthsRead);
  const starts = [...new Set(months)].map((count) => addMonths(day, -count));
  if (serviceLines) {
    const { whole, ofLines } = await windowsByLine(pool, externalIds, at, day, starts);
    return (externalId, line) =>
      revenueOn(day, starts, line === undefined ? whole.get(externalId) : ofLines.get(externalId)?.get(line));
  }
  const flows = await read(pool, externalIds, at, day, starts);
  return (externalId) => revenueOn(day, starts, flows.get(externalId));
};

/** An account's first day of revenue stands in one row without a window; its sums follow. */
const read = async (
  pool: Pool,
  externalIds: readonly string[],
  at: Position,
  day: Day,
  starts: readonly Day[],
): Promise<Map<string, Flow>> => {
  const { rows } = await pool.query<[string, Day, Day | null, string, string, Decimal, number]>({
    name: 'facts-windows',
    text: `select i.external_id, e.earliest, s."from", s.currency, s.kind, s.amount, s.lines
           from unnest($1::text[]) i(external_id)
           cross join lateral (select f.occurred_on as earliest from revenue_facts f
             where f.external_id = i.external_id and ${knownAt('f')} order by f.occurred_on limit 1) e
           left join lateral (select w."from", f.currency, f.kind, sum(f.amount) as amount, count(*)::int as lines
             from unnest($4::date[]) w("from")
             join revenue_facts f on f.external_id = i.external_id and f.occurred_on >= w."from"
               and f.occurred_on < $3::date and ${knownAt('f')}
             group by 1, 2, 3) s on true`,
    values: [externalIds, String(at), day, starts],
    rowMode: 'array',
  });
  const flows = new Map<string, Flow>();
  for (const [externalId, earliest, from, currency, kind, amount, lines] of rows) {
    const flow = flows.get(externalId) ?? { earliest, sums: [] };
    flows.set(externalId, flow);
    if (from !== null) flow.sums.push({ from, currency, kind, amount, lines });
  }
  return flows;
};

const revenueOn = (day: Day, starts: readonly Day[], flow: Flow | undefined): RevenueKnown => ({
  earliest: flow?.earliest ?? null,
  window: ({ from, until }, { kinds, currency }) => {
    if (until !== day || !starts.includes(from))
      throw new RangeError(
        `Revenue was summed for ${starts.join(', ')} to ${day}, not for ${from} to ${until}.`,
      );
    return added(
      (flow?.sums ?? []).filter(
        (sum) =>
          sum.from === from &&
          (kinds === undefined || kinds.includes(sum.kind)) &&
          (currency === undefined || currency === sum.currency),
      ),
    );
  },
});

const added = (sums: readonly Sum[]): WindowSum => ({
  sum: sumDecimals(sums.map(({ amount }) => amount)),
  lines: sums.reduce((total, { lines }) => total + lines, 0),
  currencies: [...new Set(sums.map(({ currency }) => currency))].sort(),
});
