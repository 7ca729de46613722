import type { Config } from './config';
import type { Instance, InstanceOptions } from './instance';

type Working = Pick<
  Instance,
  'projector' | 'reassessment' | 'announcements' | 'handovers' | 'nightly' | 'jobs'
>;

/** Where the projector is separate, it does all standing and long work, and the API only answers. */
export const lifeOf = (
  config: Config,
  part: InstanceOptions['part'],
  { projector, reassessment, announcements, handovers, nightly, jobs }: Working,
) => {
  const works = part !== 'api' || config.projector === 'inside';
  let started: Promise<void> | undefined;
  const start = async () => {
    await projector.start();
    await reassessment.start();
    await announcements.start();
    await handovers.start();
    await jobs.start();
    await nightly.start();
  };
  return {
    start: () => (started ??= works ? start() : Promise.resolve()),
    stop: async () => {
      if (!started || !works) return;
      await started.catch(() => {});
      await nightly.close();
      await jobs.close();
      await handovers.close();
      await announcements.close();
      await reassessment.close();
      await projector.stop();
    },
  };
};
