import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const project = resolve(__dirname, '../..');
const cruiser = join(project, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const config = join(project, '.dependency-cruiser.cjs');

interface Violation {
  rule: { name: string };
  from: string;
}

const wallNames = (): string[] =>
  JSON.parse(
    execFileSync(process.execPath, [
      '-p',
      `JSON.stringify(require(${JSON.stringify(config)}).forbidden.map(({ name }) => name))`,
    ]).toString(),
  );

/** Runs the walls over a tree; the exit code says how many are broken, the report which. */
const broken = (cwd: string, ...folders: string[]): Violation[] => {
  const run = spawnSync(
    process.execPath,
    [cruiser, ...folders, '--config', config, '--output-type', 'json'],
    {
      cwd,
      maxBuffer: 1 << 28,
    },
  );
  return JSON.parse(run.stdout.toString()).summary.violations;
};

/** A small tree in which each wall is breached once, and once only. */
const breaches: Record<string, Record<string, string>> = {
  'the-kernel-knows-only-its-three-libraries': { 'libs/kernel/src/breach.ts': "import 'node:crypto';" },
  'the-domain-knows-only-the-kernel': { 'libs/domain/src/breach.ts': "import 'node:fs';" },
  'the-event-store-knows-no-rule': {
    'libs/event-store/src/breach.ts': "import '../../domain/src/index';",
    'libs/domain/src/index.ts': 'export {};',
  },
  'the-views-never-write-to-the-log': {
    'libs/views/src/breach.ts': "import '../../runs/src/index';",
    'libs/runs/src/index.ts': 'export {};',
  },
  'the-runs-know-no-transport': {
    'libs/runs/src/breach.ts': "import '../../platform/src/index';",
    'libs/platform/src/index.ts': 'export {};',
  },
  'the-libraries-know-no-app': {
    'libs/platform/src/breach.ts': "import '../../../apps/api/src/main';",
    'apps/api/src/main.ts': 'export {};',
  },
  'what-ships-knows-nothing-of-the-tests': {
    'libs/views/src/tested.ts': "import '../../testing/src/index';",
    'libs/testing/src/index.ts': 'export {};',
  },
  'a-library-is-entered-by-its-front-door': {
    'libs/runs/src/burglar.ts': "import '../../views/src/secret';",
    'libs/views/src/secret.ts': 'export {};',
  },
  'the-apps-enter-libraries-by-the-front-door': {
    'apps/api/src/burglar.ts': "import '../../../libs/views/src/secret';",
  },
  'nothing-depends-on-itself-in-a-circle': {
    'libs/views/src/one.ts': "import './two';",
    'libs/views/src/two.ts': "import './one';",
  },
  'every-import-can-be-found': { 'libs/views/src/lost.ts': "import './nowhere';" },
};

describe('the walls of the house', () => {
  it('stand in the project', () => {
    expect(broken(project, 'apps', 'libs', 'migrations', 'test')).toEqual([]);
  });

  describe('are seen when they are breached', () => {
    const tree = mkdtempSync(join(tmpdir(), 'breaches-'));
    let found: Violation[] = [];

    beforeAll(() => {
      for (const [path, text] of Object.values(breaches).flatMap(Object.entries<string>)) {
        mkdirSync(dirname(join(tree, path)), { recursive: true });
        writeFileSync(join(tree, path), text);
      }
      writeFileSync(join(tree, 'tsconfig.json'), '{}');
      writeFileSync(join(tree, 'package.json'), '{}');
      found = broken(tree, 'apps', 'libs');
    });

    afterAll(() => rmSync(tree, { recursive: true }));

    it.each(Object.entries(breaches))('%s', (wall, files) => {
      const culprit = Object.keys(files)[0];
      expect(found.filter(({ rule }) => rule.name === wall).map(({ from }) => from)).toContain(culprit);
    });

    it('one breach is planted for every wall', () => {
      expect(Object.keys(breaches).sort()).toEqual(wallNames().sort());
    });
  });
});
