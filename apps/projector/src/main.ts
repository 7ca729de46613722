import { openInstance, readConfig } from '#libs/platform';
import { answerAboutHealth } from './health';

const report = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

/** Keeps the views, the standing reassessment and the jobs, for an API that only answers. */
const main = async (): Promise<void> => {
  let onLost: (reason: string) => void = () => {};
  const ended = new Promise<void>((done, fail) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
    onLost = (reason) => fail(new Error(reason));
  });
  const instance = await openInstance(readConfig(process.env), { part: 'projector', report, onLost });
  try {
    await instance.start();
    const health = await answerAboutHealth(instance);
    report(`The projector follows the log; ${health.url}/health/ready says how far it has come.`);
    await ended.finally(health.close);
  } finally {
    await instance.close();
  }
};

main().catch((error: Error) => {
  report(error.stack ?? error.message);
  process.exitCode = 1;
});
