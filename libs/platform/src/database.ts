import { Pool, type PoolConfig } from 'pg';
import type { DataSource } from 'typeorm';
import type { Config } from './config';
import { connectionSettings } from './connection';
import { awaitDatabase } from './await-database';
import { openEmbeddedPostgres } from './embedded-postgres/embedded-postgres';
import { migrate } from './migrate';

/** A migrated database, and the connections to it. */
export interface Database {
  readonly pool: Pool;
  /** For migrations and for entities; it looks up names in `public` alone. */
  readonly dataSource: DataSource;
  /** True when this process runs the embedded server, and with that ends it. */
  readonly owned: boolean;
  readonly close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  /** Join the embedded server of another live process instead of refusing. */
  readonly attach?: boolean;
  /** Is told what is worth telling, in sentences. */
  readonly report: (sentence: string) => void;
  /** The embedded server ended, and nobody had asked it to. */
  readonly onLost?: (reason: string) => void;
}

/** Opens the embedded database or the user's own, waits until it answers, and brings its schema up to date. */
export const openDatabase = async (
  config: Pick<Config, 'dataDir' | 'databaseUrl' | 'databasePool'>,
  options: DatabaseOptions,
): Promise<Database> => {
  const server = await openServer(config, options);
  const pool = poolOf(server, config.databasePool, options);
  try {
    await awaitDatabase(pool, options.report);
    const settings = connectionSettings(server.target, { ...options, path: 'public' });
    const dataSource = await migrate(pool, settings);
    return { pool, dataSource, owned: server.owned, close: once(() => closeAll(pool, dataSource, server)) };
  } catch (error) {
    await closeAll(pool, null, server);
    throw error;
  }
};

/** A server that goes away must not take the process with it: a lost idle connection is told, and replaced when needed. */
const poolOf = ({ target }: Server, max: number, options: DatabaseOptions): Pool => {
  const pool = new Pool({ ...connectionSettings(target, options), max });
  pool.on('error', ({ message }) => {
    if (!pool.ending) options.report(`An idle connection to the database was lost: ${message}`);
  });
  return pool;
};

interface Server {
  readonly target: string | PoolConfig;
  readonly owned: boolean;
  readonly stop: () => Promise<void>;
}

const openServer = async (
  { dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>,
  { attach, onLost }: DatabaseOptions,
): Promise<Server> => {
  if (databaseUrl !== null) return { target: databaseUrl, owned: false, stop: async () => {} };
  const postgres = await openEmbeddedPostgres({ dataDir, attach, onExit: onLost });
  return { target: postgres.connection, owned: postgres.owned, stop: () => postgres.stop() };
};

const closeAll = async (pool: Pool, dataSource: DataSource | null, server: Server): Promise<void> => {
  try {
    await dataSource?.destroy();
    await pool.end();
  } finally {
    await server.stop();
  }
};

const once = (close: () => Promise<void>): (() => Promise<void>) => {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
};
