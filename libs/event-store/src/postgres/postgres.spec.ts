import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { instant } from '#libs/kernel';
import { type FreshDatabase, freshDatabase } from '#libs/testing';
import type { Encoded } from '../catalogue';
import {
  appendOf,
  contextOf,
  eventStoreContract,
  followed,
  noted,
  testCatalogue,
} from '../event-store.contract';
import { Conflict, type EventStore, origin, StoreUnavailable } from '../store';
import { Wake } from '../wake';
import { PostgresClock } from './postgres-clock';
import { PostgresEventStore } from './postgres-event-store';

let database: FreshDatabase;
let pools: Pool[] = [];

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  pools = [];
});

const openPool = (max = 4): Pool => {
  const pool = new Pool({ ...database.connection, max });
  pool.on('error', () => undefined);
  pools.push(pool);
  return pool;
};

/** The log is emptied as only its owner could, past the trigger that forbids it. */
const empty = async () => {
  await database.pool.query(`begin; set local session_replication_role = replica; truncate ledger.events;
    update ledger.clock set simulated = null, sealed = null; commit`);
};

const storedText = `
  select stream, revision, type, version, payload, metadata, encode(hash, 'hex') as hash
    from ledger.events where stream = $1 order by revision`;

eventStoreContract('postgres', async () => {
  await empty();
  return {
    open: async (catalogue = testCatalogue) => new PostgresEventStore(openPool(), catalogue),
    stored: async (stream) => (await database.pool.query<Omit<Encoded, 'id'>>(storedText, [stream])).rows,
    dispose: async () => undefined,
  };
});

