import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { type FreshDatabase, freshDatabase } from '#libs/testing';
import { type Attempt, JobFailed } from './job';
import { Jobs } from './jobs';
import { Presence } from './presence';

interface Steps {
  steps: number;
}
type Step = Attempt<Steps, { step: number }>;

describe('jobs', () => {
  let database: FreshDatabase;
  const open: { jobs: Jobs; pool: Pool }[] = [];

  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(async () => {
    for (const { jobs, pool } of open.splice(0)) {
      await jobs.close().catch(() => undefined);
      await pool.end();
    }
    await database.drop();
  });

  /** A process: its connections are its own, and die with it. */
  const process = (work: (attempt: Step) => Promise<unknown>): { jobs: Jobs; pool: Pool } => {
    const pool = new Pool({ ...database.connection, max: 4 });
    pool.on('error', () => undefined);
    const jobs = new Jobs(pool, { retryAfter: 1 });
    for (const kind of ['count', 'rebuild']) jobs.register(kind, work);
    open.push({ jobs, pool });
    return { jobs, pool };
  };
  const order = (steps = 3, kind = 'count') => ({
    id: randomUUID(),
    kind,
    input: { steps },
    createdBy: 'ana',
  });

  const done: number[] = [];
  beforeEach(() => void done.splice(0));
  const count = async ({ input, mark, report }: Step) => {
    for (let step = mark?.step ?? 0; step < input.steps; step += 1) {
      done.push(step);
      await report({ done: step + 1, total: input.steps, mark: { step: step + 1 } });
    }
    return { counted: input.steps };
  };

  it('are done once, however often they are asked for', async () => {
    const { jobs } = process(count);
    const asked = order();
    expect(await jobs.enqueue(asked)).toMatchObject({
      state: 'queued',
      progress: { done: 0, total: null },
      createdBy: 'ana',
    });
    await jobs.start();
    expect(await jobs.finished(asked.id)).toMatchObject({
      state: 'succeeded',
      result: { counted: 3 },
      progress: { done: 3, total: 3 },
      problem: null,
    });
    expect(await jobs.enqueue(asked)).toMatchObject({ state: 'succeeded' });
    expect(done).toEqual([0, 1, 2]);
    expect(await jobs.get(randomUUID())).toBeUndefined();
  });

  it('are queued with the transaction that asks for them, or not at all', async () => {
    const { jobs, pool } = process(count);
    const [kept, dropped] = [order(), order()];
    const client = await pool.connect();
    await client.query('begin');
    await jobs.enqueue(dropped, client);
    await client.query('rollback');
    await jobs.enqueue(kept, client);
    client.release();
    expect(await jobs.get(dropped.id)).toBeUndefined();
    expect(await jobs.get(kept.id)).toMatchObject({ state: 'queued' });
  });

  it('say why they failed, when no further attempt can help', async () => {
    const problem = { code: 'NO_WAY', detail: 'Take another way.' };
    const { jobs } = process(() => Promise.reject(new JobFailed(problem)));
    await jobs.start();
    const { id } = await jobs.enqueue(order());
    expect(await jobs.finished(id)).toMatchObject({ state: 'failed', problem, result: null });
  });

  it('are tried again from their last mark', async () => {
    let stumbles = 3;
    const { jobs } = process(async (attempt) => {
      if (attempt.mark?.step === 2 && stumbles-- > 0) throw new Error('stumbled');
      return count({
        ...attempt,
        report: async (progress) => {
          await attempt.report(progress);
          if (progress.done === 2 && stumbles > 0) throw new Error('stumbled');
        },
      });
    });
    await jobs.start();
    const { id } = await jobs.enqueue(order(4));
    expect(await jobs.finished(id)).toMatchObject({ state: 'succeeded' });
    expect(done).toEqual([0, 1, 2, 3]);
  });

  it('are given up after five attempts without a step forward', async () => {
    let attempts = 0;
    const { jobs } = process(async () => {
      attempts += 1;
      throw new Error('The disk is full.');
    });
    await jobs.start();
    const { id } = await jobs.enqueue(order());
    expect(await jobs.finished(id)).toMatchObject({
      state: 'failed',
      problem: { code: 'JOB_GIVEN_UP', detail: expect.stringContaining('The disk is full.') },
    });
    expect(attempts).toBe(5);
  });

  it('go one after the other, and a rebuild beside them', async () => {
    const log: string[] = [];
    let rebuilt: () => void = () => {};
    const rebuilding = new Promise<void>((resolve) => (rebuilt = resolve));
    const { jobs } = process(async ({ id }) => {
      log.push(`begin ${names.get(id)}`);
      if (id === first.id) await rebuilding;
      log.push(`end ${names.get(id)}`);
      if (id === rebuild.id) rebuilt();
    });
    const [first, second, rebuild] = [order(), order(), order(1, 'rebuild')];
    const names = new Map<string, string>([
      [first.id, 'first'],
      [second.id, 'second'],
      [rebuild.id, 'rebuild'],
    ]);
    for (const one of [first, second, rebuild]) await jobs.enqueue(one);
    await jobs.start();
    await jobs.finished(second.id);
    expect(log.filter((line) => !line.includes('rebuild'))).toEqual([
      'begin first',
      'end first',
      'begin second',
      'end second',
    ]);
    expect(log.indexOf('end rebuild')).toBeLessThan(log.indexOf('end first'));
  });

  it('are done by one process at a time', async () => {
    let [running, most] = [0, 0];
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await pause(20);
      running -= 1;
    };
    const [here, there] = [process(work), process(work)];
    const orders = Array.from({ length: 10 }, () => order());
    for (const one of orders) await here.jobs.enqueue(one);
    await Promise.all([here.jobs.start(), there.jobs.start()]);
    for (const { id } of orders) expect(await here.jobs.finished(id)).toMatchObject({ state: 'succeeded' });
    expect(most).toBe(1);
  });

  it('go on elsewhere at once when their process dies, and what the dead one still says does not count', async () => {
    let revive: () => void = () => {};
    const hanging = new Promise<void>((resolve) => (revive = resolve));
    const lost: unknown[] = [];
    const dying = process(async ({ report }) => {
      await report({ done: 1, total: 3, mark: { step: 1 } });
      await hanging;
      await report({ done: 9, total: 9 }).catch((error: unknown) => lost.push(error));
    });
    await dying.jobs.start();
    const { id } = await dying.jobs.enqueue(order());
    while ((await dying.jobs.get(id))!.progress.done < 1) await pause(5);
    const { open: appear } = Presence.prototype;
    // Whoever wants to be seen again first is the one that died, and stays dead, however long its heir takes.
    const death = jest.spyOn(Presence.prototype, 'open').mockImplementation(function (this: Presence) {
      const isDead = death.mock.contexts[0] === this;
      return isDead ? Promise.reject(new Error('There is no process.')) : appear.call(this);
    });
    await killConnections(database.pool);
    while (death.mock.calls.length === 0) await pause(5);
    // At once is before the claim has run out, which is when anybody might take it.
    await database.pool.query(`update ops.jobs set lease_until = 'infinity' where id = $1`, [id]);
    const heir = process(count);
    await heir.jobs.start();
    expect(await heir.jobs.finished(id)).toMatchObject({
      state: 'succeeded',
      progress: { done: 3, total: 3 },
    });
    expect(done).toEqual([1, 2]);
    revive();
    while (lost.length === 0) await pause(5);
    death.mockRestore();
    expect(lost).toHaveLength(1);
    expect(await heir.jobs.get(id)).toMatchObject({ state: 'succeeded', progress: { done: 3 } });
  });

  it('are handed back when the process ends in peace', async () => {
    const ending = process(async ({ signal, report }) => {
      await report({ done: 1, total: 3, mark: { step: 1 } });
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      signal.throwIfAborted();
    });
    await ending.jobs.start();
    const { id } = await ending.jobs.enqueue(order());
    while ((await ending.jobs.get(id))!.progress.done < 1) await pause(5);
    await ending.jobs.close();
    expect(await ending.jobs.get(id)).toMatchObject({ state: 'queued' });
    const next = process(count);
    await next.jobs.start();
    expect(await next.jobs.finished(id)).toMatchObject({ state: 'succeeded' });
    expect(done).toEqual([1, 2]);
  });
});

/** As when a process is killed: its session ends, and its locks with it. */
const killConnections = (pool: Pool) =>
  pool.query(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 741530
       and database = (select oid from pg_database where datname = current_database())`,
  );
