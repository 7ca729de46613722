import type { Instant } from '#libs/kernel';
import { Clock, clockGoesForward, clockIsReal, justAfter, later } from '../clock';

const beginning = '1970-01-01T00:00:00.000Z' as Instant;

/** A clock in the process: simulated from the moment it is given, real without one. */
export class MemoryClock extends Clock {
  private stampedLast = beginning;
  private floor = beginning;

  constructor(private at?: Instant) {
    super();
  }

  get simulated(): boolean {
    return this.at !== undefined;
  }

  /** Never before the last event was recorded. */
  async now(): Promise<Instant> {
    return later(this.stampedLast, this.reading());
  }

  async moveTo(to: Instant): Promise<void> {
    if (this.at === undefined) throw clockIsReal();
    if (to < this.at) throw clockGoesForward(this.at, to);
    this.at = to;
  }

  async seal(at: Instant): Promise<void> {
    this.floor = later(this.floor, justAfter(at));
  }

  /** The moment an event is recorded at: for the store alone. */
  stampNow(): Instant {
    this.stampedLast = later(later(this.stampedLast, this.floor), this.reading());
    return this.stampedLast;
  }

  private reading(): Instant {
    return this.at ?? (new Date().toISOString() as Instant);
  }
}
