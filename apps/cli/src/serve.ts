import type { Instance } from '#libs/platform';
import { Failure } from './failure';

/** A server that answers, and how to end it. */
export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/** Begins to answer HTTP for an instance; the framework is loaded by then only, so that other commands start at once. */
export const serve = async (instance: Instance): Promise<Serving> => {
  const { listen } = await import('#apps/api/src/listen');
  const { host, port } = instance.config;
  try {
    return await listen(instance);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new Failure(
        'unreachable',
        `Port ${port} of ${host} is taken: choose another with --port, or 0 for any free one.`,
      );
    }
    throw error;
  }
};

/** Resolves when the person at the keyboard, or whoever runs this, wants it to end. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) return done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