describe('the log in PostgreSQL', () => {
  let store: EventStore;
  beforeEach(async () => {
    await empty();
    store = new PostgresEventStore(openPool(), testCatalogue);
  });
  afterEach(() => store.close());

  const texts = async () => {
    const { rows } = await database.pool.query<{ position: string; payload: string }>(
      'select position, payload from ledger.events order by position',
    );
    expect(rows.map(({ position }) => Number(position))).toEqual(rows.map((_, index) => index + 1));
    return rows.map(({ payload }) => (JSON.parse(payload) as { text: string }).text);
  };

  it('has positions without gaps, also after conflicts, retries and refusals', async () => {
    const repeated = appendOf('account-1', ['a', 'b']);
    const other = new PostgresEventStore(openPool(), testCatalogue);
    const appends = Array.from({ length: 60 }, (_, n) =>
      (n % 2 ? store : other).append(appendOf(`account-${n % 20}`, [`${n}`, '+'])),
    );
    await Promise.allSettled([
      ...appends,
      store.append(repeated),
      other.append(repeated),
      store.append(repeated),
    ]);
    expect((await texts()).length).toBeGreaterThanOrEqual(40);
    await other.close();
  });

  it('lets appends share a statement, each with its own outcome', async () => {
    const first = await store.append(appendOf('account-0', ['a']));
    const again = appendOf('account-1', ['b', 'c']);
    const original = await store.append(again);
    const query = jest.spyOn(pools[0]!, 'query');
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 50 }, (_, n) => store.append(appendOf(`account-x${n}`, ['x']))),
      store.append(appendOf('account-0', ['no'])),
      store.append(again),
      store.append(appendOf('account-0', ['d', 'e'], { expected: 0 })),
    ]);
    expect(query.mock.calls.length).toBeLessThan(10);
    expect(outcomes.at(-3)).toMatchObject({ status: 'rejected', reason: expect.any(Conflict) });
    expect(outcomes.at(-2)).toEqual({ status: 'fulfilled', value: original });
    expect(outcomes.at(-1)).toMatchObject({ status: 'fulfilled', value: { revision: 2 } });
    expect(await texts()).toHaveLength(55);
    expect(first.position).toBe(1n);
  });

  it('keeps the order of one stream where its appends do not wait for each other', async () => {
    const appends = Array.from({ length: 30 }, (_, n) =>
      store.append(appendOf('account-1', [`${n}`], { expected: n === 0 ? 'none' : n - 1 })),
    );
    expect((await Promise.all(appends)).map(({ revision }) => revision)).toEqual(appends.map((_, n) => n));
  });

  it('is appended to once although the answer is lost', async () => {
    const pool = openPool();
    const query = pool.query.bind(pool) as (config: { name?: string }) => Promise<unknown>;
    let losses = 2;
    jest.spyOn(pool, 'query').mockImplementation((async (config: { name?: string }) => {
      const answer = await query(config);
      if (config.name?.startsWith('ledger-append') && losses-- > 0) throw new Error('Connection terminated');
      return answer;
    }) as never);
    const lossy = new PostgresEventStore(pool, testCatalogue);
    expect(await lossy.append(appendOf('account-1', ['a']))).toEqual({ revision: 0, position: 1n });
    expect(await lossy.append(appendOf('account-1', ['b', 'c'], { expected: 0 }))).toMatchObject({
      revision: 2,
    });
    expect(await texts()).toEqual(['a', 'b', 'c']);
    await lossy.close();
  });

  it('is appended to once while its connections are cut again and again', async () => {
    const follower = followed(store, 300);
    let done = 0;
    const appends = Promise.all(
      Array.from({ length: 300 }, async (_, n) => {
        await pause(n);
        await store.append(appendOf(`account-${n}`, [`${n}`]));
        done += 1;
      }),
    );
    for (let cut = 0; cut < 5; cut += 1) {
      // Whoever is cut off as often as they try has to give up: on a slow machine that would be soon.
      for (const before = done; done === before && done < 300;) await pause(50);
      await database.pool.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
    }
    await appends;
    expect((await texts()).map(Number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 300 }, (_, n) => n),
    );
    expect(await follower).toHaveLength(300);
  });

  it('says that it is unavailable when the database is gone', async () => {
    const pool = new Pool({ ...database.connection, host: '/nowhere', max: 1 });
    const gone = new PostgresEventStore(pool, testCatalogue);
    await expect(gone.append(appendOf('account-1', ['a']))).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(gone.head()).rejects.toBeInstanceOf(StoreUnavailable);
    await gone.close();
    await pool.end();
  });

  it('wakes those who follow it, in this process and in another', async () => {
    const other = new PostgresEventStore(openPool(), testCatalogue);
    // The server may see off the listeners of the test before somewhat later than those have left.
    while ((await listeners()) > 0) await pause(5);
    const { beyond } = Wake.prototype;
    // Nobody looks of their own accord within an hour: who sees the event was woken.
    const asleep = jest.spyOn(Wake.prototype, 'beyond').mockImplementation(function (
      this: Wake,
      position,
      signal,
    ) {
      return beyond.call(this, position, signal, 3_600_000);
    });
    for (const [index, follower] of [store, other].entries()) {
      const head = await follower.head();
      const following = (async () => {
        for await (const page of follower.follow({ commit: head, prepare: head })) return page.length;
      })();
      while (asleep.mock.calls.length <= index || (await listeners()) <= index) await pause(5);
      await store.append(appendOf(`account-${head}`, ['a']));
      expect(await following).toBe(1);
    }
    asleep.mockRestore();
    await other.close();
  });

  const listeners = async () => {
    const text = `select from pg_stat_activity
      where datname = current_database() and state = 'idle' and query = 'listen ledger_grown'`;
    return (await database.pool.query(text)).rowCount!;
  };

  it('cannot be changed by anybody who is not its owner on purpose', async () => {
    await store.append({ stream: 'account-1', events: [noted('a')], expected: 'none', context: contextOf() });
    for (const change of [
      "update ledger.events set payload = '{}'",
      'delete from ledger.events',
      'truncate ledger.events',
    ]) {
      await expect(database.pool.query(change)).rejects.toThrow('never changed or deleted');
    }
    for await (const page of store.follow(origin)) {
      expect(page).toHaveLength(1);
      break;
    }
  });
});

