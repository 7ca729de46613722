import type { Pool } from 'pg';

/** Any number that means "this process does the reassessment" to every process on this database. */
const reassessmentLock = 7_415_306_001;

/** Works if no other process does, and for as long as this one holds the lock: a lost connection is a lost lock. */
export const alone = async (
  pool: Pool,
  ending: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  const client = await pool.connect();
  const lost = new AbortController();
  client.once('error', () => lost.abort());
  try {
    const text = 'select pg_try_advisory_lock($1) as held';
    const { rows } = await client.query<{ held: boolean }>(text, [reassessmentLock]);
    if (rows[0]!.held) await work(AbortSignal.any([ending, lost.signal]));
  } finally {
    // Ended rather than handed back, so that no lock lives on in the pool.
    client.release(true);
  }
};
