import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const program = join(__dirname, '../../../dist/apps/cli/src/main.js');

/** The product as its users run it: a process of its own, with its database, over a data directory. */
export class Server {
  private readonly process: ChildProcess;
  private said = '';
  /** The way it ended: a signal's name or an exit code. */
  readonly ended: Promise<string>;
  /** Its address once it answers; null when it ended before that. */
  readonly listening: Promise<string | null>;

  /** Begins to start; `failpoint` names where it is to be killed, and at which passing. */
  constructor(dataDir: string, failpoint?: string) {
    const args = ['start', '--data', dataDir, '--port', '0', '--clock', 'simulated'];
    const env = { PATH: process.env.PATH, ...(failpoint && { TIERLEDGER_FAILPOINT: failpoint }) };
    this.process = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((resolve) => {
      this.process.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    this.listening = new Promise((resolve) => {
      void this.ended.then(() => resolve(null));
      this.process.stdout!.on('data', () => {
        const url = /listens on (\S+) /.exec(this.said)?.[1];
        if (url) resolve(url);
      });
    });
    for (const stream of [this.process.stdout!, this.process.stderr!])
      stream.prependListener('data', (text: Buffer) => (this.said += String(text)));
  }

  /** Everything it has told its operator. */
  get words(): string {
    return this.said;
  }

  /** Ends it as a power cut would. */
  kill(): void {
    this.process.kill('SIGKILL');
  }

  /** Ends it as its operator would. */
  async stop(): Promise<string> {
    this.process.kill('SIGTERM');
    return this.ended;
  }
}
