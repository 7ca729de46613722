import type { Pool } from 'pg';
import type { Scope } from '#libs/domain';
import type { Day } from '#libs/kernel';

/** A quarter whose review has been pinned, for a part of the portfolio. */
export interface PinnedQuarter {
  /** The first day behind it. */
  readonly until: Day;
  readonly scope: Scope;
}

/** Of which quarters it has been written down for good how they stood. */
export class PinnedQuarters {
  constructor(private readonly pool: Pool) {}

  async of({ scheme, view }: { scheme: string; view: string }): Promise<PinnedQuarter[]> {
    const { rows } = await this.pool.query<{ until: Day; scope: string }>(
      `select quarter_until as "until", scope from reviews where scheme = $1 and view = $2 and pin is not null`,
      [scheme, view],
    );
    // The projection wrote them, and nobody else.
    return rows.map(({ until, scope }) => ({ until, scope: JSON.parse(scope) as Scope }));
  }
}
