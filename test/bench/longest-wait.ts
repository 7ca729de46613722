import { setTimeout as pause } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';

const everyMs = 10;

/** How long others waited for an answer, at most and mostly, while something large was done. */
export class LongestWait {
  private readonly waits: number[] = [];

  constructor(private readonly ask: () => Promise<unknown>) {}

  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    let going = true;
    const asking = this.askWhile(() => going);
    try {
      return await work();
    } finally {
      going = false;
      await asking;
    }
  }

  /** Milliseconds that no more than one in so many waited for longer. */
  atMost(oneIn: number): number {
    const sorted = [...this.waits].sort((a, b) => b - a);
    return Math.round(sorted[Math.floor(sorted.length / oneIn)] ?? 0);
  }

  get longest(): number {
    return Math.round(Math.max(0, ...this.waits));
  }

  private async askWhile(goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      const began = performance.now();
      await this.ask();
      this.waits.push(performance.now() - began);
      await pause(everyMs);
    }
  }
}
