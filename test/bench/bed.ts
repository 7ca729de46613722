import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client, Pool } from 'pg';
import { connectionSettings, type Instance, openInstance, type Part, readConfig } from '#libs/platform';
import {
  type EmbeddedPostgres,
  openEmbeddedPostgres,
} from '../../libs/platform/src/embedded-postgres/embedded-postgres';

/** Connections of the raw side at most: the server takes 100, and an instance of ours holds some of them. */
export const rawConnections = 64;

/** Where the figures are taken: one embedded PostgreSQL with a database for each purpose, gone afterwards. */
export class Bed {
  private readonly closing: (() => Promise<unknown>)[] = [];

  private constructor(
    private readonly server: EmbeddedPostgres,
    /** On the same disk as a user's data, so that a commit costs what it costs there. */
    readonly directory: string,
  ) {}

  static async open(): Promise<Bed> {
    mkdirSync(resolve('.data'), { recursive: true });
    const directory = mkdtempSync(resolve('.data', 'bench-'));
    const bed = new Bed(await openEmbeddedPostgres({ dataDir: directory }), directory);
    bed.atClose(async () => rmSync(directory, { recursive: true, force: true }));
    bed.atClose(() => bed.server.stop());
    return bed;
  }

  /** The same server; what is opened on it is closed with it, and nothing else. */
  part(): Bed {
    return new Bed(this.server, this.directory);
  }

  /** A database by its address: empty, or as another one stands. */
  async database(name: string, template = 'template1'): Promise<string> {
    await this.administer(`drop database if exists ${name} with (force)`);
    await this.administer(`create database ${name} template ${template} strategy file_copy`);
    return this.addressOf(name);
  }

  addressOf(name: string): string {
    const { host, port, user } = this.server.connection;
    return `postgresql://${user}@${encodeURIComponent(host)}:${port}/${name}`;
  }

  /** An instance of the product on a database; closed with the bed, if not before. */
  async instance(address: string, part: Part = 'tool'): Promise<Instance> {
    const instance = await openInstance(
      readConfig({
        DATABASE_URL: address,
        DATA_DIR: join(this.directory, 'instance'),
        LOG_LEVEL: 'silent',
        PORT: '0',
      }),
      { part, report: (sentence) => process.stderr.write(`  ${sentence}\n`) },
    );
    this.atClose(() => instance.close());
    return instance;
  }

  /** Plain connections of `pg`, as the raw side uses them: one for each caller, opened when first asked for. */
  connections(address: string, count: number): () => Promise<Client[]> {
    let opened: Promise<Client[]> | undefined;
    return () => (opened ??= this.connect(address, count));
  }

  /** The same for more callers than there may be connections: a pool of them, opened when first asked for. */
  shared(address: string): () => Promise<Pool[]> {
    let opened: Pool[] | undefined;
    return () => (opened ??= [this.pool(address)]) && Promise.resolve(opened);
  }

  private pool(address: string): Pool {
    const pool = new Pool({
      ...connectionSettings(address, { name: 'bench-raw' }),
      max: rawConnections,
      idleTimeoutMillis: 0,
    });
    this.atClose(() => pool.end());
    return pool;
  }

  async connect(address: string, count: number): Promise<Client[]> {
    const clients = Array.from(
      { length: count },
      () => new Client(connectionSettings(address, { name: 'bench-raw' })),
    );
    for (const client of clients) {
      await client.connect();
      this.atClose(() => client.end());
    }
    return clients;
  }

  /** Is done when the bed is closed, the last first. */
  atClose(step: () => Promise<unknown>): void {
    this.closing.push(step);
  }

  async close(): Promise<void> {
    for (const step of this.closing.splice(0).reverse())
      await step().catch((error: unknown) => console.error(error));
  }

  async administer(statement: string): Promise<void> {
    const client = new Client({ ...this.server.connection, database: 'postgres' });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  }
}
