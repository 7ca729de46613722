import type { Pool } from 'pg';
import type { EventStore, Position } from '#libs/event-store';
import type { Instant } from '#libs/kernel';
import type { Progress } from './progress';

/** The moment whose knowledge an answer uses, and the position it stands for. */
export interface Known {
  readonly position: Position;
  readonly knownAt: Instant;
}

export interface KnownAtQuestion {
  /** Absent: what the views know by now. */
  readonly knownAt?: Instant;
  /** Waits until the views have this position and what followed from it. */
  readonly minPosition?: Position;
  /** The views that the answer reads. */
  readonly view: string | readonly string[];
}

/** The part of the store's clock that a question needs. */
export interface ReadingClock {
  readonly simulated: boolean;
  now(): Promise<Instant>;
  /** Events recorded from now on are stamped later than `at`. */
  seal(at: Instant): Promise<void>;
}

/** Nobody knows yet what will be known then. */
export class KnownAtInFuture extends Error {
  override readonly name = 'KnownAtInFuture';
  readonly code = 'KNOWN_AT_IN_FUTURE';

  constructor(
    readonly knownAt: Instant,
    readonly now: Instant,
  ) {
    super(`${knownAt} lies in the future: ask for knowledge of ${now} or earlier.`);
  }
}

/** Turns a moment into the position it stands for, so that the answer as known then can never change later. */
export class KnownAt {
  constructor(
    private readonly pool: Pool,
    private readonly store: EventStore,
    private readonly clock: ReadingClock,
    private readonly progress: Progress,
  ) {}

  /** @throws KnownAtInFuture, StaleRead */
  resolve(_question: KnownAtQuestion): Promise<Known> {
    void [this.pool, this.store, this.clock, this.progress];
    throw new Error('not yet');
  }
}
