import type { Pool } from 'pg';
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

/** The quota of a seat in a fiscal quarter of a scheme. */
export interface QuotaKnown {
  readonly seat: string;
  readonly quarter: string;
  readonly scheme: string;
  readonly reserved: number;
  readonly consumed: number;
  readonly lines: readonly QuotaLine[];
}

export interface QuotaQuestion {
  readonly seat?: string;
  readonly quarter?: string;
  readonly scheme?: string;
  /** The day it is now: what has gone stale by then is free again. */
  readonly today: Day;
}

interface Row extends QuotaLine {
  readonly seat: string;
  readonly quarter: string;
  readonly scheme: string;
}

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

/** What seats have kept and spent of their quotas. */
export class QuotasView {
  constructor(private readonly pool: Pool) {}

  /** By seat, quarter and scheme, each with its lines in the order in which they were asked for. */
  async of({ seat, quarter, scheme, today }: QuotaQuestion): Promise<QuotaKnown[]> {
    const { rows } = await this.pool.query<Row>(
      `select seat, quarter, scheme, override_id as "overrideId", state, kind, arr, reserved_on as "reservedOn",
              lapses_on as "lapsesOn", exceeds, settled_on as "settledOn", released_why as released
       from quota_entries
       where ($1::text is null or seat = $1) and ($2::text is null or quarter = $2) and ($3::text is null or scheme = $3)
       order by seat, quarter, scheme, known_from`,
      [seat ?? null, quarter ?? null, scheme ?? null],
    );
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const key = JSON.stringify([row.seat, row.quarter, row.scheme]);
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return [...groups.values()].map((group) => quotaOf(group, today));
  }
}

const quotaOf = (rows: readonly Row[], today: Day): QuotaKnown => {
  const { seat, quarter, scheme } = rows[0]!;
  const lines = rows.map((row) => lineOf(row, today));
  const count = (state: QuotaLine['state']) => lines.filter((line) => line.state === state).length;
  return { seat, quarter, scheme, reserved: count('reserved'), consumed: count('consumed'), lines };
};
