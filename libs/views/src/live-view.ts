import type { Pool } from 'pg';
import { failpoint, type Recorded } from '#libs/event-store';
import { type Mark, readCheckpoints, type ViewProgress } from './checkpoint';
import type { Changes, Projection } from './projection';
import { inTransaction, moveOn, moving, openHolding } from './transaction';

/** A view as it answers: takes events in, rows and checkpoint in one transaction, so that each counts once. */
export class LiveView {
  private constructor(
    private readonly pool: Pool,
    private readonly projection: Projection,
    private at: ViewProgress,
  ) {}

  /** Stands where the database says. */
  static async open(pool: Pool, projection: Projection): Promise<LiveView> {
    await pool.query(
      'insert into views.checkpoints (name, version) values ($1, $2) on conflict (name) do nothing',
      [projection.name, projection.version],
    );
    const view = new LiveView(pool, projection, undefined as never);
    await view.reload();
    return view;
  }

  get name(): string {
    return this.projection.name;
  }

  get progress(): ViewProgress {
    return this.at;
  }

  /** Takes in those events that lie behind the checkpoint. @throws CheckpointMoved, and whatever the view throws */
  async take(events: readonly Recorded[]): Promise<void> {
    const fresh = events.filter(({ position }) => position > this.at.checkpoint.commit);
    const last = fresh.at(-1);
    if (!last) return;
    const changes = this.projection.collect(fresh);
    const mark = { checkpoint: last.checkpoint, lastRecordedAt: last.recordedAt };
    if (changes.none) await moveOn(this.pool, this.name, this.at.checkpoint.commit, mark);
    else await this.write(changes, mark);
    this.at = { ...this.at, ...mark };
  }

  private write(changes: Changes, mark: Mark): Promise<void> {
    return inTransaction(this.pool, async (tx) => {
      await openHolding(tx, this.name, this.at.checkpoint.commit);
      await changes.write(tx);
      failpoint('after-rows-before-checkpoint');
      await tx.query(`${moving(this.name, mark)}; commit`);
    });
  }

  /** Goes no further than this, until an operator says so. */
  async stop(error: Error, { position }: Recorded): Promise<void> {
    await this.pool.query(
      `update views.checkpoints set state = 'stopped', error = $2, error_position = $3, updated_at = now()
       where name = $1`,
      [this.name, error.message, String(position)],
    );
    await this.reload();
  }

  async reload(): Promise<void> {
    this.at = (await readCheckpoints(this.pool)).get(this.name)!;
  }
}
