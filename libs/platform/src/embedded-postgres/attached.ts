import { setTimeout as after } from 'node:timers/promises';
import { answers, connectionTo } from './database';
import { isHeldBy, type Holder } from './lock';
import { EmbeddedPostgresError } from './trouble';

const patience = 60_000;

/** Reaches the server of another owner, who may still be starting it; null when that owner has left meanwhile. */
export async function attachTo(owner: Holder, lock: string) {
  const connection = connectionTo(owner);
  const deadline = Date.now() + patience;
  while (!(await answers(connection))) {
    if (!isHeldBy(lock, owner)) return null;
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        `Process ${owner.pid} holds the database, which does not answer at ${owner.socketDir}: ` +
          `stop that process (is it in another container?) and start again.`,
      );
    }
    await after(50);
  }
  return { connection, owned: false, stop: async () => {} };
}
