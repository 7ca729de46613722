import type { Job, JobProblem } from '#libs/runs';
import { accepted, type Answer } from '../http/exchange';
import { IsAny, IsInstant, IsLine, IsOneOf, IsPart, IsWhole } from '../http/fields';
import { matching } from '../http/lines';
import { field } from '../http/shape';
import type { Instant } from '#libs/kernel';

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export class OfJob {
  @field(
    { type: 'string', format: 'uuid' },
    matching(uuid, 'The id of a job is a UUID: take it from its Location.'),
  )
  id!: string;
}

class JobProgress {
  @IsWhole(0, 2 ** 53) done!: number;
  @IsWhole(0, 2 ** 53, { nullable: true }) total!: number | null;
}

/** Long work, as it stands. */
export class JobState {
  @IsLine(64) id!: string;
  @IsLine(64) kind!: string;
  @IsOneOf(['queued', 'running', 'succeeded', 'failed']) state!: Job['state'];
  @IsPart(() => JobProgress) progress!: JobProgress;
  @IsAny({ type: 'object', additionalProperties: true }, { nullable: true }) result!: unknown;
  @IsAny(
    { type: 'object', additionalProperties: true, description: 'Why it failed: `code` and `detail`.' },
    { nullable: true },
  )
  problem!: JobProblem | null;
  @IsLine(256) createdBy!: string;
  @IsInstant({ description: "Of the machine's clock, never of a simulated one." }) createdAt!: Instant;
  @IsInstant() updatedAt!: Instant;
}

export const jobState = ({ createdAt, updatedAt, ...job }: Job): JobState => ({
  ...job,
  createdAt: createdAt.toISOString() as Instant,
  updatedAt: updatedAt.toISOString() as Instant,
});

/** 202, with the job's address. */
export const acceptedJob = (job: Job): Answer => accepted(`/v1/jobs/${job.id}`, jobState(job));
