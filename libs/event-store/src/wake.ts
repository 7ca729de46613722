import type { Position } from './store';

/** Lets readers at the end of the log sleep until it grows. */
export class Wake {
  private grownTo: Position = 0n;
  private readonly sleepers = new Set<() => void>();

  /** The log has grown to here. */
  grown(to: Position): void {
    if (to <= this.grownTo) return;
    this.grownTo = to;
    this.all();
  }

  /** Everybody looks again. */
  all(): void {
    for (const awake of [...this.sleepers]) awake();
  }

  /** Returns when the log has grown beyond a position, everybody is woken, the time is over, or the signal aborts. */
  async beyond(position: Position, signal: AbortSignal, withinMs: number): Promise<void> {
    if (this.grownTo > position || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const awake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', awake);
        this.sleepers.delete(awake);
        resolve();
      };
      const timer = setTimeout(awake, withinMs);
      signal.addEventListener('abort', awake);
      this.sleepers.add(awake);
    });
  }
}
