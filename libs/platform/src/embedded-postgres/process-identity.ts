import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** A process told apart from a later one that was given the same number: its pid and when it was born. */
export interface ProcessIdentity {
  pid: number;
  birth: string;
}

const unknown = 'unknown';

export const thisProcess = (): ProcessIdentity => ({
  pid: process.pid,
  birth: birthOf(process.pid) ?? unknown,
});

/** Alive, and the same process; a birth that cannot be read counts as the same, which is the careful side. */
export function isAlive({ pid, birth }: ProcessIdentity): boolean {
  const now = birthOf(pid);
  if (now === undefined) return false;
  return now === birth || now === unknown || birth === unknown;
}

/** When the process was born, or undefined when there is none; a zombie has ended, though it still has a number. */
export function birthOf(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0 || !answers(pid)) return undefined;
  return process.platform === 'linux' ? birthInProc(pid) : birthByPs(pid);
}

/** The full command line, for recognising a server by the directory it was started on; empty when it cannot be seen. */
export function commandLineOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Start time counts from boot, so the boot belongs to the identity. */
function birthInProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[18]}`;
  } catch {
    return answers(pid) ? unknown : undefined;
  }
}

function birthByPs(pid: number): string | undefined {
  const started = ps(pid, 'lstart=');
  return started === '' ? unknown : started;
}

function ps(pid: number, column: string): string {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  return spawnSync('ps', ['-o', column, '-p', String(pid)], { env, encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** Which set of process numbers ours is taken from: containers that share a directory do not share these. */
export function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return unknown;
  }
}
