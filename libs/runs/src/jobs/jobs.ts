import type { Pool, PoolClient } from 'pg';
import type { Job, JobOrder, Work } from './job';

export interface JobsOptions {
  /** Is told what is worth telling, in sentences. */
  readonly report?: (sentence: string) => void;
}

/** Long work that outlives the process which began it: queued in the database, done in order, taken up again after a crash. */
export class Jobs {
  constructor(
    private readonly pool: Pool,
    private readonly options: JobsOptions = {},
  ) {}

  /** Says how a kind of job is done; before `start`. */
  register<Input, Result, Mark>(kind: string, work: Work<Input, Result, Mark>): void {
    throw new Error(`not yet ${kind} ${work} ${this.pool} ${this.options}`);
  }

  /** Queues a job, within a transaction of the caller's when one is given; the same id again answers with the job there is. */
  enqueue<Input>(order: JobOrder<Input>, transaction?: PoolClient): Promise<Job> {
    throw new Error(`not yet ${order} ${transaction}`);
  }

  get(id: string): Promise<Job | undefined> {
    throw new Error(`not yet ${id}`);
  }

  /** Resolves with the job once it has succeeded or failed, or as it stands when the time is over. */
  finished(id: string, withinMs = 60_000): Promise<Job | undefined> {
    throw new Error(`not yet ${id} ${withinMs}`);
  }

  /** Takes jobs from now on, in this process. */
  start(): Promise<void> {
    throw new Error('not yet');
  }

  /** Interrupts what runs here, between two steps; it goes on wherever jobs are started next. */
  close(): Promise<void> {
    throw new Error('not yet');
  }
}
