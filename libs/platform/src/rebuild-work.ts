import type { Jobs } from '#libs/runs';
import type { Projector } from '#libs/views';

/** What the job `rebuild` is asked: `{view}`. */
interface RebuildInput {
  readonly view: string;
}

/** Lets a view be rebuilt as a job, whoever asks for it and whichever process does it. */
export const registerRebuilds = (jobs: Jobs, projector: Projector): void =>
  jobs.register('rebuild', async ({ input, report }: Reported) => {
    const { position, ...rebuilt } = await projector.rebuild(
      input.view,
      ({ done, total }) => void report({ done: Number(done), total: Number(total) }).catch(() => {}),
    );
    return { ...rebuilt, position: String(position) };
  });

interface Reported {
  readonly input: RebuildInput;
  readonly report: (progress: { done: number; total: number | null }) => Promise<void>;
}
