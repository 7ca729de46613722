import { fork } from 'node:child_process';
import { join } from 'node:path';

/** As the server is started: package.json and the Dockerfile say the same. */
const serverFlags = ['--max-semi-space-size=32', '--max-old-space-size=1024'];

/** Gives a program of the bench, run in a process of its own, something to do, and answers with what it sends. */
export const askChild = <Answer>(program: string, task: unknown): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const child = fork(join(__dirname, program), { execArgv: serverFlags });
    let answer: { readonly sent: Answer } | undefined;
    child.once('message', (message) => (answer = { sent: message as Answer }));
    child.once('error', reject);
    child.once('exit', (code) =>
      answer && code === 0
        ? resolve(answer.sent)
        : reject(new Error(`${program} ended with ${code}; what it said stands above.`)),
    );
    child.send(task as object);
  });

/** The child's side of it: does the one task it is given, answers, and ends. */
export const answerParent = <Task, Answer extends object>(work: (task: Task) => Promise<Answer>): void => {
  process.once('message', (task) => {
    work(task as Task).then(
      (answer) => process.send!(answer, () => process.disconnect()),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
};
