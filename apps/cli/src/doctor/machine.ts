import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '#libs/platform';
import { figure } from '../table';
import { bad, type Finding, note, ok } from './finding';

/** What can be looked at before a database is opened. */
export const lookAtMachine = async ({ dataDir }: Config): Promise<Finding[]> => [node(), await disk(dataDir)];

const oldestNode = [20, 19] as const;

const node = (): Finding => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return fits
    ? ok('node', `Node ${process.versions.node}.`)
    : bad('node', `Node ${process.versions.node} is too old: use ${oldestNode.join('.')} or later.`);
};

const [scarceMb, lowMb] = [256, 2_048];

const disk = async (dataDir: string): Promise<Finding> => {
  const { bavail, bsize } = await statfs(existingPart(dataDir));
  const free = Math.floor((bavail * bsize) / 1024 ** 2);
  const says = `${figure(free)} MB are free where ${dataDir} is`;
  if (free < scarceMb) return bad('disk', `${says}: free some, or the database will stop.`);
  return free < lowMb ? note('disk', `${says}, which is little.`) : ok('disk', `${says}.`);
};

const existingPart = (path: string): string => (existsSync(path) ? path : existingPart(dirname(path)));
