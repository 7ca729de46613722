import type { Pool } from 'pg';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { StaleRead } from '#libs/views';
import { handoverName } from '../settling';

/** The day up to which changes that a day itself brings have been told. */
export class DayMark {
  constructor(private readonly pool: Pool) {}

  /** Null before the first. */
  async read(): Promise<Day | null> {
    const { rows } = await this.pool.query<{ day: Day }>('select day from ops.handover_days');
    return rows[0]?.day ?? null;
  }

  /** It never goes back. */
  async move(to: Day): Promise<void> {
    await this.pool.query(
      `insert into ops.handover_days (day) values ($1)
       on conflict (there_is_one) do update set day = greatest(handover_days.day, excluded.day)`,
      [to],
    );
  }
}

/** The day has come, and what it brings has not been told in the time given. */
export class DayNotTold extends StaleRead {
  constructor(today: Day, at: Position) {
    super(handoverName, at, at);
    this.message = `The changes of treatment that ${today} brings have not been told yet: ask again in a moment.`;
  }
}
