import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { Client } from 'pg';
import type { Connection } from './database';
import { openEmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres';

/** A process of its own that opens the directory, says how to reach it, and stays: something to kill. */
const ownerProcess = `
  const { transformFileSync } = require('@swc/core');
  const options = { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } };
  require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);
  const { openEmbeddedPostgres } = require(process.argv[1]);
  const say = (words) => process.stdout.write(JSON.stringify(words) + '\\n');
  openEmbeddedPostgres(JSON.parse(process.argv[2])).then(
    ({ connection, owned }) => say({ connection, owned }),
    (error) => say({ error: error.message }),
  );
  process.stdin.resume();
`;
type Said = { connection: Connection; owned: boolean; error?: string };

const root = realpathSync(mkdtempSync(join(tmpdir(), 'launcher-')));
const shared = join(root, 'shared');
const others: ChildProcess[] = [];

afterAll(async () => {
  for (const other of others) other.kill('SIGKILL');
  while (serversOn(root).length > 0) await after(20);
  rmSync(root, { recursive: true, force: true });
});

async function elsewhere(options: EmbeddedPostgresOptions): Promise<Said & { process: ChildProcess }> {
  const args = ['-e', ownerProcess, join(__dirname, 'embedded-postgres.ts'), JSON.stringify(options)];
  const child = spawn(process.execPath, args, { cwd: __dirname, stdio: ['pipe', 'pipe', 'inherit'] });
  others.push(child);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { ...(JSON.parse(line) as Said), process: child };
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** Within some 20 ms by itself; a busy machine may take its time. */
async function expectSoon<T>(look: () => T, expected: T): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (JSON.stringify(look()) !== JSON.stringify(expected) && Date.now() < deadline) await after(20);
  expect(look()).toEqual(expected);
}

async function ask<Row>(connection: Connection, sql: string): Promise<Row[]> {
  const client = new Client(connection);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

const processes = () => execFileSync('ps', ['-eww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
const serversOn = (dir: string) =>
  processes().filter((line) => /^ *\d+ \/\S+\/bin\/postgres -D /.test(line) && line.includes(dir));
const guardsOf = (socketDir: string) =>
  processes().filter((line) => /sh -c/.test(line) && line.includes(socketDir));
const pidOf = (line: string) => Number(line.trim().split(' ')[0]);
const postmaster = (dataDir: string) =>
  Number(readFileSync(join(dataDir, 'postgres-18', 'postmaster.pid'), 'utf8').split('\n')[0]);

describe('an embedded PostgreSQL', () => {
  it('is made at the first start, durable, private and without a port', async () => {
    const postgres = await openEmbeddedPostgres({ dataDir: shared });
    const { connection } = postgres;
    const [facts] = await ask(
      connection,
      `select current_setting('listen_addresses') as listens, current_setting('fsync') as fsync,
              current_setting('synchronous_commit') as commits, current_setting('data_checksums') as checksums,
              current_setting('TimeZone') as zone, current_setting('server_encoding') as encoding,
              lower('ÉCLAIR') as folded, datlocprovider as provider
       from pg_database where datname = current_database()`,
    );
    await ask(connection, 'create extension btree_gist; create table kept (word text)');
    expect(facts).toEqual({
      ...{ listens: '', fsync: 'on', commits: 'on', checksums: 'on', zone: 'UTC' },
      ...{ encoding: 'UTF8', folded: 'éclair', provider: 'b' },
    });
    expect(statSync(connection.host).mode & 0o777).toBe(0o700);
    expect(statSync(join(shared, 'postgres-18')).mode & 0o777).toBe(0o700);
    await postgres.stop();
    await postgres.stop();
  });

  it('keeps its data from one start to the next, and leaves nothing behind when stopped', async () => {
    const first = await openEmbeddedPostgres({ dataDir: shared });
    await ask(first.connection, `insert into kept values ('first')`);
    await first.stop();
    expect(existsSync(first.connection.host)).toBe(false);
    expect(readdirSync(shared).filter((name) => /lock|new-/.test(name))).toEqual([]);
    await expectSoon(() => [...serversOn(shared), ...guardsOf(first.connection.host)], []);

    const second = await openEmbeddedPostgres({ dataDir: shared });
    expect(await ask(second.connection, 'select word from kept')).toEqual([{ word: 'first' }]);
    await second.stop();
  });

  it('heeds nothing of what the environment says to PostgreSQL and its clients', async () => {
    const hostile = {
      ...{
        PGPORT: '1',
        PGHOST: 'nowhere.invalid',
        PGDATA: '/nowhere',
        PGUSER: 'nobody',
        PGSSLMODE: 'require',
      },
      ...{
        PGOPTIONS: '-c default_transaction_read_only=on',
        LC_ALL: 'xx_XX',
        TZ: 'Asia/Tokyo',
        PGDATABASE: 'x',
      },
      ...{ LD_LIBRARY_PATH: '/nowhere', TMPDIR: join(root, 'long'.repeat(30)) },
    };
    const before = { ...process.env };
    Object.assign(process.env, hostile);
    try {
      const postgres = await openEmbeddedPostgres({ dataDir: join(root, 'hostile') });
      const [facts] = await ask(
        postgres.connection,
        `select current_setting('default_transaction_read_only') as readonly, current_setting('TimeZone') as zone,
                current_setting('lc_messages') as messages`,
      );
      expect(facts).toEqual({ readonly: 'off', zone: 'UTC', messages: 'C' });
      await postgres.stop();
    } finally {
      for (const name of Object.keys(hostile)) delete process.env[name];
      Object.assign(process.env, before);
    }
  });

  it('works in a directory with a long and odd name', async () => {
    const dataDir = join(root, `it's a "långt" name`, ...Array<string>(8).fill('deep'.repeat(10)));
    const postgres = await openEmbeddedPostgres({ dataDir });
    expect(Buffer.byteLength(join(postgres.connection.host, '.s.PGSQL.5432'))).toBeLessThanOrEqual(107);
    expect(await ask(postgres.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
  });

  it('takes settings, but none that opens a port', async () => {
    const settings = { work_mem: '12MB', listen_addresses: '*' };
    const postgres = await openEmbeddedPostgres({ dataDir: shared, settings });
    const [facts] = await ask(
      postgres.connection,
      `select current_setting('work_mem') as mem, current_setting('listen_addresses') as listens`,
    );
    expect(facts).toEqual({ mem: '12MB', listens: '' });
    await postgres.stop();
  });

  it('says when its server ends unasked, and can be opened again', async () => {
    const heard = new Promise<string>((onExit) => {
      void openEmbeddedPostgres({ dataDir: shared, onExit }).then(() =>
        process.kill(postmaster(shared), 'SIGKILL'),
      );
    });
    expect(await heard).toMatch(/PostgreSQL ended unexpectedly \(SIGKILL\)/);
    const again = await openEmbeddedPostgres({ dataDir: shared });
    expect(await ask(again.connection, 'select word from kept')).toEqual([{ word: 'first' }]);
    await again.stop();
  });
});

describe('a directory that another process has', () => {
  it('is refused, with the process named, or joined when asked to', async () => {
    const owner = await elsewhere({ dataDir: shared });
    await expect(openEmbeddedPostgres({ dataDir: shared })).rejects.toThrow(
      `Process ${owner.process.pid} already runs the database in ${shared}: stop that process, or choose another data directory.`,
    );
    const joined = await openEmbeddedPostgres({ dataDir: shared, attach: true });
    expect([joined.owned, joined.connection]).toEqual([false, owner.connection]);
    await joined.stop();
    expect(await ask(owner.connection, 'select word from kept')).toEqual([{ word: 'first' }]);
    await kill(owner.process);
  });

  it('has one owner, however many open it at once', async () => {
    const dataDir = join(root, 'raced');
    const all = await Promise.all([1, 2, 3, 4].map(() => elsewhere({ dataDir, attach: true })));
    expect(all.map(({ owned }) => owned).sort()).toEqual([false, false, false, true]);
    expect(new Set(all.map(({ connection }) => connection.host)).size).toBe(1);
    for (const { process: other } of all) await kill(other);
  });
});

describe('after a kill -9', () => {
  it('of its owner, the server ends at once, and leaves no socket behind', async () => {
    const owner = await elsewhere({ dataDir: shared });
    await kill(owner.process);
    await expectSoon(() => [...serversOn(shared), ...guardsOf(owner.connection.host)], []);
    expect(existsSync(owner.connection.host)).toBe(false);
  });

  it('of its owner, a start right after waits for the old server, and has every commit', async () => {
    const owner = await elsewhere({ dataDir: shared });
    await ask(owner.connection, `insert into kept values ('committed')`);
    await kill(owner.process);
    const next = await openEmbeddedPostgres({ dataDir: shared });
    expect(await ask(next.connection, `select from kept where word = 'committed'`)).toHaveLength(1);
    await next.stop();
    await expectSoon(() => [...serversOn(shared), ...guardsOf(owner.connection.host)], []);
  });

  it('of its owner and its guard, the next start ends the server they left', async () => {
    const owner = await elsewhere({ dataDir: shared });
    const orphan = postmaster(shared);
    for (const guard of guardsOf(owner.connection.host)) process.kill(pidOf(guard), 'SIGKILL');
    await kill(owner.process);
    // A child of the server looks like the server until it has named itself.
    await expectSoon(() => serversOn(shared).length, 1);

    const next = await openEmbeddedPostgres({ dataDir: shared });
    expect(postmaster(shared)).not.toBe(orphan);
    await next.stop();
    expect(serversOn(shared)).toEqual([]);
  });

  it('of a first start, nothing is left that looks like a database', async () => {
    const dataDir = join(root, 'interrupted');
    mkdirSync(join(dataDir, 'postgres-18.new-abc123', 'base'), { recursive: true });
    const postgres = await openEmbeddedPostgres({ dataDir });
    expect(readdirSync(dataDir).filter((name) => name.includes('new-'))).toEqual([]);
    await postgres.stop();
  });

  it.each([
    ['another process has its number by now', JSON.stringify({ pid: process.pid, birth: 'long ago' })],
    ['no process has its number', JSON.stringify({ pid: 2 ** 22 + 1, birth: 'long ago' })],
    ['it was cut short', '{"pid": 1'],
  ])('a lock left behind does not count when %s', async (_, lock) => {
    writeFileSync(join(shared, 'postgres.lock'), lock);
    const postgres = await openEmbeddedPostgres({ dataDir: shared });
    expect(postgres.owned).toBe(true);
    await postgres.stop();
  });

  it('a postmaster.pid left behind does not count when another process has its number by now', async () => {
    writeFileSync(
      join(shared, 'postgres-18', 'postmaster.pid'),
      `${process.pid}\n${shared}/postgres-18\n1\n5432\n`,
    );
    const postgres = await openEmbeddedPostgres({ dataDir: shared });
    expect(postgres.owned).toBe(true);
    await postgres.stop();
  });
});

describe('what is in the way is said', () => {
  const opened = (dataDir: string) => openEmbeddedPostgres({ dataDir }).then(() => 'opened', String);

  it('a file where the directory should be', async () => {
    writeFileSync(join(root, 'file'), '');
    expect(await opened(join(root, 'file', 'data'))).toMatch(/cannot be a data directory.*choose another/);
  });

  it('a database of another major version', async () => {
    mkdirSync(join(root, 'older', 'postgres-17'), { recursive: true });
    expect(await opened(join(root, 'older'))).toMatch(
      /was made by PostgreSQL 17: start it with that version/,
    );
  });

  it('a directory that is no database', async () => {
    mkdirSync(join(root, 'strange', 'postgres-18'), { recursive: true });
    expect(await opened(join(root, 'strange'))).toMatch(/is not a PostgreSQL database: move it away/);
  });

  it('a server that does not start', async () => {
    const refused = openEmbeddedPostgres({ dataDir: shared, settings: { shared_buffers: 'plenty' } });
    await expect(refused).rejects.toThrow(/did not start .*invalid value for parameter "shared_buffers"/s);
    expect(existsSync(join(shared, 'postgres.lock'))).toBe(false);
  });
});
