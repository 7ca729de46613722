import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#libs/platform';

export const freshDatabase = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'runs-'));
  const database = await openDatabase(
    { dataDir, databaseUrl: null, databasePool: 20 },
    { name: 'runs-spec', report: () => {} },
  );
  return {
    pool: database.pool,
    close: async () => {
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
