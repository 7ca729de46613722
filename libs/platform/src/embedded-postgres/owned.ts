import { join } from 'node:path';
import { chooseAccount } from './account';
import { ensureCluster, type Cluster } from './cluster';
import { connectionTo, ensureDatabase } from './database';
import type { Claim, Holder } from './lock';
import { LogFile } from './log-file';
import { awaitPreviousServer } from './previous-server';
import { findPrograms, majorOf } from './programs';
import { startServer } from './server';
import { servingMark } from './serving-mark';
import { giveTo, removeSocketDirectory } from './socket-directory';
import { EmbeddedPostgresError, explain } from './trouble';

type Held = Extract<Claim, { status: 'held' }>;

type Wishes = { settings?: Record<string, string>; onExit?: (reason: string) => void };

/** Starts the server of a directory that is ours, and gives the directory back once the server has ended. */
export async function own(held: Held, mine: Holder, dataDir: string, wishes: Wishes) {
  const leaving = [() => removeSocketDirectory(mine.socketDir), held.release];
  const leave = () => leaving.splice(0).forEach(quietly);
  try {
    const cluster = await prepare(held, dataDir);
    leaving.unshift(() => cluster.log.close());
    return await serve(cluster, mine, { ...wishes, leave });
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
  for (const path of [mark, log.path]) giveTo(path, account);
  return { dir, account, programs, mark, log };
}

async function serve(cluster: Cluster, mine: Holder, wishes: Wishes & { leave: () => void }) {
  await ensureCluster(cluster);
  giveTo(mine.socketDir, cluster.account);
  const server = await startServer(cluster, mine.socketDir, wishes.settings ?? {});
  const connection = connectionTo(mine);
  await ensureDatabase(connection).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  let stopping: Promise<void> | undefined;
  const ended = server.ended.then((how) => {
    const reason = `PostgreSQL ended unexpectedly (${how}); its log is ${cluster.log.path}:\n${cluster.log.tail()}`;
    wishes.leave();
    if (!stopping) wishes.onExit?.(reason);
  });
  return { connection, owned: true, stop: () => (stopping ??= server.stop().then(() => ended)) };
}

/** What cannot be cleared away now is cleared away at the next start. */
function quietly(step: () => void): void {
  try {
    step();
  } catch {
    // The directory may have been taken away under us.
  }
}
