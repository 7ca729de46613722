import { closeSync, copyFileSync, fstatSync, ftruncateSync, openSync, readFileSync } from 'node:fs';

const largest = 16 * 1024 * 1024;

/** What the server says, in a file that never grows past a cap: the part before is kept once, as `.1`. */
export class LogFile {
  readonly fd: number;
  private readonly begin: number;
  private readonly cap: NodeJS.Timeout;

  constructor(readonly path: string) {
    // Appending: after a truncation the server's next line begins the file again, though it holds it open.
    this.fd = openSync(path, 'a', 0o600);
    this.trim();
    this.begin = fstatSync(this.fd).size;
    this.cap = setInterval(() => this.trim(), 10_000).unref();
  }

  /** The last lines since this start. */
  tail(lines = 8): string {
    try {
      const text = readFileSync(this.path);
      const ours = text.subarray(text.length < this.begin ? 0 : this.begin);
      return ours.toString('utf8').trim().split('\n').slice(-lines).join('\n');
    } catch {
      return ''; // the directory was taken away
    }
  }

  close(): void {
    clearInterval(this.cap);
    closeSync(this.fd);
  }

  private trim(): void {
    try {
      if (fstatSync(this.fd).size <= largest) return;
      copyFileSync(this.path, `${this.path}.1`);
      ftruncateSync(this.fd, 0);
    } catch {
      // A full disk or a directory taken away: the log is not worth stopping for.
    }
  }
}
