import type { Instance } from '#libs/platform';
import { Failure } from '../failure';
import { serve, type Serving, untilAborted } from '../serve';
import type { Shell } from '../shell';
import type { Terminal } from '../terminal';

/** Serves what was played, with a token and questions to try, until somebody ends it. */
export const offer = async (
  shell: Shell,
  terminal: Terminal,
  instance: Instance,
  questions: readonly string[],
  port: number | undefined,
): Promise<void> => {
  const serving = await servedOn(instance, port);
  const token = await instance.signingKey?.issueToken({
    sub: 'you',
    roles: ['auditor', 'revops'],
    ttl: '12h',
  });
  const ask = (path: string) => `  curl -s -H "Authorization: Bearer $TOKEN" '${serving.url}/v1${path}'`;
  terminal.say();
  terminal.say(
    terminal.strong(
      `It goes on at ${serving.url} (documentation: ${serving.url}/docs). Try, in another shell:`,
    ),
  );
  terminal.say();
  terminal.say(`  TOKEN=${token}`);
  for (const question of questions) terminal.say(ask(question));
  terminal.say();
  terminal.say('Ctrl-C ends it.');
  await untilAborted(shell.signal);
  await serving.close();
};

/** On the port of the command; where it names none, on any free one when the usual one is taken. */
const servedOn = (instance: Instance, port: number | undefined): Promise<Serving> =>
  serve(instance).catch((error: unknown) => {
    if (port !== undefined || !(error instanceof Failure)) throw error;
    return serve({ ...instance, config: { ...instance.config, port: 0 } });
  });
