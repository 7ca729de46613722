import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The key that signs this instance's cursors, made at the first use, so that a cursor outlives a restart.
 * Two processes may start at once: each makes a key, a hard link lets one of them win, and both read that.
 */
export const cursorKey = (dataDir: string): Buffer => {
  const dir = join(dataDir, 'keys');
  const path = join(dir, 'cursor-key');
  if (!existsSync(path)) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const draft = join(dir, `.${randomUUID()}`);
    writeFileSync(draft, randomBytes(32), { mode: 0o600, flush: true });
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return readFileSync(path);
};
