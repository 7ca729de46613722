import type { Pool } from 'pg';
import type { Position } from '#libs/event-store';
import { addDays, type Day } from '#libs/kernel';
import type { QuotaEntry } from '#libs/domain';
import { type LinesAsked, linesNow, linesThen, movedSince } from './quota.statements';

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

interface Row extends QuotaLine, QuotaKey {
  /** Whether anything has changed since the position; null where nothing ever has. */
  readonly moved?: boolean | null;
}

const lineOf = (
  { overrideId, kind, arr, reservedOn, lapsesOn, exceeds, ...row }: Row,
  today: Day,
): QuotaLine => {
  const { state, settledOn, released } = row;
  const line = { overrideId, kind, arr, reservedOn, lapsesOn, exceeds, state, settledOn, released };
  return state === 'reserved' && today > lapsesOn
    ? { ...line, state: 'released', settledOn: addDays(lapsesOn, 1), released: 'STALE' }
    : line;
};

/** What seats have kept and spent of their quotas. */
export class QuotasView {
  constructor(private readonly pool: Pool) {}

  /** By quarter, seat and scheme, each with its lines in the order in which they were asked for. */
  async page(
    { today, ...question }: QuotaQuestion,
    { limit, after }: { readonly limit: number; readonly after?: QuotaCursor },
  ): Promise<{ items: QuotaKnown[]; next: QuotaCursor | null }> {
    const rows = await this.rowsOf({ ...question, after, limit: limit + 1 });
    const groups = groupsOf(rows);
    const items = groups.slice(0, limit).map((group) => quotaOf(group, today));
    const last = items.at(-1);
    return { items, next: groups.length > limit && last ? [last.quarter, last.seat, last.scheme] : null };
  }

  private async rowsOf(asked: LinesAsked): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>(linesNow(asked));
    if (asked.at === undefined) return rows;
    const { moved } = rows[0] ?? (await this.pool.query<Pick<Row, 'moved'>>(movedSince(asked.at))).rows[0]!;
    return moved ? (await this.pool.query<Row>(linesThen(asked))).rows : rows;
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
