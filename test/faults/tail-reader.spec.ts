import { randomUUID } from 'node:crypto';
import { setImmediate as breath, setTimeout as after } from 'node:timers/promises';
import { Pool, type PoolClient } from 'pg';
import { z } from 'zod';
import { Catalogue, origin, PostgresEventStore } from '#libs/event-store';
import { event } from '#libs/kernel';
import { type FreshDatabase, freshDatabase } from '#libs/testing';

const writers = 8;
const eventsEach = 25;
const all = writers * eventsEach;

const Ticked = event('Ticked', { writer: z.int(), n: z.int() });

/**
 * A reader at the end of the log, beside writers whose transactions stall between their statement and their commit:
 * where positions are drawn before they are committed, it passes those that come in late and never sees them.
 */
describe('a reader of the tail beside stalled transactions', () => {
  let database: FreshDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await freshDatabase();
    pool = new Pool({ ...database.connection, max: writers + 6 });
    await pool.query('create table public.naive (position bigserial primary key, writer integer, n integer)');
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  type Statement = (client: PoolClient, writer: number, n: number) => Promise<unknown>;

  /** Every writer in transactions of its own, which stall: the first one longest, so that others could overtake it. */
  const write = (statement: Statement) =>
    Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        const client = await pool.connect();
        for (let n = 0; n < eventsEach; n += 1) {
          await client.query('begin');
          await statement(client, writer, n);
          await after(writer === 0 && n === 0 ? 60 : (writer * 7 + n * 3) % 11);
          await client.query('commit');
        }
        client.release();
      }),
    );

  /** Reads on behind what it has, over and over without a pause, until it has come to `last`. */
  const readOn = async (table: string, last: number): Promise<number[]> => {
    const text = `select position from ${table} where position > $1 order by position`;
    const seen: number[] = [];
    while ((seen.at(-1) ?? 0) !== last) {
      const { rows } = await pool.query<{ position: string }>(text, [seen.at(-1) ?? 0]);
      seen.push(...rows.map(({ position }) => Number(position)));
      await breath();
    }
    return seen;
  };

  /** Ends once the last position has come: what was passed by then is missing. */
  const follow = async (store: PostgresEventStore): Promise<number[]> => {
    const enough = new AbortController();
    const positions: number[] = [];
    for await (const page of store.follow(origin, { signal: enough.signal, batch: 7 })) {
      positions.push(...page.map(({ position }) => Number(position)));
      if (positions.at(-1) === all) enough.abort();
    }
    return positions;
  };

  it('misses nothing of the ledger', async () => {
    const store = new PostgresEventStore(pool, new Catalogue([Ticked]));
    const reading = Promise.all([follow(store), readOn('ledger.events', all)]);
    await write((client, writer, n) =>
      client.query(`select ledger.append_one($1, $2, $3, 'Ticked', 1::smallint, $4, '{}', '')`, [
        `ticks-${writer}`,
        n - 1,
        randomUUID(),
        JSON.stringify({ n, writer }),
      ]),
    );
    const everything = Array.from({ length: all }, (_, n) => n + 1);
    expect(await reading).toEqual([everything, everything]);
    await store.close();
  });

  it('does miss some where a sequence numbers the rows: this is what the test above would see', async () => {
    const insert = 'insert into public.naive (writer, n) values ($1, $2)';
    const slow = await pool.connect();
    await slow.query('begin');
    await slow.query(insert, [-1, 0]);
    const reading = readOn('public.naive', all + 1);
    await write((client, writer, n) => client.query(insert, [writer, n]));
    const seen = await reading;
    await slow.query('commit');
    slow.release();
    const { rows } = await pool.query<{ count: string }>('select count(*) from public.naive');
    expect(Number(rows[0]!.count)).toBe(all + 1);
    expect(seen).not.toContain(1);
  });
});
