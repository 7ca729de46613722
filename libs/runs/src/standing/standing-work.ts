import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { alone, type StandingLock } from './alone';

const restMs = 500;

/** What is done for as long as a process lives. */
export interface StandingWorkParts {
  readonly pool: Pool;
  readonly lock: StandingLock;
  /** Goes on until the signal or until it has to stop; it is begun again after a rest. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** Another process may go on from here. */
  readonly leave: () => void;
  /** Is told why the work has to wait. */
  readonly waits: (reason: string) => void;
}

/** Keeps a work going: one process at a time does it, the others stand by. */
export class StandingWork {
  private readonly ending = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly parts: StandingWorkParts) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Ends after the page in hand. */
  async close(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  /** It was closed in this process. */
  get over(): boolean {
    return this.ending.signal.aborted;
  }

  private async run(): Promise<void> {
    const { pool, lock, work, leave, waits } = this.parts;
    const { signal } = this.ending;
    while (!this.over) {
      try {
        await alone(pool, lock, signal, work);
      } catch (error) {
        if (!this.over) waits((error as Error).message);
      }
      leave();
      if (!this.over) await pause(restMs, undefined, { signal }).catch(() => {});
    }
  }
}
