import type { ClientBase } from 'pg';
import type { AccountEvent } from '#libs/domain';
import { copyRows } from '../copy';
import { projection } from '../projection';
import { writeLines } from './service-lines';
import {
  cellsOf,
  type FactRow,
  inputFact,
  revenueFact,
  type StoredFact,
  type Tables,
  tables,
} from './facts.row';

type Corrected = Extract<AccountEvent, { type: 'FactCorrected' | 'FactRetracted' }>;

/** The facts that a batch records, and the corrections to them or to older ones, in the order of the log. */
interface Batch {
  readonly input: FactRow[];
  readonly revenue: FactRow[];
  readonly corrections: { readonly event: Corrected; readonly position: bigint }[];
}

/** Every fact in each of its versions, by the position from which it was known. */
export const facts = projection<Batch>({
  name: 'facts',
  version: 1,
  tables: ['input_facts', 'revenue_facts', 'service_lines'],
  lookups: ['input_facts_by_day', 'revenue_facts_by_day'],
  begin: () => ({ input: [], revenue: [], corrections: [] }),
  on: {
    FactsRecorded: ({ event: { data }, position }, { input }) => {
      for (const fact of data.facts) input.push(inputFact(data.externalId, fact, position));
    },
    RevenueRecorded: ({ event: { data }, position }, { revenue }) => {
      for (const fact of data.facts) revenue.push(revenueFact(data.externalId, fact, position));
    },
    FactCorrected: ({ event, position }, { corrections }) => void corrections.push({ event, position }),
    FactRetracted: ({ event, position }, { corrections }) => void corrections.push({ event, position }),
  },
  write: async (batch, tx) => {
    await writeLines([...batch.input, ...batch.revenue], tx);
    for (const table of tables) {
      const begun = batch[table.kind];
      const corrections = batch.corrections.filter(({ event }) => event.data.kind === table.kind);
      if (corrections.length > 0) await correct(begun, corrections, table, tx);
      await copyRows(
        tx,
        table.name,
        table.columns,
        begun.map((fact) => cellsOf(table, fact)),
      );
    }
  },
});

const keyOf = ({ externalId, factId }: { externalId: string; factId: string }): string =>
  JSON.stringify([externalId, factId]);

/** Ends the versions that were corrected and adds those that take their place to the rows begun. */
const correct = async (
  begun: FactRow[],
  corrections: Batch['corrections'],
  table: Tables,
  tx: ClientBase,
): Promise<void> => {
  const latest = new Map(begun.map((fact) => [keyOf(fact), fact]));
  const older = corrections.map(({ event }) => event.data).filter((fact) => !latest.has(keyOf(fact)));
  const stored = await latestStored(older, table, tx);
  for (const fact of stored) latest.set(keyOf(fact), fact);
  const ended: FactRow[] = [];
  for (const { event, position } of corrections) {
    const fact = latest.get(keyOf(event.data));
    if (!fact)
      throw new Error(
        `Fact ${event.data.factId} of account ${event.data.externalId} is corrected and was never recorded.`,
      );
    if (fact.knownUntil === null) {
      fact.knownUntil = position;
      if (stored.includes(fact)) ended.push(fact);
    }
    if (event.type === 'FactRetracted') continue;
    const { value, day } = event.data.after;
    const now: FactRow = { ...fact, value, day, knownFrom: position, knownUntil: null };
    latest.set(keyOf(now), now);
    begun.push(now);
  }
  await end(ended, table, tx);
};

/** The last version of each fact, whether it stands or was retracted. */
const latestStored = async (
  wanted: readonly { externalId: string; factId: string }[],
  table: Tables,
  tx: ClientBase,
): Promise<FactRow[]> => {
  if (wanted.length === 0) return [];
  const { rows } = await tx.query<StoredFact>(
    `select distinct on (f.external_id, f.fact_id) f.*
     from (select distinct * from unnest($1::text[], $2::text[])) w(external_id, fact_id)
     join ${table.name} f on f.external_id = w.external_id and f.fact_id = w.fact_id
     order by f.external_id, f.fact_id, f.known_from desc`,
    [wanted.map(({ externalId }) => externalId), wanted.map(({ factId }) => factId)],
  );
  return rows.map((row) => table.read(row));
};

const end = async (ended: readonly FactRow[], table: Tables, tx: ClientBase): Promise<void> => {
  if (ended.length === 0) return;
  await tx.query(
    `update ${table.name} f set known_until = e.known_until
     from unnest($1::text[], $2::text[], $3::bigint[]) e(external_id, fact_id, known_until)
     where f.external_id = e.external_id and f.fact_id = e.fact_id and f.known_until is null`,
    [
      ended.map(({ externalId }) => externalId),
      ended.map(({ factId }) => factId),
      ended.map(({ knownUntil }) => String(knownUntil)),
    ],
  );
};
