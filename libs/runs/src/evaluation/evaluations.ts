import type { Pool } from 'pg';
import type { Clock, EventStore, ExecuteHandler } from '#libs/event-store';
import type { Facts, Portfolio, Progress } from '#libs/views';
import type { Job } from '../jobs/job';
import type { Jobs } from '../jobs/jobs';
import type { EvaluationOrder } from './evaluation';

export interface EvaluationsParts {
  readonly pool: Pool;
  readonly jobs: Jobs;
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly facts: Facts;
  readonly portfolio: Portfolio;
}

/** Evaluation runs: a scheme's accounts assessed on one day. */
export class Evaluations {
  constructor(private readonly parts: EvaluationsParts) {}

  /**
   * Queues a run.
   * @throws Refused NOT_FOUND for an unknown scheme, POLICY_NOT_IN_FORCE when no policy is in force on the day
   */
  request(order: EvaluationOrder): Promise<Job> {
    throw new Error(`not yet ${this.parts} ${order}`);
  }
}
