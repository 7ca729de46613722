import type { Pool } from 'pg';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';

/** Which accounts are part of others. */
export class Mergers {
  constructor(private readonly pool: Pool) {}

  /** Of these, those that are merged as known at a position: from which day on. */
  async of(externalIds: readonly string[], at: Position): Promise<ReadonlyMap<string, Day>> {
    const { rows } = await this.pool.query<{ from_id: string; valid_from: Day }>({
      name: 'mergers-of',
      text: `select from_id, valid_from from lineage
             where from_id = any($1) and kind = 'merge'
               and known_from <= $2::bigint and (known_until is null or known_until > $2::bigint)`,
      values: [externalIds, String(at)],
    });
    return new Map(rows.map(({ from_id: id, valid_from: on }) => [id, on]));
  }
}
