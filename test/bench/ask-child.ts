import { fork } from 'node:child_process';
import { join } from 'node:path';

/** Runs a program of the bench in a process of its own and answers with what it sends. */
export const askChild = <Answer>(program: string, task: unknown): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const child = fork(join(__dirname, program), [JSON.stringify(task)], { execArgv: [] });
    let answer: { readonly sent: Answer } | undefined;
    child.once('message', (message) => (answer = { sent: message as Answer }));
    child.once('error', reject);
    child.once('exit', (code) =>
      answer && code === 0
        ? resolve(answer.sent)
        : reject(new Error(`${program} ended with ${code}; what it said stands above.`)),
    );
  });
