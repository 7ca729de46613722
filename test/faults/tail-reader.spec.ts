import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
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

  /** Every writer in transactions of its own, which stall: the first one longest, so that others overtake it. */
  const write = (statement: (client: PoolClient, writer: number, n: number) => Promise<unknown>) =>
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

  it('misses nothing of the ledger', async () => {
    const store = new PostgresEventStore(pool, new Catalogue([Ticked]));
    const enough = new AbortController();
    const signal = AbortSignal.any([enough.signal, AbortSignal.timeout(10_000)]);
    const positions: bigint[] = [];
    const reading = (async () => {
      for await (const page of store.follow(origin, { signal, batch: 7 })) {
        positions.push(...page.map(({ position }) => position));
        if (positions.length >= all) enough.abort();
      }
    })();
    await write((client, writer, n) =>
      client.query(`select ledger.append_one($1, $2, $3, 'Ticked', 1::smallint, $4, '{}', '')`, [
        `ticks-${writer}`,
        n - 1,
        randomUUID(),
        JSON.stringify({ n, writer }),
      ]),
    );
    await reading;
    expect(positions).toEqual(Array.from({ length: all }, (_, n) => BigInt(n + 1)));
    await store.close();
  });

  it('does miss some where a sequence numbers the rows: this is what the test above would see', async () => {
    const seen: number[] = [];
    const look = async () => {
      const { rows } = await pool.query<{ position: string }>(
        'select position from public.naive where position > $1 order by position',
        [seen.at(-1) ?? 0],
      );
      seen.push(...rows.map(({ position }) => Number(position)));
    };
    let writing = true;
    const reading = (async () => {
      while (writing) await look();
      await look();
    })();
    await write((client, writer, n) =>
      client.query('insert into public.naive (writer, n) values ($1, $2)', [writer, n]),
    );
    writing = false;
    await reading;
    const { rows } = await pool.query<{ count: string }>('select count(*) from public.naive');
    expect(Number(rows[0]!.count)).toBe(all);
    expect(all - seen.length).toBeGreaterThan(0);
  });
});
