import type { Pool } from 'pg';
import type { Position, Recorded } from '#libs/event-store';
import type { Progress, ViewProgress } from '#libs/views';
import { reassessmentName } from '../settling';

/** How far the reassessment has come, kept beside the checkpoints of the views. */
export class ReassessmentCheckpoint {
  constructor(
    private readonly pool: Pool,
    private readonly progress: Progress,
  ) {}

  /** Where it stands; everything in the log so far may be its own doing, since a crash leaves that unsaid. */
  async begin(head: Position): Promise<ViewProgress> {
    await this.pool.query(
      `insert into views.checkpoints (name, version, produced) values ($1, 1, $2)
       on conflict (name) do update set produced = greatest(checkpoints.produced, excluded.produced)`,
      [reassessmentName, String(head)],
    );
    return this.announce();
  }

  /** Everything up to an event has had its consequences; the schemes it has met are kept with that. */
  async move(
    { checkpoint, recordedAt }: Recorded,
    produced: Position,
    schemes: readonly string[],
  ): Promise<void> {
    await this.pool.query(
      `with met as (
         insert into ops.reassessed_schemes select unnest($6::text[]) on conflict do nothing)
       update views.checkpoints set "commit" = $2, prepare = $3, last_recorded_at = $4,
         produced = greatest(produced, $5), updated_at = clock_timestamp()
       where name = $1`,
      [
        reassessmentName,
        String(checkpoint.commit),
        String(checkpoint.prepare),
        recordedAt,
        String(produced),
        schemes,
      ],
    );
    const before = await this.progress.of(reassessmentName);
    this.progress.announce({
      ...before,
      checkpoint,
      lastRecordedAt: recordedAt,
      produced: produced > before.produced ? produced : before.produced,
    });
  }

  async stop(error: Error, at: Position): Promise<void> {
    await this.pool.query(
      `update views.checkpoints set state = 'stopped', error = $2, error_position = $3, updated_at = clock_timestamp()
       where name = $1`,
      [reassessmentName, error.message, String(at)],
    );
    await this.announce();
  }

  async resume(): Promise<void> {
    await this.pool.query(
      `update views.checkpoints set state = 'running', error = null, error_position = null, updated_at = clock_timestamp()
       where name = $1 and state = 'stopped'`,
      [reassessmentName],
    );
  }

  /** The schemes met before a checkpoint. */
  async schemes(): Promise<string[]> {
    const { rows } = await this.pool.query<{ scheme: string }>(
      'select scheme from ops.reassessed_schemes order by 1',
    );
    return rows.map(({ scheme }) => scheme);
  }

  /** Reads where it stands, whoever has changed it, and tells those who wait in this process. */
  async announce(): Promise<ViewProgress> {
    this.progress.retire(reassessmentName);
    const stands = await this.progress.of(reassessmentName);
    this.progress.announce(stands);
    return stands;
  }

  /** Another process may go on from here: from now on the database is asked. */
  leave(): void {
    this.progress.retire(reassessmentName);
  }
}
