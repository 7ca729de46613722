import type { Pool, PoolClient, QueryArrayConfig } from 'pg';

/** Rows fetched at a time: enough to keep the wire busy, few enough to keep memory flat. */
const rowsAFetch = 2_000;

/**
 * The rows of a statement in batches, as arrays of columns, while the next batch is on its way. It holds one
 * connection, which it gives back when the reader is done or leaves.
 */
export async function* streamed<Row extends unknown[]>(
  pool: Pool,
  text: string,
  values: readonly unknown[],
): AsyncIterable<Row[]> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const lose = (error: Error) => (broken = error);
  client.on('error', lose);
  try {
    await client.query('begin read only; set local cursor_tuple_fraction = 1');
    await client.query(`declare rows no scroll cursor for ${text}`, [...values]);
    let next = fetch<Row>(client);
    for (;;) {
      const rows = await next;
      if (rows.length === 0) return;
      next = fetch<Row>(client);
      next.catch(() => {}); // is met at the next turn, or the reader has left
      yield rows;
    }
  } finally {
    await client.query('rollback').catch(lose);
    client.off('error', lose);
    client.release(broken);
  }
}

const fetch = async <Row extends unknown[]>(client: PoolClient): Promise<Row[]> => {
  const { rows } = await client.query<Row>(fetching);
  return rows;
};

const fetching: QueryArrayConfig = { text: `fetch ${rowsAFetch} from rows`, rowMode: 'array' };
