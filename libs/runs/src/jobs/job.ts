/** Why a job failed: `code` is stable and for machines, `detail` says what to do. */
export interface JobProblem {
  readonly code: string;
  readonly detail: string;
  readonly [more: string]: unknown;
}

export type JobState = 'queued' | 'running' | 'succeeded' | 'failed';

/** A piece of long work, as everybody may see it. */
export interface Job<Result = unknown> {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  /** `total` is null until it is known. */
  readonly progress: { readonly done: number; readonly total: number | null };
  readonly result: Result | null;
  readonly problem: JobProblem | null;
  readonly createdBy: string;
  /** Of the machine's clock, never of a simulated one. */
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What is asked for: enqueued twice under one id, it is done once. */
export interface JobOrder<Input = unknown> {
  readonly id: string;
  readonly kind: string;
  readonly input: Input;
  readonly createdBy: string;
}

/** The work cannot be done, whoever tries again: the job ends as failed with this problem. */
export class JobFailed extends Error {
  constructor(readonly problem: JobProblem) {
    super(problem.detail);
  }
}

/** One attempt at a job: what it may ask and has to report while it works. */
export interface Attempt<Input, Mark> {
  readonly id: string;
  readonly input: Input;
  readonly createdBy: string;
  /** The last mark of an attempt before this one; null at the first. */
  readonly mark: Mark | null;
  /** Aborted when the process ends or another one has taken over: stop between two steps. */
  readonly signal: AbortSignal;
  /** Durably says how far the work has come; `mark` is what the next attempt would begin with. */
  report(progress: { done: number; total: number | null; mark?: Mark }): Promise<void>;
}

/** Does a kind of job; what it returns is the job's result. Interrupted anywhere, it is called again. */
export type Work<Input = never, Result = unknown, Mark = unknown> = (
  attempt: Attempt<Input, Mark>,
) => Promise<Result>;
