import type { Pool } from 'pg';
import type { Provenance } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Instant } from '#libs/kernel';

/** A fact as it was said at a position. */
export interface FactKnown {
  readonly externalId: string;
  readonly factId: string;
  readonly kind: 'input' | 'revenue';
  /** Of an input fact. */
  readonly measure: string | null;
  /** Of a revenue fact its amount. */
  readonly value: string;
  readonly day: Day;
  readonly currency: string | null;
  readonly revenueKind: string | null;
  readonly serviceLine: string | null;
  readonly source: string | null;
  readonly provenance: Provenance | null;
  readonly originRecordedAt: Instant | null;
  /** As known at the position: the version stands, or it would not be in the answer. */
  readonly known: { readonly fromPosition: string; readonly untilPosition: null };
}

export interface FactsPage {
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: string;
  /** Only facts of this kind. */
  readonly kind?: FactKnown['kind'];
}

interface Row {
  fact_id: string;
  kind: FactKnown['kind'];
  measure: string | null;
  value: string;
  day: Day;
  currency: string | null;
  revenue_kind: string | null;
  service_line: string | null;
  source: string | null;
  provenance: string | null;
  origin_recorded_at: Date | null;
  known_from: string;
}

const known =
  'external_id = $1 and known_from <= $2::bigint and (known_until is null or known_until > $2::bigint)';

/** One account's facts as known at a position, by day and id. */
export const readFacts = async (
  pool: Pool,
  externalId: string,
  at: Position,
  { limit, after, kind }: FactsPage,
): Promise<{ items: FactKnown[]; next: string | null }> => {
  const [afterDay, afterId] = after === undefined ? [null, null] : [after.slice(0, 10), after.slice(11)];
  const { rows } = await pool.query<Row>(
    `select * from (
       select fact_id, 'input' as kind, measure, value, valid_from as day, null as currency, null as revenue_kind,
              service_line, source, provenance, origin_recorded_at, known_from from input_facts where ${known}
       union all
       select fact_id, 'revenue', null, amount::text, occurred_on, currency, kind, service_line, source,
              null, origin_recorded_at, known_from
       from revenue_facts where ${known}) f
     where ($3::text is null or f.kind = $3) and ($4::date is null or (f.day, f.fact_id) > ($4::date, $5::text))
     order by f.day, f.fact_id limit $6`,
    [externalId, String(at), kind ?? null, afterDay, afterId, limit + 1],
  );
  const items = rows.slice(0, limit).map((row) => factOf(externalId, row));
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? `${last.day} ${last.factId}` : null };
};

const factOf = (externalId: string, row: Row): FactKnown => ({
  externalId,
  factId: row.fact_id,
  kind: row.kind,
  measure: row.measure,
  value: row.value,
  day: row.day,
  currency: row.currency,
  revenueKind: row.revenue_kind,
  serviceLine: row.service_line,
  source: row.source,
  provenance: provenanceOf(row.provenance),
  originRecordedAt: (row.origin_recorded_at?.toISOString() as Instant | undefined) ?? null,
  known: { fromPosition: row.known_from, untilPosition: null },
});

/** What stands behind an input fact. */
export type Behind = Pick<FactKnown, 'source' | 'provenance'>;

/** What stands behind some input facts of an account as known at a position, by their ids. */
export const readBehind = async (
  pool: Pool,
  externalId: string,
  factIds: readonly string[],
  at: Position,
): Promise<ReadonlyMap<string, Behind>> => {
  const { rows } = await pool.query<Pick<Row, 'fact_id' | 'source' | 'provenance'>>(
    `select fact_id, source, provenance from input_facts where ${known} and fact_id = any($3::text[])`,
    [externalId, String(at), factIds],
  );
  return new Map(
    rows.map(({ fact_id, source, provenance }) => [
      fact_id,
      { source, provenance: provenanceOf(provenance) },
    ]),
  );
};

/** The text is the view's own, written of what the event held. */
const provenanceOf = (text: string | null): Provenance | null =>
  text === null ? null : (JSON.parse(text) as Provenance);
