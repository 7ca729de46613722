import type { Pool } from 'pg';
import type { ServiceLine } from '#libs/domain';
import type { Position } from '#libs/event-store';
import { type Day, type Decimal, earliest as earlier } from '#libs/kernel';
import { knownAt, within } from './account-knowledge';
import type { Flow, Sum } from './revenue-windows';

/** The revenue of accounts in the windows of a day, and that of each of their service lines. */
export interface FlowsByLine {
  readonly whole: ReadonlyMap<string, Flow>;
  readonly ofLines: ReadonlyMap<string, ReadonlyMap<ServiceLine, Flow>>;
}

type Row = [string, ServiceLine | null, Day | null, Day, string, string, Decimal, number];

/** First the first day of revenue of each line (and of what is of none), then the sums of its windows. */
export const windowsByLine = async (
  pool: Pool,
  externalIds: readonly string[],
  at: Position,
  day: Day,
  starts: readonly Day[],
): Promise<FlowsByLine> => {
  const { rows } = await pool.query<Row>({
    name: 'facts-windows-by-line',
    text: `select f.external_id, f.service_line, min(f.occurred_on), null::date, null, null, null::numeric, null::int
           from revenue_facts f where f.external_id = any($1::text[]) and ${knownAt('f')} group by 1, 2
           union all
           select f.external_id, f.service_line, null, w."from", f.currency, f.kind, sum(f.amount), count(*)::int
           from unnest($4::date[]) w("from")
           join revenue_facts f on f.external_id = any($1::text[]) and f.occurred_on >= w."from"
             and f.occurred_on < $3::date and ${knownAt('f')}
           group by 1, 2, 4, 5, 6 order by 3`,
    values: [externalIds, String(at), day, starts],
    rowMode: 'array',
  });
  const whole = new Map<string, Flow>();
  const ofLines = new Map<string, Map<ServiceLine, Flow>>();
  for (const [externalId, line, first, from, currency, kind, amount, lines] of rows) {
    const told = first ?? { from, currency, kind, amount, lines };
    add(whole, externalId, told);
    if (line !== null) add(within(ofLines, externalId), line, told);
  }
  return { whole, ofLines };
};

/** A first day comes before every sum of its flow. */
const add = <Key>(flows: Map<Key, Flow>, key: Key, told: Day | Sum): void => {
  const flow = flows.get(key);
  if (typeof told !== 'string') flow?.sums.push(told);
  else flows.set(key, { earliest: flow ? earlier(flow.earliest, told) : told, sums: flow?.sums ?? [] });
};
