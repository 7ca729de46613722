import { chownSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './trouble';

const prefix = 'tierledger-';

/** Names the socket's file and nothing else: nothing listens on a TCP port. */
export const port = 5432;

export const socketIn = (dir: string): string => join(dir, `.s.PGSQL.${port}`);

/** The kernel keeps a socket's path in 108 bytes, the last of which is a zero. */
const longestPath = 107;

const fits = (dir: string) => Buffer.byteLength(socketIn(join(dir, `${prefix}XXXXXX`))) <= longestPath;

/** A directory that only we can enter: who can reach the socket is the database's superuser. */
export function makeSocketDirectory(): string {
  const reasons: string[] = [];
  for (const dir of [tmpdir(), '/tmp'].filter(fits)) {
    try {
      return mkdtempSync(join(dir, prefix)); // mkdtemp makes it 0700
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  throw new EmbeddedPostgresError(
    `There is no place for PostgreSQL's socket: set TMPDIR to a writable directory of less than 70 characters.\n${reasons.join('\n')}`,
  );
}

export function giveTo(dir: string, { uid, gid }: { uid?: number; gid?: number }): void {
  if (uid !== undefined && gid !== undefined) chownSync(dir, uid, gid);
}

/** Removes only what a server puts there, in a directory of the kind we make. */
export function removeSocketDirectory(dir: string): void {
  if (!dir.includes(`/${prefix}`)) return;
  try {
    for (const name of readdirSync(dir)) {
      if (name.startsWith('.s.PGSQL.')) rmSync(join(dir, name), { force: true });
    }
    rmdirSync(dir);
  } catch {
    // Already gone, or no longer ours: a temporary directory is cleared by others, too.
  }
}
