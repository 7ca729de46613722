import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Account } from './account';

/**
 * Runs a program that must not outlive us. Before the shell becomes the program it leaves a guard behind that reads
 * a pipe from us: the word `done` dismisses it; the end of the pipe means that we died, however suddenly, and then it
 * ends the program and clears its socket away. SIGQUIT is PostgreSQL's immediate stop: it recovers at its next start,
 * and there is no one left to wait for a tidier one.
 *
 * The mark (see `servingMark`) is locked for the program and its children, once those of an earlier one are gone.
 * The socket's file, which goes as the server's last act, tells that it has ended: a zombie still answers `kill -0`.
 */
const guard = `
socket=$1; mark=$2; shift 2
(
  trap '' HUP INT QUIT TERM
  (
    if read -r word <&3; then exit 0; fi
    kill -QUIT $$
    n=0
    while kill -0 $$ && [ -e "$socket" ] && [ $n -lt 300 ]; do sleep 0.05; n=$((n+1)); done
    [ $n -lt 300 ] || kill -KILL $$
    if [ -n "$socket" ]; then rm -f "$socket" "$socket.lock"; rmdir "\${socket%/*}"; fi
  ) </dev/null >/dev/null 2>&1 &
)
exec 3<&- 9<"$mark"
n=0
while command -v flock >/dev/null; do
  flock -n 9
  [ $? -eq 1 ] || break
  if [ $n -ge 600 ]; then echo 'another PostgreSQL still serves this directory' >&2; exit 1; fi
  sleep 0.05; n=$((n+1))
done
exec "$@"
`;

export interface GuardedChild {
  readonly process: ChildProcess;
  readonly pid: number | undefined;
  /** Resolves once the program has ended, with the way it ended; rejects when it never began. */
  readonly ended: Promise<string>;
}

/** What the caller's environment says must not reach PostgreSQL: PGOPTIONS, PGPORT, LD_PRELOAD, locales. */
export const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH || '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
});

export function startGuarded(
  command: string[],
  options: { account: Account; output: number; mark: string; socket?: string },
): GuardedChild {
  const { account, output, mark, socket = '' } = options;
  const child = spawn('/bin/sh', ['-c', guard, 'sh', socket, mark, ...account.wrap, ...command], {
    cwd: '/',
    env: cleanEnvironment(),
    stdio: ['ignore', output, output, 'pipe'],
    // A session of its own: Ctrl-C in the terminal reaches us, and we stop the server when we are ready.
    detached: true,
    uid: account.uid,
    gid: account.gid,
  });
  const pipe = child.stdio[3] as Socket;
  pipe.on('error', () => {});
  // Neither keeps our process alive: one that forgets to stop may still end, and the guard then stops the server.
  pipe.unref();
  child.unref();
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      pipe.end('done\n');
      resolve(signal ?? `exit code ${code}`);
    });
  });
  ended.catch(() => {});
  return { process: child, pid: child.pid, ended };
}
