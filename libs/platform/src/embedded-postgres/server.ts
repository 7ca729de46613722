import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Cluster } from './cluster';
import { startGuarded, type GuardedChild } from './guarded-child';
import { port, socketIn } from './socket-directory';
import { explain } from './trouble';

/** For a machine of two cores; what keeps a commit durable is said, so that no file can unsay it. */
const settings: Record<string, string> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '192MB',
  max_wal_size: '2GB',
  wal_compression: 'on',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
};

/** Last on the command line, where they win: no caller's setting opens a port or moves the socket. */
const reach = (socketDir: string): Record<string, string> => ({
  listen_addresses: '',
  port: String(port),
  unix_socket_directories: `"${socketDir}"`,
  unix_socket_permissions: '0700',
  logging_collector: 'off',
});

export interface Server {
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Starts the postmaster and resolves when it takes connections, which after a crash is once it has recovered. */
export async function startServer(
  cluster: Cluster,
  socketDir: string,
  extra: Record<string, string>,
): Promise<Server> {
  const { dir, account, programs, log, mark } = cluster;
  const all = Object.entries({ ...settings, ...extra, ...reach(socketDir) });
  const args = ['-D', dir, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = startGuarded([programs.postgres, ...args], {
    account,
    output: log.fd,
    mark,
    socket: socketIn(socketDir),
  });
  let outcome: string | undefined;
  child.ended.then(
    (how) => (outcome = how),
    (error: Error) => (outcome = error.message),
  );
  while (!isReady(dir, child.pid)) {
    if (outcome !== undefined)
      throw explain(`PostgreSQL did not start (${outcome})`, log.tail(), { dir: dirname(dir) });
    await after(15);
  }
  return { ended: child.ended, stop: () => stop(child) };
}

/** The postmaster writes its state on line 8 of its own file; an earlier one's file has another number on line 1. */
function isReady(dir: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

/** Fast: clients are dismissed and a checkpoint written; then immediate, should that take longer than anyone waits. */
async function stop({ process: child, ended }: GuardedChild): Promise<void> {
  child.ref();
  child.kill('SIGINT');
  const impatience = setTimeout(() => child.kill('SIGQUIT'), 30_000);
  await ended;
  clearTimeout(impatience);
}
