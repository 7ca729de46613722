import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isAlive, pidNamespace, type ProcessIdentity } from './process-identity';
import { isServed } from './serving-mark';

/** Who holds a data directory, and where its server listens. */
export interface Holder extends ProcessIdentity {
  /** Its pid means something to us only when it is of our namespace. */
  namespace: string;
  socketDir: string;
  port: number;
}

export type Claim =
  { status: 'held'; after: Holder | null; release: () => void } | { status: 'refused'; by: Holder };

const nobody: Holder = { pid: 0, birth: '', namespace: pidNamespace(), socketDir: '', port: 0 };

/**
 * Takes the directory for `mine`, unless a live process has it. A lock whose process has ended is taken over;
 * `after` then says whose it was, because that one may have left a server behind.
 */
export function claim(file: string, mine: Holder): Claim {
  const held = (after: Holder | null): Claim => ({
    status: 'held',
    after,
    release: () => release(file, mine),
  });
  for (let attempt = 0; attempt < 200; attempt++) {
    if (place(file, mine)) return held(null);
    const present = read(file);
    if (present === null) continue;
    if (holds(file, present)) return { status: 'refused', by: present };
    if (takeOver(file, present, mine)) return held(present);
    pause(10);
  }
  return { status: 'refused', by: read(file) ?? nobody };
}

/** A process in another container cannot be seen from here; the mark its server holds on the directory can. */
const holds = (file: string, holder: Holder) =>
  holder.namespace === pidNamespace() ? isAlive(holder) : isServed(dirname(file));

/** Whether that one has it still: alive, and not stopped in the meantime. */
export const isHeldBy = (file: string, holder: Holder): boolean =>
  isSame(read(file), holder) && holds(file, holder);

/** A link appears whole or not at all, so that nobody ever reads half a lock. */
function place(file: string, mine: Holder): boolean {
  const draft = `${file}.${mine.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    writeFileSync(draft, JSON.stringify(mine), { mode: 0o644 });
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Of several who find the same stale lock, one wins: who holds `.takeover` looks again before replacing it. */
function takeOver(file: string, stale: Holder, mine: Holder): boolean {
  const takeover = `${file}.takeover`;
  if (!place(takeover, mine)) {
    const other = read(takeover);
    if (other !== null && !isAlive(other)) rmSync(takeover, { force: true });
    return false;
  }
  if (isSame(read(file), stale)) {
    renameSync(takeover, file);
    return true;
  }
  rmSync(takeover, { force: true });
  return false;
}

function release(file: string, mine: Holder): void {
  if (isSame(read(file), mine)) rmSync(file, { force: true });
}

/** Null when there is no lock; a lock that cannot be understood belongs to nobody, and is therefore stale. */
function read(file: string): Holder | null {
  try {
    return { ...nobody, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>) };
  } catch (error) {
    if (error instanceof SyntaxError) return nobody;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

const isSame = (one: Holder | null, other: Holder) =>
  one !== null && one.pid === other.pid && one.birth === other.birth && one.socketDir === other.socketDir;

/** The claim is synchronous, so that within one process two claims can never interleave. */
const pause = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
