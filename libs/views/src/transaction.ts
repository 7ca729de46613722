import { type ClientBase, escapeLiteral, type Pool, type PoolClient, type QueryResult } from 'pg';
import type { Mark } from './checkpoint';

/** Where the unqualified names of a projection are looked up: among the live tables unless told otherwise. */
const liveTables = 'views';

/** Somebody else has moved the view's checkpoint: what was read of it in this process is out of date. */
export class CheckpointMoved extends Error {
  constructor(view: string) {
    super(`The checkpoint of view ${view} was moved by another process.`);
  }
}

/** A connection of one's own; one that is lost says so to whoever uses it, and to nobody else. */
const withConnection = async <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let lost: Error | undefined;
  const lose = (error: Error) => (lost = error);
  client.on('error', lose);
  try {
    return await work(client);
  } finally {
    client.off('error', lose);
    client.release(lost);
  }
};

/** Runs work in a transaction of its own connection, which the work commits; whatever goes wrong, nothing of it stands. */
export const inTransaction = <T>(pool: Pool, work: (tx: ClientBase) => Promise<T>): Promise<T> =>
  withConnection(pool, async (tx) => {
    try {
      return await work(tx);
    } catch (error) {
      await tx.query('rollback').catch((broken: Error) => tx.emit('error', broken));
      throw error;
    }
  });

/**
 * Opens a transaction on the tables of a schema. It does not wait for the disk: a view that loses its last
 * moments in a crash loses rows and checkpoint together, and takes the same events in again.
 */
export const opening = (schema: string): string =>
  `begin; set local synchronous_commit = off; set local search_path = ${schema}, views, ledger, ops, public`;

/** Opens a transaction on the live tables and holds the view's checkpoint. @throws CheckpointMoved */
export const openHolding = async (tx: ClientBase, view: string, expected: bigint): Promise<void> => {
  const held = `select "commit" from views.checkpoints where name = ${escapeLiteral(view)} for update`;
  const results = (await tx.query(`${opening(liveTables)}; ${held}`)) as unknown as QueryResult<{
    commit: string;
  }>[];
  if (results.at(-1)?.rows[0]?.commit !== String(expected)) throw new CheckpointMoved(view);
};

/** Moves a view's checkpoint, as SQL to be sent together with what commits it. */
export const moving = (view: string, { checkpoint: { commit, prepare }, lastRecordedAt }: Mark): string =>
  `update views.checkpoints set "commit" = ${commit}, prepare = ${prepare}, updated_at = now(),
     last_recorded_at = ${lastRecordedAt === null ? 'null' : escapeLiteral(lastRecordedAt)}
   where name = ${escapeLiteral(view)}`;

/** Moves the checkpoint of a view whose rows stay as they are, in one go. @throws CheckpointMoved */
export const moveOn = async (pool: Pool, view: string, expected: bigint, mark: Mark): Promise<void> => {
  const statement = `${moving(view, mark)} and "commit" = ${expected}`;
  const sent: unknown = await pool.query(`begin; set local synchronous_commit = off; ${statement}; commit`);
  if ((sent as QueryResult[])[2]?.rowCount !== 1) throw new CheckpointMoved(view);
};

/** Whether trying again later may help: the database is away, full or busy, and the event is not to blame. */
export const mayPass = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string };
  if (error instanceof CheckpointMoved) return true;
  if (code === undefined) return /connect|terminat|timeout/i.test(message ?? '');
  return /^(08|40|53|55|57|58)/.test(code) || /^E[A-Z]+$/.test(code);
};
