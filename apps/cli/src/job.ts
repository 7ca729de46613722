import type { Instance } from '#libs/platform';
import { Failure } from './failure';
import type { Progress } from './progress';

const glanceMs = 200;

/** Watches a job to its end and gives its result; a job that failed ends the command with its problem. */
export const resultOf = async <Result>(
  { jobs }: Instance,
  id: string,
  progress: Progress,
): Promise<Result> => {
  try {
    for (;;) {
      const job = await jobs.finished(id, glanceMs);
      if (!job) throw new Failure('broken', `The job ${id} is gone.`);
      progress.at(job.progress.done, job.progress.total);
      if (job.state === 'succeeded') return job.result as Result;
      if (job.state === 'failed') {
        throw new Failure(
          'refused',
          job.problem?.detail ?? 'The job failed without a reason.',
          job.problem?.code,
        );
      }
    }
  } finally {
    progress.end();
  }
};
