import type { Pool } from 'pg';
import type { Position } from '#libs/event-store';
import { addDays, type Day } from '#libs/kernel';
import type { QuotaEntry } from '#libs/domain';

/** One line of the ledger of a quota. */
export interface QuotaLine extends Omit<QuotaEntry, 'state'> {
  readonly state: QuotaEntry['state'] | 'released';
  /** On which day it was spent or given back; null while it is kept. */
  readonly settledOn: Day | null;
  /** Why it was given back; `STALE` when nobody decided in time. */
  readonly released: string | null;
}

/** Whose quota, of which fiscal quarter. */
interface QuotaKey {
  readonly seat: string;
  readonly quarter: string;
  readonly scheme: string;
}

/** The quota of a seat in a fiscal quarter of a scheme. */
export interface QuotaKnown extends QuotaKey {
  readonly reserved: number;
  readonly consumed: number;
  readonly lines: readonly QuotaLine[];
}

export interface QuotaQuestion extends Partial<QuotaKey> {
  /** The day it is now: what has gone stale by then is free again. */
  readonly today: Day;
  /** As known at this position; by now when absent. */
  readonly at?: Position;
}

/** The quota behind which to go on. */
export type QuotaCursor = readonly [quarter: string, seat: string, scheme: string];

interface Row extends QuotaLine, QuotaKey {}

const lineOf = (
  { overrideId, kind, arr, reservedOn, lapsesOn, exceeds, ...row }: Row,
  today: Day,
): QuotaLine => {
  const { state, settledOn, released } = row;
  const line = { overrideId, kind, arr, reservedOn, lapsesOn, exceeds, state, settledOn, released };
  const freeOn = addDays(lapsesOn, 1);
  return state === 'reserved' && today >= freeOn
    ? { ...line, state: 'released', settledOn: freeOn, released: 'STALE' }
    : line;
};

/** The last position that there can be. */
const everything = 2n ** 63n - 1n;

const columns = `seat, quarter, scheme, override_id, state, kind, arr, reserved_on, lapses_on, exceeds, settled_on,
  released_why, known_from`;

/** The keys of a page, and all lines that stood in them at position $1. */
const page = `
  with keys as materialized (
    select distinct quarter, seat, scheme from quota_entries
    where known_from <= $1::bigint and ($2::text is null or seat = $2) and ($3::text is null or quarter = $3)
      and ($4::text is null or scheme = $4)
      and ($5::text is null or (quarter, seat, scheme) > ($5, $6::text, $7::text))
    order by quarter, seat, scheme limit $8)
  select seat, quarter, scheme, override_id as "overrideId", state, kind, arr, reserved_on as "reservedOn",
         lapses_on as "lapsesOn", exceeds, settled_on as "settledOn", released_why as released
  from (
    select ${columns} from keys join quota_entries e using (seat, quarter, scheme)
    where changed_at <= $1::bigint
    union all
    select ${columns} from keys join quota_entries_before e using (seat, quarter, scheme)
    where changed_at <= $1::bigint and changed_until > $1::bigint) lines
  order by quarter, seat, scheme, known_from, override_id`;

/** What seats have kept and spent of their quotas. */
export class QuotasView {
  constructor(private readonly pool: Pool) {}

  /** By quarter, seat and scheme, each with its lines in the order in which they were asked for. */
  async page(
    { seat, quarter, scheme, today, at = everything }: QuotaQuestion,
    { limit, after }: { readonly limit: number; readonly after?: QuotaCursor },
  ): Promise<{ items: QuotaKnown[]; next: QuotaCursor | null }> {
    const filters = [seat, quarter, scheme, ...(after ?? [null, null, null])].map((said) => said ?? null);
    const { rows } = await this.pool.query<Row>(page, [String(at), ...filters, limit + 1]);
    const groups = groupsOf(rows);
    const items = groups.slice(0, limit).map((group) => quotaOf(group, today));
    const last = items.at(-1);
    return { items, next: groups.length > limit && last ? [last.quarter, last.seat, last.scheme] : null };
  }
}

const groupsOf = (rows: readonly Row[]): Row[][] => {
  const groups: Row[][] = [];
  for (const row of rows) {
    const [first] = groups.at(-1) ?? [];
    const { seat, quarter, scheme } = row;
    if (first?.seat === seat && first.quarter === quarter && first.scheme === scheme)
      groups.at(-1)!.push(row);
    else groups.push([row]);
  }
  return groups;
};

const quotaOf = (rows: readonly Row[], today: Day): QuotaKnown => {
  const { seat, quarter, scheme } = rows[0]!;
  const lines = rows.map((row) => lineOf(row, today));
  const count = (state: QuotaLine['state']) => lines.filter((line) => line.state === state).length;
  return { seat, quarter, scheme, reserved: count('reserved'), consumed: count('consumed'), lines };
};
