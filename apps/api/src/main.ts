import { openInstance, readConfig } from '#libs/platform';
import { listen } from './listen';

/** The API on its own; `tierledger start` does the same with a person at the keyboard in mind. */
const main = async (): Promise<void> => {
  const report = (sentence: string) => process.stderr.write(`${sentence}\n`);
  const lost = new AbortController();
  const instance = await openInstance(readConfig(process.env), {
    part: 'api',
    report,
    onLost: (reason) => lost.abort(new Error(reason)),
  });
  try {
    await instance.start();
    const serving = await listen(instance);
    report(`tierledger listens on ${serving.url}`);
    await ended(lost.signal);
    await serving.close();
  } finally {
    await instance.close();
  }
};

const ended = (lost: AbortSignal): Promise<void> =>
  new Promise((done, fail) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
    lost.addEventListener('abort', () => fail(lost.reason as Error));
  });

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