describe('recorded time in PostgreSQL', () => {
  beforeEach(empty);

  const recorded = async () =>
    (
      await database.pool.query<{ at: Date }>('select recorded_at as at from ledger.events order by position')
    ).rows.map(({ at }) => at.toISOString());

  it('is what the simulated clock says, never earlier than before, and later than what was sealed', async () => {
    const store = new PostgresEventStore(openPool(), testCatalogue);
    const clock = await PostgresClock.open(database.pool, { simulated: true });
    expect(clock.simulated).toBe(true);
    await clock.moveTo(instant('2025-03-01T10:00:00Z'));
    await store.append(appendOf('account-1', ['a', 'b']));
    await clock.seal(instant('2025-03-01T10:00:00Z'));
    expect(await clock.now()).toBe('2025-03-01T10:00:00.000Z');
    await store.append(appendOf('account-2', ['c']));
    await store.append(appendOf('account-3', ['d', 'e']));
    expect(await clock.now()).toBe('2025-03-01T10:00:00.001Z');
    await expect(clock.moveTo(instant('2025-03-01T10:00:00Z'))).rejects.toMatchObject({
      code: 'CLOCK_GOES_FORWARD_ONLY',
      message: expect.stringContaining('2025-03-01T10:00:00.001Z'),
    });
    await clock.moveTo(instant('2025-04-01T00:00:00.5Z'));
    await store.append(appendOf('account-4', ['f']));
    expect(await recorded()).toEqual([
      '2025-03-01T10:00:00.000Z',
      '2025-03-01T10:00:00.000Z',
      '2025-03-01T10:00:00.001Z',
      '2025-03-01T10:00:00.001Z',
      '2025-03-01T10:00:00.001Z',
      '2025-04-01T00:00:00.500Z',
    ]);
    await store.close();
  });

  it('is of one kind for a whole log', async () => {
    const real = await PostgresClock.open(database.pool, { simulated: false });
    await expect(real.moveTo(instant('2025-03-01T10:00:00Z'))).rejects.toMatchObject({
      code: 'CLOCK_IS_REAL',
    });
    const { rows } = await database.pool.query<{ present: Date }>('select clock_timestamp() as present');
    // An hour tells the present from whatever a clock may have been set to, and no machine takes that long.
    expect(Math.abs(rows[0]!.present.getTime() - Date.parse(await real.now()))).toBeLessThan(3_600_000);
    const store = new PostgresEventStore(openPool(), testCatalogue);
    await store.append(appendOf('account-1', ['a']));
    await expect(PostgresClock.open(database.pool, { simulated: true })).rejects.toMatchObject({
      code: 'CLOCK_IS_REAL',
    });
    await empty();
    await PostgresClock.open(database.pool, { simulated: true });
    await expect(PostgresClock.open(database.pool, { simulated: false })).rejects.toMatchObject({
      code: 'CLOCK_IS_SIMULATED',
    });
    await store.close();
  });

  it('is sealed for whoever appends at that moment', async () => {
    const store = new PostgresEventStore(openPool(), testCatalogue);
    const clock = await PostgresClock.open(database.pool, { simulated: true });
    const at = instant('2025-03-01T10:00:00Z');
    await clock.moveTo(at);
    const appending = Promise.all(
      Array.from({ length: 200 }, (_, n) => store.append(appendOf(`account-${n}`, ['a']))),
    );
    await clock.seal(at);
    const known = await store.head();
    await appending;
    const { rows } = await database.pool.query<{ last: string }>(
      'select coalesce(max(position), 0) as last from ledger.events where recorded_at <= $1',
      [at],
    );
    expect(BigInt(rows[0]!.last) <= known).toBe(true);
    await store.close();
  });
});
