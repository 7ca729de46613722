import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { cleanEnvironment } from './guarded-child';
import { completeLinks, privateCopy, type Programs } from './programs';
import { EmbeddedPostgresError, orElse } from './trouble';

/** Under whose name PostgreSQL runs; it refuses root, and a user id without a name. */
export interface Account {
  /** Put before every command. */
  readonly wrap: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

const ourselves: Account = { wrap: [] };

/** Inside, the process is `nobody`; outside it is still us, so it reads and writes our files and nobody else's. */
const namespace: Account = {
  wrap: ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'],
};

/** The first account under which the programs run here, with the programs as that account can reach them. */
export async function chooseAccount(
  programs: Programs,
  { dataDir, clusterDir }: { dataDir: string; clusterDir: string },
): Promise<{ account: Account; programs: Programs }> {
  const candidates = candidatesFor(clusterDir, dataDir);
  const isComplete = completeLinks(programs);
  const account = isComplete ? firstWorking(programs, candidates) : undefined;
  if (account) return { account, programs };
  // A copy helps when links are missing or the other user cannot read ours; it cannot mend a foreign libc.
  if (isComplete && isNotRoot()) throw unusable(programs, candidates);
  const copy = await privateCopy(programs, dataDir);
  const other = firstWorking(copy, candidates);
  if (!other) {
    const error = unusable(copy, candidates);
    rmSync(dirname(copy.home), { recursive: true, force: true });
    throw error;
  }
  return { account: other, programs: copy };
}

const isNotRoot = () => process.getuid?.() !== 0;

/** As root, an existing cluster keeps its owner: taking it over would lock that user out afterwards. */
function candidatesFor(clusterDir: string, dataDir: string): Account[] {
  if (isNotRoot()) return hasName() ? [ourselves] : [namespace, ourselves];
  const cluster = ownerOf(clusterDir);
  if (cluster && cluster.uid !== 0) return [cluster];
  const owner = ownerOf(dataDir);
  const named = ['postgres', 'nobody'].flatMap(accountNamed);
  return cluster || !owner || owner.uid === 0 ? [namespace, ...named] : [owner, namespace, ...named];
}

function ownerOf(path: string): Account | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && { wrap: [], uid: stat.uid, gid: stat.gid };
}

function accountNamed(name: string): Account[] {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? [{ wrap: [], uid: Number(uid), gid: Number(gid) }] : [];
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

const firstWorking = (programs: Programs, candidates: Account[]) =>
  candidates.find((account) => trial(programs, account).worked);

/** Asks the program for its version, which needs the account, the file and every library to be in order. */
function trial({ postgres }: Programs, { wrap, uid, gid }: Account): { worked: boolean; said: string } {
  const [command, ...args] = [...wrap, postgres, '--version'];
  const options = { cwd: '/', env: cleanEnvironment(), uid, gid, encoding: 'utf8' as const, timeout: 30_000 };
  const { status, stderr, error } = spawnSync(command, args, options);
  return { worked: status === 0, said: error?.message ?? stderr ?? '' };
}

function unusable(programs: Programs, candidates: Account[]): EmbeddedPostgresError {
  const said = candidates.map((account) => trial(programs, account).said.trim()).join('\n');
  const advice = isNotRoot()
    ? `The PostgreSQL programs in ${programs.home} do not run on this machine (they need glibc on Linux): install again with npm ci, ${orElse}.`
    : `PostgreSQL does not run as root, and no other user could run it here: start this as a normal user, choose a data directory that every user can enter (such as /var/lib/tierledger), ${orElse}.`;
  return new EmbeddedPostgresError(`${advice}\n${said}`);
}
