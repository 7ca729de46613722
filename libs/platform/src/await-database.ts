import { setTimeout as after } from 'node:timers/promises';
import type { Pool } from 'pg';

/** The database cannot be used; the message says why and what to do. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}

/** The oldest PostgreSQL the schema is tried against. */
const oldestVersion = 15;

/** A server that is not there yet, or is there and still starting or recovering. */
const notYet = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'ETIMEDOUT',
  '57P03',
]);

const patienceMs = 60_000;

/**
 * Waits, a minute at most, until the database answers, and looks whether it can hold the schema.
 * @throws DatabaseUnusable
 */
export const awaitDatabase = async (pool: Pool, report: (sentence: string) => void): Promise<void> => {
  const since = Date.now();
  for (let attempt = 1; ; attempt++) {
    try {
      await assertFit(pool);
      return;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (error instanceof DatabaseUnusable) throw error;
      if (!notYet.has(code ?? '') || Date.now() - since > patienceMs) throw unreachable(code, message);
      if (attempt === 1) report('The database does not answer yet; trying again for a minute.');
      await after(Math.min(100 * 2 ** attempt, 2_000));
    }
  }
};

const unreachable = (code: string | undefined, message: string) =>
  new DatabaseUnusable(
    `The database cannot be reached (${message || code}): check that DATABASE_URL is right and that PostgreSQL runs.`,
  );

const assertFit = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ version: number; extension: boolean }>(
    `select current_setting('server_version_num')::int / 10000 as version,
            exists (select from pg_available_extensions where name = 'btree_gist') as extension`,
  );
  const { version = 0, extension = false } = rows[0] ?? {};
  if (version < oldestVersion) {
    throw new DatabaseUnusable(`This is PostgreSQL ${version}: use version ${oldestVersion} or later.`);
  }
  if (!extension) {
    throw new DatabaseUnusable(
      'This PostgreSQL lacks the extension btree_gist: install its contrib package, e.g. postgresql-contrib.',
    );
  }
};
