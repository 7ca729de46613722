import type { Pool } from 'pg';
import type { Clock, EventStore, ExecuteHandler } from '#libs/event-store';
import type { Facts, Portfolio, Progress } from '#libs/views';

export interface ReassessmentParts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly facts: Facts;
  readonly portfolio: Portfolio;
  readonly report?: (sentence: string) => void;
}

/**
 * The standing reaction: whatever becomes known of an account or a scheme is folded into its timelines,
 * event by event in log order, so that every belief is on record. One process at a time does it.
 */
export class Reassessment {
  constructor(private readonly parts: ReassessmentParts) {}

  start(): Promise<void> {
    throw new Error(`not yet ${this.parts}`);
  }

  close(): Promise<void> {
    throw new Error('not yet');
  }

  /** Goes on at the event that stopped it, once an operator has mended the cause. */
  resume(): Promise<void> {
    throw new Error('not yet');
  }
}
