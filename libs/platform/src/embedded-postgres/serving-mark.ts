import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A file that the server keeps locked by flock(2) as long as any of its processes lives: the kernel itself says
 * whether two servers would meet, also from one container to another. Where there is no `flock`, it says nothing,
 * and the pids alone decide.
 */
export function servingMark(dataDir: string): string {
  const mark = join(dataDir, 'postgres.serving');
  closeSync(openSync(mark, 'a', 0o644));
  return mark;
}

export const isServed = (dataDir: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'flock -n "$1" true', 'sh', servingMark(dataDir)]).status === 1;
