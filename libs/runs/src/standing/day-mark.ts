import type { Pool } from 'pg';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { StaleRead } from '#libs/views';

/** The day up to which a standing work has drawn the consequences that a day itself brings. */
export class DayMark {
  constructor(
    private readonly pool: Pool,
    private readonly table: 'handover_days' | 'announcement_days',
  ) {}

  /** Null before the first. */
  async read(): Promise<Day | null> {
    const { rows } = await this.pool.query<{ day: Day }>(`select day from ops.${this.table}`);
    return rows[0]?.day ?? null;
  }

  /** It never goes back. */
  async move(to: Day): Promise<void> {
    await this.pool.query(
      `insert into ops.${this.table} as marked (day) values ($1)
       on conflict (there_is_one) do update set day = greatest(marked.day, excluded.day)`,
      [to],
    );
  }
}

/** The day has come, and what it brings has not been told in the time given. */
export class DayNotTold extends StaleRead {
  constructor(what: string, name: string, today: Day, at: Position) {
    super(name, at, at);
    this.message = `${what} that ${today} brings have not been told yet: ask again in a moment.`;
  }
}
