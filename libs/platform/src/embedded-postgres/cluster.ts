import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Account } from './account';
import { startGuarded } from './guarded-child';
import type { LogFile } from './log-file';
import { majorOf, type Programs } from './programs';
import { EmbeddedPostgresError, explain } from './trouble';

/** The database's superuser: who can open the private socket directory is trusted. */
export const superuser = 'tierledger';

export interface Cluster {
  readonly dir: string;
  readonly account: Account;
  readonly programs: Programs;
  readonly log: LogFile;
  /** See `servingMark`. */
  readonly mark: string;
}

/** Sorting and case by PostgreSQL's own tables: the same on every machine and after every upgrade of its libc. */
const initial = [
  ...['--username', superuser, '--auth=trust', '--encoding=UTF8', '--data-checksums', '--no-instructions'],
  ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
];

/** Makes the cluster under another name and renames it when whole: a killed first start leaves nothing to mistake. */
export async function ensureCluster(cluster: Cluster): Promise<void> {
  const { dir, account, programs, log, mark } = cluster;
  await clearDrafts(dir);
  if (existsSync(dir)) return assertMajor(dir, majorOf(programs));
  assertNoOtherMajor(dir);
  const draft = mkdtempSync(`${dir}.new-`);
  if (account.uid !== undefined && account.gid !== undefined) chownSync(draft, account.uid, account.gid);
  const run = startGuarded([programs.initdb, '-D', draft, ...initial], { account, output: log.fd, mark });
  run.process.ref();
  const outcome = await run.ended.catch((error: Error) => error.message);
  if (outcome !== 'exit code 0') {
    await rm(draft, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
    throw explain(`The database could not be created in ${dir} (${outcome})`, log.tail(), {
      dir: dirname(dir),
    });
  }
  await rename(draft, dir);
  syncDirectory(dirname(dir));
}

async function clearDrafts(dir: string): Promise<void> {
  const drafts = readdirSync(dirname(dir)).filter((name) =>
    join(dirname(dir), name).startsWith(`${dir}.new-`),
  );
  for (const name of drafts)
    await rm(join(dirname(dir), name), { recursive: true, force: true, maxRetries: 5 });
}

function assertMajor(dir: string, major: string): void {
  const found = majorIn(dir);
  if (found === undefined) {
    throw new EmbeddedPostgresError(
      `${dir} is not a PostgreSQL database: move it away, or choose another data directory.`,
    );
  }
  if (found !== major) throw otherMajor(dir, found);
}

function majorIn(dir: string): string | undefined {
  try {
    return readFileSync(join(dir, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw explain(`${dir} could not be read`, String(error), { dir });
  }
}

/** Starting empty beside the data of an older version would look like losing it. */
function assertNoOtherMajor(dir: string): void {
  const other = readdirSync(dirname(dir)).find((name) => /^postgres-\d+$/.test(name));
  if (other) throw otherMajor(join(dirname(dir), other), other.slice('postgres-'.length));
}

const otherMajor = (dir: string, major: string) =>
  new EmbeddedPostgresError(
    `The database in ${dir} was made by PostgreSQL ${major}: start it with that version and dump it, or choose another data directory.`,
  );

/** A rename is durable once its directory is. */
function syncDirectory(dir: string): void {
  const fd = openSync(dir, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
