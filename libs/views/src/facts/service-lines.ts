import type { ClientBase, Pool } from 'pg';
import type { ServiceLine, WindowSum } from '#libs/domain';
import type { Position } from '#libs/event-store';
import { type Day, type Decimal, sumDecimals } from '#libs/kernel';
import { knownAt } from './account-knowledge';
import type { FactRow } from './facts.row';

/** Notes the lines that facts have spoken of, each with the position at which that was learnt first. */
export const writeLines = async (recorded: readonly FactRow[], tx: ClientBase): Promise<void> => {
  const met = new Map<string, FactRow>();
  for (const fact of recorded) {
    if (fact.serviceLine === null) continue;
    const key = JSON.stringify([fact.externalId, fact.serviceLine]);
    const before = met.get(key);
    if (!before || fact.knownFrom < before.knownFrom) met.set(key, fact);
  }
  if (met.size === 0) return;
  const lines = [...met.values()];
  await tx.query(
    `insert into service_lines (external_id, service_line, known_from)
     select * from unnest($1::text[], $2::text[], $3::bigint[]) on conflict do nothing`,
    [
      lines.map(({ externalId }) => externalId),
      lines.map(({ serviceLine }) => serviceLine),
      lines.map(({ knownFrom }) => String(knownFrom)),
    ],
  );
};

/** The lines of each account of which something had been said by a position, whether or not it still stands. */
export const linesOf = async (
  pool: Pool,
  externalIds: readonly string[],
  at: Position,
): Promise<ReadonlyMap<string, readonly ServiceLine[]>> => {
  const { rows } = await pool.query<[string, ServiceLine[]]>({
    name: 'facts-service-lines',
    text: `select l.external_id, array_agg(l.service_line order by l.service_line) from service_lines l
           where l.external_id = any($1::text[]) and l.known_from <= $2::bigint group by 1`,
    values: [externalIds, String(at)],
    rowMode: 'array',
  });
  return new Map(rows);
};

/** What the revenue of each line of an account comes to in a window; a line without any is not in the answer. */
export const sumsByLine = async (
  pool: Pool,
  externalId: string,
  at: Position,
  { from, until }: { readonly from: Day; readonly until: Day },
): Promise<ReadonlyMap<string, WindowSum>> => {
  const { rows } = await pool.query<[string, string, Decimal, number]>({
    name: 'facts-sums-by-line',
    text: `select f.service_line, f.currency, sum(f.amount), count(*)::int from revenue_facts f
           where f.external_id = $1 and ${knownAt('f')} and f.occurred_on >= $3::date and f.occurred_on < $4::date
             and f.service_line is not null
           group by 1, 2 order by 1, 2`,
    values: [externalId, String(at), from, until],
    rowMode: 'array',
  });
  const sums = new Map<string, WindowSum>();
  for (const [line, currency, amount, lines] of rows) {
    const before = sums.get(line) ?? { sum: '0' as Decimal, lines: 0, currencies: [] };
    sums.set(line, {
      sum: sumDecimals([before.sum, amount]),
      lines: before.lines + lines,
      currencies: [...before.currencies, currency],
    });
  }
  return sums;
};
