import type { Clock, EventStore } from '#libs/event-store';
import type { Instant } from '#libs/kernel';
import type { Progress } from '#libs/views';

export interface SimulatedTimeParts {
  readonly clock: Clock;
  readonly store: EventStore;
  readonly progress: Progress;
}

/** A tenant's simulated clock, moved only when everything recorded so far has had its consequences. */
export class SimulatedTime {
  constructor(private readonly parts: SimulatedTimeParts) {}

  /**
   * Everything recorded from now on carries this instant, or a later one.
   * @throws ClockRefused on a real clock, or when it would move backwards; StaleRead when the past does not settle in time
   */
  moveTo(to: Instant): Promise<void> {
    throw new Error(`not yet ${this.parts} ${to}`);
  }
}
