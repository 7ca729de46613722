import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { birthOf, commandLineOf, isAlive } from './process-identity';
import { EmbeddedPostgresError } from './trouble';

const patience = 30_000;

/**
 * Waits until the server of an owner that died is gone. Its guard is ending it already; should the guard have died as
 * well, this does. Without such an owner a live server is somebody else's, and is left alone.
 */
export async function awaitPreviousServer(clusterDir: string, hadOwner: boolean): Promise<void> {
  const file = join(clusterDir, 'postmaster.pid');
  const pid = pidIn(file);
  if (pid === undefined) return;
  const birth = birthOf(pid);
  if (birth === undefined) return; // PostgreSQL clears its own stale file
  if (!commandLineOf(pid).includes(clusterDir)) return rmSync(file, { force: true }); // the number was given away
  if (!hadOwner) {
    throw new EmbeddedPostgresError(
      `Another PostgreSQL (process ${pid}) serves ${clusterDir}: stop it (kill -INT ${pid}), or choose another data directory.`,
    );
  }
  signal(pid);
  const deadline = Date.now() + patience;
  while (isAlive({ pid, birth })) {
    if (Date.now() > deadline) throw lingering(pid);
    await after(20);
  }
}

function pidIn(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8').split('\n')[0]) || undefined;
  } catch {
    return undefined;
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    // Gone meanwhile, or another user's: the wait that follows tells which.
  }
}

const lingering = (pid: number) =>
  new EmbeddedPostgresError(
    `The PostgreSQL of an earlier run (process ${pid}) does not end: end it (kill -QUIT ${pid}) and start again.`,
  );
