import { mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Connection } from './database';
import { attachTo } from './attached';
import { claim, type Claim, type Holder } from './lock';
import { own } from './owned';
import { pidNamespace, thisProcess } from './process-identity';
import { makeSocketDirectory, port, removeSocketDirectory } from './socket-directory';
import { EmbeddedPostgresError, orExplain } from './trouble';

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
  const lock = join(dataDir, 'postgres.lock');
  for (;;) {
    const socketDir = makeSocketDirectory();
    const mine = { ...thisProcess(), namespace: pidNamespace(), socketDir, port };
    const claimed = claimOrClear(lock, mine, dataDir);
    if (claimed.status === 'held') return own(claimed, mine, dataDir, options);
    if (!options.attach) throw taken(dataDir, claimed.by);
    const attached = await attachTo(claimed.by, lock);
    if (attached) return attached; // else its owner left while we knocked, and the directory may be ours now
  }
}

function usableDirectory(asked: string): string {
  const dataDir = resolve(asked);
  return orExplain(`${dataDir} could not be made`, dataDir, () => {
    mkdirSync(dataDir, { recursive: true });
    return realpathSync(dataDir);
  });
}

/** The lock names the socket, so the socket's directory comes first; it goes again when there is nothing to serve. */
function claimOrClear(lock: string, mine: Holder, dataDir: string): Claim {
  let claimed: Claim | undefined;
  try {
    claimed = orExplain(`${dataDir} could not be locked`, dataDir, () => claim(lock, mine));
    return claimed;
  } finally {
    if (claimed?.status !== 'held') removeSocketDirectory(mine.socketDir);
  }
}

const taken = (dataDir: string, { pid }: Holder) =>
  new EmbeddedPostgresError(
    `Process ${pid} already runs the database in ${dataDir}: stop that process, or choose another data directory.`,
  );
