import type { Clock, EventStore } from '#libs/event-store';
import type { Instant } from '#libs/kernel';
import type { Progress } from '#libs/views';

export interface SimulatedTimeParts {
  readonly clock: Clock;
  readonly store: EventStore;
  readonly progress: Progress;
  /** Waits until what has been recorded so far has been announced. */
  readonly dayEnds?: () => Promise<void>;
  /** Waits until what a new day brings by itself has had its consequences. */
  readonly dayHasCome?: () => Promise<void>;
}

/** Moving the clock is rare, and what was imported just before may have much to settle. */
const patienceMs = 60_000;
const views = ['facts', 'portfolio', 'tier-history'];

/** A tenant's simulated clock, moved only when everything recorded so far has had its consequences. */
export class SimulatedTime {
  constructor(private readonly parts: SimulatedTimeParts) {}

  /**
   * Everything recorded from now on carries this instant, or a later one.
   * @throws ClockRefused on a real clock, or when it would move backwards; StaleRead when the past does not settle in time
   */
  async moveTo(to: Instant): Promise<void> {
    const { clock, store, progress } = this.parts;
    // A real clock says no by itself, and at once.
    if (clock.simulated) {
      const head = await store.head();
      for (const view of views) await progress.settle(view, head, patienceMs);
      await this.parts.dayEnds?.();
    }
    await clock.moveTo(to);
    await this.parts.dayHasCome?.();
  }
}
