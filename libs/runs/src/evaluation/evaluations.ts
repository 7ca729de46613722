import { policyOn, schemeKnowledge } from '#libs/domain';
import { type Clock, type EventStore, type ExecuteHandler, Refused } from '#libs/event-store';
import { type Day, refuse } from '#libs/kernel';
import type { Facts, Portfolio, Progress } from '#libs/views';
import type { Attempt, Job } from '../jobs/job';
import type { Jobs } from '../jobs/jobs';
import type { EvaluationOrder } from './evaluation';
import type { EvaluationMark } from './evaluation-mark';
import { type EvaluationInput, EvaluationWork, policyNotInForce } from './evaluation-work';
import { readScheme } from './scheme-plan';

export interface EvaluationsParts {
  readonly jobs: Jobs;
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly facts: Facts;
  readonly portfolio: Portfolio;
  /** Accounts assessed together; 2,000 unless told. */
  readonly chunk?: number;
  /** Is told of each review that was recorded, perhaps more than once. */
  readonly reviewed?: (run: {
    readonly id: string;
    readonly scheme: string;
    readonly day: Day;
  }) => Promise<void>;
}

/** Evaluation runs: a scheme's accounts assessed on one day. */
export class Evaluations {
  constructor(private readonly parts: EvaluationsParts) {
    parts.jobs.register('evaluation', async (attempt: Attempt<EvaluationInput, EvaluationMark>) => {
      const result = await new EvaluationWork(parts, attempt).run();
      const { scheme, effectiveOn: day, kind, dryRun } = attempt.input;
      if (kind === 'scheduled' && !dryRun) await parts.reviewed?.({ id: attempt.id, scheme, day });
      return result;
    });
  }

  /**
   * Queues a run.
   * @throws Refused NOT_FOUND for an unknown scheme, POLICY_NOT_IN_FORCE when no policy is in force on the day
   */
  async request({ id, createdBy, ...input }: EvaluationOrder): Promise<Job> {
    const { scheme, effectiveOn } = input;
    const state = await readScheme(this.parts.store, scheme);
    if (state.profile === null)
      throw new Refused(refuse('unknown', 'NOT_FOUND', `There is no scheme ${scheme}; open it first.`));
    if (!policyOn(schemeKnowledge(state), effectiveOn)) {
      const { code, detail } = policyNotInForce(scheme, effectiveOn);
      throw new Refused(refuse('against-policy', code, detail));
    }
    return this.parts.jobs.enqueue({ id, kind: 'evaluation', input, createdBy });
  }
}
