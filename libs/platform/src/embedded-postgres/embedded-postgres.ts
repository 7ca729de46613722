import { mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { chooseAccount } from './account';
import { ensureCluster, type Cluster } from './cluster';
import { answers, connectionTo, ensureDatabase, type Connection } from './database';
import { claim, type Claim, type Holder } from './lock';
import { LogFile } from './log-file';
import { awaitPreviousServer } from './previous-server';
import { isAlive, pidNamespace, thisProcess } from './process-identity';
import { findPrograms, majorOf } from './programs';
import { startServer, type Server } from './server';
import { servingMark } from './serving-mark';
import { giveTo, makeSocketDirectory, port, removeSocketDirectory } from './socket-directory';
import { EmbeddedPostgresError, explain, orExplain } from './trouble';

/** A real PostgreSQL at our service, and how to reach it. */
export interface EmbeddedPostgres {
  /** For `pg`; the host is the directory of its Unix socket. */
  readonly connection: Connection;
  /** False when attached to one that another live process started. */
  readonly owned: boolean;
  /** Stops only what it owns; may be called more than once. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  /** Join the server of another live process instead of refusing. */
  attach?: boolean;
  /** More settings for the server; none of them can open a port. */
  settings?: Record<string, string>;
  /** The server ended, and nobody had asked it to. */
  onExit?: (reason: string) => void;
}

/** Starts (or attaches to) a real PostgreSQL in `dataDir`, and says how to reach it. */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = usableDirectory(options.dataDir);
  const socketDir = makeSocketDirectory();
  const mine: Holder = { ...thisProcess(), namespace: pidNamespace(), socketDir, port };
  const place = () => claim(join(dataDir, 'postgres.lock'), mine);
  try {
    const held = orExplain(`${dataDir} could not be locked`, dataDir, place);
    if (held.status === 'held') return await own(held, mine, dataDir, options);
    if (!options.attach) throw taken(dataDir, held.by);
    removeSocketDirectory(mine.socketDir);
    return await attach(held.by, dataDir, options);
  } catch (error) {
    removeSocketDirectory(mine.socketDir);
    throw error;
  }
}

function usableDirectory(asked: string): string {
  const dataDir = resolve(asked);
  return orExplain(`${dataDir} could not be made`, dataDir, () => {
    mkdirSync(dataDir, { recursive: true });
    return realpathSync(dataDir);
  });
}

const taken = (dataDir: string, { pid }: Holder) =>
  new EmbeddedPostgresError(
    `Process ${pid} already runs the database in ${dataDir}: stop that process, or choose another data directory.`,
  );

type Held = Extract<Claim, { status: 'held' }>;

async function own(
  held: Held,
  { socketDir }: Holder,
  dataDir: string,
  { settings = {}, onExit }: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const leaving: (() => void)[] = [() => removeSocketDirectory(socketDir), held.release];
  const leave = () => leaving.splice(0).forEach((step) => step());
  try {
    const cluster = await prepare(held, dataDir);
    leaving.unshift(() => cluster.log.close());
    await ensureCluster(cluster);
    giveTo(socketDir, cluster.account);
    const server = await startServer(cluster, socketDir, settings);
    return await atService(server, connectionTo({ socketDir, port }), { log: cluster.log, leave, onExit });
  } catch (error) {
    leave();
    if (error instanceof EmbeddedPostgresError) throw error;
    throw explain('PostgreSQL did not start', String(error), { dir: dataDir });
  }
}

/** Clears away what an owner that died left behind, and finds who can run which programs here. */
async function prepare(held: Held, dataDir: string): Promise<Cluster> {
  const found = findPrograms();
  const dir = join(dataDir, `postgres-${majorOf(found)}`);
  if (held.after) removeSocketDirectory(held.after.socketDir);
  await awaitPreviousServer(dir, held.after !== null);
  const { account, programs } = await chooseAccount(found, { dataDir, clusterDir: dir });
  const mark = servingMark(dataDir);
  const log = new LogFile(`${dir}.log`);
  giveTo(log.path, account);
  return { dir, account, programs, mark, log };
}

type Owned = { log: LogFile; leave: () => void; onExit?: (reason: string) => void };

async function atService(
  server: Server,
  connection: Connection,
  { log, leave, onExit }: Owned,
): Promise<EmbeddedPostgres> {
  await ensureDatabase(connection).catch(async (error) => {
    await server.stop();
    throw error;
  });
  let stopping: Promise<void> | undefined;
  const ended = server.ended.then((how) => {
    const reason = `PostgreSQL ended unexpectedly (${how}); its log is ${log.path}:\n${log.tail()}`;
    leave();
    if (!stopping) onExit?.(reason);
  });
  return {
    connection,
    owned: true,
    stop: () => (stopping ??= server.stop().then(() => ended)),
  };
}

/** The owner may still be starting: waits for its database to answer as long as it lives, within reason. */
async function attach(
  owner: Holder,
  dataDir: string,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const connection = connectionTo(owner);
  const deadline = Date.now() + 60_000;
  while (!(await answers(connection))) {
    if (!isAlive(owner)) return openEmbeddedPostgres(options);
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        `Process ${owner.pid} holds the database in ${dataDir}, which does not answer at ${owner.socketDir}: ` +
          `is it another user's, or another container's? Run as that user, or stop that process and start again.`,
      );
    }
    await after(50);
  }
  return { connection, owned: false, stop: async () => {} };
}
