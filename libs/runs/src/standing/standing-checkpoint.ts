import type { Pool } from 'pg';
import type { Position, Recorded } from '#libs/event-store';
import type { Progress, ViewProgress } from '#libs/views';

/** How far a standing reaction has come, kept beside the checkpoints of the views. */
export class StandingCheckpoint {
  constructor(
    protected readonly pool: Pool,
    private readonly progress: Progress,
    private readonly name: string,
  ) {}

  /** Where it stands; everything in the log so far may be its own doing, since a crash leaves that unsaid. */
  async begin(head: Position): Promise<ViewProgress> {
    await this.pool.query(
      `insert into views.checkpoints (name, version, produced) values ($1, 1, $2)
       on conflict (name) do update set produced = greatest(checkpoints.produced, excluded.produced)`,
      [this.name, String(head)],
    );
    return this.announce();
  }

  /** Everything up to an event has had its consequences. */
  async move(last: Recorded, produced: Position): Promise<void> {
    await this.moveWith(last, produced, '', []);
  }

  /** Keeps something else in the same statement: SQL that begins it, with parameters from $6 on. */
  protected async moveWith(
    { checkpoint, recordedAt }: Recorded,
    produced: Position,
    also: string,
    values: readonly unknown[],
  ): Promise<void> {
    const { commit, prepare } = checkpoint;
    await this.pool.query(
      `${also} update views.checkpoints set "commit" = $2, prepare = $3, last_recorded_at = $4,
         produced = greatest(produced, $5), updated_at = clock_timestamp()
       where name = $1`,
      [this.name, String(commit), String(prepare), recordedAt, String(produced), ...values],
    );
    const before = await this.progress.of(this.name);
    this.progress.announce({
      ...before,
      checkpoint,
      lastRecordedAt: recordedAt,
      produced: produced > before.produced ? produced : before.produced,
    });
  }

  /** Something was appended that no event has led to. */
  async produce(produced: Position): Promise<void> {
    await this.pool.query(
      `update views.checkpoints set produced = greatest(produced, $2), updated_at = clock_timestamp() where name = $1`,
      [this.name, String(produced)],
    );
    await this.announce();
  }

  async stop(error: Error, at: Position): Promise<void> {
    await this.pool.query(
      `update views.checkpoints set state = 'stopped', error = $2, error_position = $3, updated_at = clock_timestamp()
       where name = $1`,
      [this.name, error.message, String(at)],
    );
    await this.announce();
  }

  async resume(): Promise<void> {
    await this.pool.query(
      `update views.checkpoints set state = 'running', error = null, error_position = null, updated_at = clock_timestamp()
       where name = $1 and state = 'stopped'`,
      [this.name],
    );
  }

  /** Reads where it stands, whoever has changed it, and tells those who wait in this process. */
  async announce(): Promise<ViewProgress> {
    this.progress.retire(this.name);
    const stands = await this.progress.of(this.name);
    this.progress.announce(stands);
    return stands;
  }

  /** Another process may go on from here: from now on the database is asked. */
  leave(): void {
    this.progress.retire(this.name);
  }
}
