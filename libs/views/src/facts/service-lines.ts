import type { ClientBase, Pool } from 'pg';
import type { ServiceLine } from '#libs/domain';
import type { Position } from '#libs/event-store';
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
