import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Job, JobOrder, Work } from './job';
import { type JobRow, jobOf } from './job.row';
import { Lane } from './lane';
import { Presence } from './presence';

export interface JobsOptions {
  /** Is told what is worth telling, in sentences. */
  readonly report?: (sentence: string) => void;
  /** Milliseconds before an interrupted job is tried again; a second unless told. */
  readonly retryAfter?: number;
}

/**
 * Whatever writes to the log goes one after the other, in the order asked for, since a file of revenue
 * builds on the file of accounts before it; what only reads the log needs no place in that queue.
 */
const laneOf = (kind: string): string => besideTheLog.get(kind) ?? 'log';

const besideTheLog: ReadonlyMap<string, string> = new Map([
  ['rebuild', 'rebuild'],
  ['simulation', 'simulation'],
  ['replay', 'nightly'],
  ['forget-simulations', 'nightly'],
]);

/** Long work that outlives the process which began it: queued in the database, done in order, taken up again after a crash. */
export class Jobs {
  private readonly works = new Map<string, Work>();
  private readonly lanes: Lane[] = [];
  private presence: Presence | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly options: JobsOptions = {},
  ) {}

  /** Says how a kind of job is done; before `start`. */
  register<Input, Result, Mark>(kind: string, work: Work<Input, Result, Mark>): void {
    // A job is only ever handed to the work of its own kind, whose input it then is.
    this.works.set(kind, work as unknown as Work);
  }

  /** Queues a job, within a transaction of the caller's when one is given; the same id again answers with the job there is. */
  async enqueue<Input>(
    { id, kind, input, createdBy }: JobOrder<Input>,
    transaction?: PoolClient,
  ): Promise<Job> {
    const database = transaction ?? this.pool;
    await database.query(
      `with queued as (
         insert into ops.jobs (id, lane, kind, input, created_by) values ($1, $2, $3, $4, $5)
         on conflict (id) do nothing returning id)
       select pg_notify('tierledger_jobs', id::text) from queued`,
      [id, laneOf(kind), kind, JSON.stringify(input), createdBy],
    );
    const { rows } = await database.query<JobRow>('select * from ops.jobs where id = $1', [id]);
    return jobOf(rows[0]!);
  }

  async get(id: string): Promise<Job | undefined> {
    const { rows } = await this.pool.query<JobRow>('select * from ops.jobs where id = $1', [id]);
    return rows[0] && jobOf(rows[0]);
  }

  /** The job of a kind that came to one of these ends last. */
  async last(kind: string, ends: readonly ('succeeded' | 'failed')[]): Promise<Job | undefined> {
    const { rows } = await this.pool.query<JobRow>(
      'select * from ops.jobs where kind = $1 and state = any($2) order by seq desc limit 1',
      [kind, ends],
    );
    return rows[0] && jobOf(rows[0]);
  }

  /** Resolves with the job once it has succeeded or failed, or as it stands when the time is over. */
  async finished(id: string, withinMs = 60_000): Promise<Job | undefined> {
    const until = performance.now() + withinMs;
    for (let wait = 10; ; wait = Math.min(wait * 2, 250)) {
      const job = await this.get(id);
      const over = job === undefined || job.state === 'succeeded' || job.state === 'failed';
      if (over || performance.now() + wait > until) return job;
      await pause(wait);
    }
  }

  /** Takes jobs from now on, in this process. */
  async start(): Promise<void> {
    const { report = () => {}, retryAfter = 1_000 } = this.options;
    this.presence = new Presence(this.pool, () => this.wake(), report);
    await this.presence.open();
    for (const [lane, works] of this.worksByLane()) {
      this.lanes.push(
        new Lane(lane, { pool: this.pool, works, owner: this.presence.owner, report, retryAfter }),
      );
    }
    for (const lane of this.lanes) lane.start();
  }

  /** Interrupts what runs here, between two steps; it goes on wherever jobs are started next. */
  async close(): Promise<void> {
    await Promise.all(this.lanes.splice(0).map((lane) => lane.close()));
    await this.presence?.close();
    this.presence = undefined;
  }

  private wake(): void {
    for (const lane of this.lanes) lane.wake();
  }

  private worksByLane(): Map<string, Map<string, Work>> {
    const lanes = new Map<string, Map<string, Work>>();
    for (const [kind, work] of this.works) {
      const lane = lanes.get(laneOf(kind)) ?? new Map<string, Work>();
      lanes.set(laneOf(kind), lane.set(kind, work));
    }
    return lanes;
  }
}
