import type { Pool } from 'pg';

/** Numbers that mean a standing work to every process on this database. */
const standingLocks = {
  reassessment: 7_415_306_001,
  handover: 7_415_306_002,
  announcements: 7_415_306_003,
} as const;
export type StandingLock = keyof typeof standingLocks;

/** Works if no other process does, and for as long as this one holds the lock: a lost connection is a lost lock. */
export const alone = async (
  pool: Pool,
  lock: StandingLock,
  ending: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  const client = await pool.connect();
  const lost = new AbortController();
  client.once('error', () => lost.abort());
  try {
    const text = 'select pg_try_advisory_lock($1) as held';
    const { rows } = await client.query<{ held: boolean }>(text, [standingLocks[lock]]);
    if (rows[0]!.held) await work(AbortSignal.any([ending, lost.signal]));
  } finally {
    // Ended rather than handed back, so that no lock lives on in the pool.
    client.release(true);
  }
};
