import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { Client, Pool, type PoolConfig } from 'pg';
import type { EmbeddedPostgres } from '#libs/platform';

/** A migrated database of one's own. */
export interface FreshDatabase {
  readonly pool: Pool;
  /** For further pools: `new Pool({ ...connection, max: 4 })`. */
  readonly connection: PoolConfig;
  /** Closes the pool and removes the database, whoever is still connected to it. */
  drop(): Promise<void>;
}

/**
 * A migrated, empty database of one's own, in well under a tenth of a second; the first of a process takes a second.
 *
 *     let database: FreshDatabase;
 *     beforeEach(async () => { database = await freshDatabase(); });
 *     afterEach(() => database.drop());
 *
 * The process runs one PostgreSQL for all its test files (it ends with the process) and copies the database from a
 * template in which every migration of `#migrations` has run; the template is made anew when a migration changes.
 * The server does not wait for the disk: what is durable is the concern of other tests.
 */
export const freshDatabase = async (): Promise<FreshDatabase> => {
  const { server, template } = await (prepared ??= prepare());
  const { connectionSettings } = await import('#libs/platform');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, (client) => client.query(`create database ${name} template ${template}`));
  const connection = connectionSettings({ ...server.connection, database: name }, { name: 'test' });
  const pool = new Pool({ ...connection, max: 10 });
  pool.on('error', () => undefined);
  const drop = async () => {
    await pool.end();
    await asAdmin(server, async (client) => {
      await untilLeft(client, name);
      await client.query(`drop database if exists ${name} with (force)`);
    });
  };
  return { pool, connection, drop: once(drop) };
};

interface Prepared {
  readonly server: EmbeddedPostgres;
  readonly template: string;
}

let prepared: Promise<Prepared> | undefined;

const prepare = async (): Promise<Prepared> => {
  const server = await openServer();
  const template = `template_${migrationsDigest()}`;
  await asAdmin(server, async (client) => {
    const { rows } = await client.query<{ name: string }>('select datname as name from pg_database');
    if (server.owned) await sweep(client, rows, template);
    if (rows.some(({ name }) => name === template)) return;
    await client.query('drop database if exists half_made with (force)');
    await client.query('create database half_made');
    await migrateInto(server, 'half_made');
    await client.query(`alter database half_made rename to ${template}`);
  });
  return { server, template };
};

/** Takes the first directory that no other process has; one that an earlier test file of ours has is joined. */
const openServer = async (): Promise<EmbeddedPostgres> => {
  const { openEmbeddedPostgres, EmbeddedPostgresError } = await import('#libs/platform');
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '64MB',
  };
  for (let slot = 1; ; slot += 1) {
    const dataDir = join(tmpdir(), `tierledger-tests-${process.getuid?.() ?? 0}`, `${slot}`);
    mkdirSync(dataDir, { recursive: true });
    try {
      return await openEmbeddedPostgres({ dataDir, attach: isOurs(dataDir), settings });
    } catch (error) {
      const taken = error instanceof EmbeddedPostgresError && /already runs/.test(error.message);
      if (!taken || slot === 64) throw error;
    }
  }
};

const isOurs = (dataDir: string): boolean => {
  try {
    const { pid } = JSON.parse(readFileSync(join(dataDir, 'postgres.lock'), 'utf8')) as { pid: number };
    return pid === process.pid;
  } catch {
    return false;
  }
};

/** Removes what earlier processes have left behind. */
const sweep = async (client: Client, found: readonly { name: string }[], template: string): Promise<void> => {
  for (const { name } of found) {
    if (/^(test_|template_)/.test(name) && name !== template)
      await client.query(`drop database ${name} with (force)`);
  }
};

const migrationsDigest = (): string => {
  const folder = join(__dirname, '../../../migrations');
  const texts = readdirSync(folder)
    .filter((file) => /\.(ts|js)$/.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 12);
};

const migrateInto = async ({ connection }: EmbeddedPostgres, database: string): Promise<void> => {
  const { connectionSettings, migrate } = await import('#libs/platform');
  const target = { ...connection, database };
  const pool = new Pool(connectionSettings(target, { name: 'test' }));
  try {
    const dataSource = await migrate(pool, connectionSettings(target, { name: 'test', path: 'public' }));
    await dataSource.destroy();
  } finally {
    await pool.end();
  }
};

/**
 * Waits for the clients that are on their way out: `pool.end()` does not, and one thrown out by the drop would raise
 * its error in whatever test runs next. Who stays on purpose is thrown out after ten seconds: a busy machine sees
 * nobody off in one.
 */
const untilLeft = async (client: Client, database: string): Promise<void> => {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const { rowCount } = await client.query('select from pg_stat_activity where datname = $1', [database]);
    if (rowCount === 0) return;
    await after(10);
  }
};

const asAdmin = async (
  { connection }: EmbeddedPostgres,
  work: (client: Client) => Promise<unknown>,
): Promise<void> => {
  const client = new Client({ ...connection, database: 'postgres' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
};

const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
};
