import type { Job, JobProblem, JobState } from './job';

/** A row of `ops.jobs`, as `pg` reads it. */
export interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly input: unknown;
  readonly done: string;
  readonly total: string | null;
  readonly mark: unknown;
  readonly result: unknown;
  readonly problem: JobProblem | null;
  readonly created_by: string;
  readonly attempts: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export const jobOf = (row: JobRow): Job => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  progress: { done: Number(row.done), total: row.total === null ? null : Number(row.total) },
  result: row.result,
  problem: row.problem,
  createdBy: row.created_by,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
