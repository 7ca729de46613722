import type { Pool, PoolConfig } from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '#migrations';

/** Any number that means "tierledger migrates" to every process on this database. */
const migrationLock = 7_415_302_118;

/** Brings the schema up to date; processes that start at once wait for the first of them. */
export const migrate = async (pool: Pool, settings: PoolConfig): Promise<DataSource> => {
  const dataSource = await dataSourceOf(settings).initialize();
  const holder = await pool.connect();
  try {
    await holder.query('select pg_advisory_lock($1)', [migrationLock]);
    await dataSource.runMigrations({ transaction: 'each' });
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  } finally {
    await holder.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => {});
    holder.release();
  }
};

/** `schema` is said, so that the list of migrations stays where it is once other schemas exist. */
const dataSourceOf = ({ connectionString, ...settings }: PoolConfig): DataSource =>
  new DataSource({
    type: 'postgres',
    ...(connectionString !== undefined && { url: connectionString }),
    schema: 'public',
    migrationsTableName: 'tierledger_migrations',
    migrations,
    installExtensions: false,
    poolErrorHandler: () => {},
    extra: { ...settings, max: 2 },
  });
