import { setTimeout as pause } from 'node:timers/promises';
import type { Checkpoint, EventStore, Position, Recorded } from '#libs/event-store';
import type { LiveView } from './live-view';
import { CheckpointMoved, mayPass } from './transaction';

export interface LaneOptions {
  readonly batch: number;
  readonly report: (sentence: string) => void;
  /** After each batch, whether it moved the view on or stopped it. */
  readonly moved: (view: LiveView) => void;
}

const retryMs = 500;

/** One reader of the log that is fanned out to the views which stand close to each other. */
export class Lane {
  private readonly ending = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    readonly views: readonly LiveView[],
    private readonly options: LaneOptions,
  ) {}

  /** How far all of its views have come. */
  get reached(): Checkpoint {
    const [first, ...rest] = this.going().map(({ progress }) => progress.checkpoint);
    return rest.reduce(
      (lowest, one) => (one.commit < lowest.commit ? one : lowest),
      first ?? { commit: 0n, prepare: 0n },
    );
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  /** Ends by itself once every view has reached a position, or none goes on. */
  async until(position: () => Position): Promise<void> {
    this.running ??= this.run(() => this.reached.commit >= position());
    await this.running;
  }

  private async run(done = () => false): Promise<void> {
    while (!this.over(done)) {
      try {
        await this.follow(done);
      } catch (error) {
        if (this.ending.signal.aborted) return;
        this.options.report(`The log could not be read: ${(error as Error).message} Trying again.`);
        await this.rest();
      }
    }
  }

  /** The next batch is read while the views write this one. */
  private async follow(done: () => boolean): Promise<void> {
    const leaving = new AbortController();
    const signal = AbortSignal.any([this.ending.signal, leaving.signal]);
    const batches = this.store
      .follow(this.reached, { signal, batch: this.options.batch })
      [Symbol.asyncIterator]();
    try {
      let next = batches.next();
      for (;;) {
        const batch = await next;
        if (batch.done) return;
        next = batches.next();
        next.catch(() => {}); // is met at the next turn, or has become indifferent
        await Promise.all(this.going().map((view) => this.give(view, batch.value)));
        if (this.over(done)) return;
      }
    } finally {
      leaving.abort();
      await batches.return?.();
    }
  }

  private over(done: () => boolean): boolean {
    return this.ending.signal.aborted || this.going().length === 0 || done();
  }

  private going(): LiveView[] {
    return this.views.filter(({ progress }) => progress.state === 'running');
  }

  /** A view that cannot take the batch takes it event by event, and stops at the one that it cannot take. */
  private async give(view: LiveView, events: readonly Recorded[]): Promise<void> {
    const failure = await this.attempt(view, events);
    if (failure) {
      for (const event of events) {
        const poison = await this.attempt(view, [event]);
        if (!poison) continue;
        await this.stopAt(view, poison, event);
        break;
      }
    }
    this.options.moved(view);
  }

  /** What was wrong with the events; undefined when they are taken in, or when the lane is to end. */
  private async attempt(view: LiveView, events: readonly Recorded[]): Promise<Error | undefined> {
    while (!this.ending.signal.aborted) {
      try {
        await view.take(events);
        return undefined;
      } catch (error) {
        if (!mayPass(error)) return error as Error;
        if (!(error instanceof CheckpointMoved))
          this.options.report(`View ${view.name} waits: ${(error as Error).message}`);
        await this.rest();
        await view.reload().catch(() => {});
      }
    }
    return undefined;
  }

  private async stopAt(view: LiveView, error: Error, event: Recorded): Promise<void> {
    await view.stop(error, event);
    this.options.report(
      `View ${view.name} has stopped at position ${event.position} (${event.event.type}): ${error.message}`,
    );
  }

  private async rest(): Promise<void> {
    await pause(retryMs, undefined, { signal: this.ending.signal }).catch(() => {});
  }
}
