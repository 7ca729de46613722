import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from './config';
import { openDatabase } from './database';

describe('a database', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tierledger-db-'));
  const config: Config = { ...({} as Config), dataDir, databaseUrl: null, databasePool: 4 };
  const reported: string[] = [];
  const open = (attach: boolean, databaseUrl: string | null = null) =>
    openDatabase({ ...config, databaseUrl }, { name: 'spec', attach, report: (said) => reported.push(said) });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is migrated once, though two open it at the same time, and its days are text', async () => {
    const [one, other] = await Promise.all([open(true), open(true)]);
    const { rows } = await one.pool.query(
      `select date '2024-02-29' as day, array[date '2024-02-29'] as days, current_setting('search_path') as path`,
    );
    expect(rows).toEqual([{ day: '2024-02-29', days: ['2024-02-29'], path: 'views,ledger,ops,public' }]);
    const { rows: run } = await other.pool.query('select name from public.tierledger_migrations');
    expect(new Set(run.map(({ name }) => name)).size).toBe(run.length);
    await Promise.all([one, other].sort((a, b) => +a.owned - +b.owned).map(({ close }) => close()));
  });

  it('opens again, and closes as often as one likes', async () => {
    const { pool, close } = await open(false);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await Promise.all([close(), close()]);
    await close();
  });

  it('says what to do when DATABASE_URL leads nowhere it may enter', async () => {
    const { pool, close } = await open(false);
    const { host, port, user } = pool.options;
    const url = `postgres://${user}@localhost:${port}/absent?host=${encodeURIComponent(host ?? '')}`;
    await expect(open(false, url)).rejects.toThrow(
      /cannot be reached .*absent.*: check that DATABASE_URL is right/,
    );
    await close();
  });
});
