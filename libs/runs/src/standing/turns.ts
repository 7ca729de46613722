import type { Position } from '#libs/event-store';
import { type Progress, StaleRead } from '#libs/views';

/** Work that is done one piece after the other, for as long as a signal lasts. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly signal: AbortSignal) {}

  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(() => {
      this.signal.throwIfAborted();
      return work();
    });
    this.last = mine.catch(() => {});
    return mine;
  }

  /** Waits for a view as long as it takes. */
  async reached(progress: Progress, view: string, position: Position): Promise<void> {
    for (;;) {
      this.signal.throwIfAborted();
      try {
        await progress.reach(view, position);
        return;
      } catch (error) {
        if (!(error instanceof StaleRead)) throw error;
      }
    }
  }
}
