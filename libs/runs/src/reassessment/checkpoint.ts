import type { Pool } from 'pg';
import type { Position, Recorded } from '#libs/event-store';
import type { Progress } from '#libs/views';
import { reassessmentName } from '../settling';
import { StandingCheckpoint } from '../standing/standing-checkpoint';

/** How far the reassessment has come, and the schemes that it has met on the way. */
export class ReassessmentCheckpoint extends StandingCheckpoint {
  constructor(pool: Pool, progress: Progress) {
    super(pool, progress, reassessmentName);
  }

  /** Everything up to an event has had its consequences; the schemes met so far are kept with that. */
  async moveAndMeet(last: Recorded, produced: Position, schemes: readonly string[]): Promise<void> {
    const met = `with met as (
      insert into ops.reassessed_schemes select unnest($6::text[]) on conflict do nothing)`;
    await this.moveWith(last, produced, met, [schemes]);
  }

  /** The schemes met before a checkpoint. */
  async schemes(): Promise<string[]> {
    const { rows } = await this.pool.query<{ scheme: string }>(
      'select scheme from ops.reassessed_schemes order by 1',
    );
    return rows.map(({ scheme }) => scheme);
  }
}
