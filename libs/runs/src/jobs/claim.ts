import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { JobProblem } from './job';
import type { JobRow } from './job.row';
import { presenceLock } from './presence';

/** How long a claim holds without a sign of life. */
const lease = `clock_timestamp() + interval '10 seconds'`;

/** Another process has taken the job over, or the claim ran out: whatever this one still does must not count. */
export class ClaimLost extends Error {}

/** The right to work on one job, for as long as nobody had to take it over. */
export class Claim {
  private constructor(
    private readonly pool: Pool,
    private readonly id: string,
    readonly job: JobRow,
  ) {}

  /**
   * Takes the oldest open job of a lane, if it is nobody's or its owner is dead. While that job is
   * another's, the lane waits: later jobs may build on it.
   */
  static async take(
    pool: Pool,
    lane: string,
    kinds: readonly string[],
    owner: number,
  ): Promise<Claim | null> {
    const id = randomUUID();
    const { rows } = await pool.query<JobRow>(
      `update ops.jobs set state = 'running', owner = $3, claim = $4, attempts = attempts + 1,
         lease_until = ${lease}, updated_at = clock_timestamp()
       where id = (select id from ops.jobs where lane = $1 and kind = any($2) and state in ('queued', 'running')
                   order by seq limit 1)
         and (state = 'queued' or (state = 'running' and (lease_until < clock_timestamp() or not exists (
           select from pg_locks where locktype = 'advisory' and granted and objsubid = 2
             and database = (select oid from pg_database where datname = current_database())
             and classid = ${presenceLock} and objid = jobs.owner::oid))))
       returning *`,
      [lane, kinds, owner, id],
    );
    return rows[0] ? new Claim(pool, id, rows[0]) : null;
  }

  /** @throws ClaimLost */
  async beat(): Promise<void> {
    await this.change(`lease_until = ${lease}`, []);
  }

  /** @throws ClaimLost */
  async report(done: number, total: number | null, mark: unknown): Promise<void> {
    const progress = `done = $3, total = $4, lease_until = ${lease}`;
    if (mark === undefined) await this.change(progress, [done, total]);
    // A step forward gives the work all its attempts back.
    else await this.change(`${progress}, mark = $5, attempts = 1`, [done, total, JSON.stringify(mark)]);
  }

  async succeed(result: unknown): Promise<void> {
    await this.end(`state = 'succeeded', result = $3`, result ?? {});
  }

  async fail(problem: JobProblem): Promise<void> {
    await this.end(`state = 'failed', problem = $3`, problem);
  }

  /** Gives the job back, for whoever comes next; the attempt counts. */
  async giveBack(): Promise<void> {
    await this.change(`state = 'queued', owner = null, claim = null`, []);
  }

  /** Gives the job back as if it had not been taken: the process ends. */
  async release(): Promise<void> {
    await this.change(`state = 'queued', owner = null, claim = null, attempts = attempts - 1`, []);
  }

  private end(change: string, outcome: unknown): Promise<void> {
    return this.change(`${change}, owner = null, claim = null, lease_until = null`, [
      JSON.stringify(outcome),
    ]);
  }

  private async change(set: string, values: unknown[]): Promise<void> {
    const { rowCount } = await this.pool.query(
      `update ops.jobs set ${set}, updated_at = clock_timestamp() where id = $1 and claim = $2`,
      [this.job.id, this.id, ...values],
    );
    if (rowCount === 0) throw new ClaimLost(`Job ${this.job.id} is another's by now.`);
  }
}
