import { Pool } from 'pg';
import { freshDatabase } from './database';

describe('a database of your own', () => {
  /** `pool.end()` resolves before the server has seen its clients off, and an error then met whatever ran next. */
  it('is dropped without throwing out the clients that are leaving', async () => {
    const thrownOut: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      const database = await freshDatabase();
      const pool = new Pool({ ...database.connection, max: 10 });
      pool.on('error', ({ message }) => thrownOut.push(message));
      await Promise.all(Array.from({ length: 10 }, () => pool.query('select pg_sleep(0.01)')));
      await pool.end();
      await database.drop();
    }
    expect(thrownOut).toEqual([]);
  });
});
