import { Command, Option } from 'commander';
import { type Config, openInstance } from '#libs/platform';
import { Failure } from './failure';
import { serve, untilAborted } from './serve';
import { configFor, type Shell } from './shell';
import { terminalOn } from './terminal';
import { portOption } from './values';

interface StartOptions {
  readonly data?: string;
  readonly port?: number;
  readonly host?: string;
  readonly clock?: string;
}

export const start = (shell: Shell): Command =>
  new Command('start')
    .description('serves the API, with an embedded database in the data directory unless DATABASE_URL is set')
    .option('--data <dir>', 'the data directory; DATA_DIR or ./.data unless told')
    .option('--port <n>', 'the port; PORT or 3000 unless told, 0 takes any free one', portOption)
    .option('--host <host>', 'the address to listen on; HOST or 127.0.0.1 unless told')
    .addOption(
      new Option('--clock <kind>', 'a simulated clock is set by POST /v1/clock').choices([
        'real',
        'simulated',
      ]),
    )
    .addHelpText(
      'after',
      `
Examples:
  tierledger start
  tierledger start --data /var/lib/tierledger --port 8080
  tierledger start --clock simulated          history can then be loaded as it happened

It is ready when GET /health/ready answers 200. Ctrl-C ends it. Everything else it reads from
its environment stands in .env.example.`,
    )
    .action(async (options: StartOptions) => {
      const { data, port: PORT, host: HOST, clock: CLOCK } = options;
      const config = configFor(shell, { data, PORT, HOST, CLOCK });
      await run(shell, config);
    });

const run = async (shell: Shell, config: Config): Promise<void> => {
  const terminal = terminalOn(shell.streams, false);
  const lost = new AbortController();
  const instance = await openInstance(config, {
    part: 'api',
    report: terminal.note,
    onLost: (reason) => lost.abort(new Failure('broken', reason)),
  });
  try {
    await instance.start();
    const serving = await serve(instance);
    announce(terminal.say, serving.url, config);
    await untilAborted(AbortSignal.any([shell.signal, lost.signal]));
    if (lost.signal.aborted) throw lost.signal.reason;
    terminal.say('Ending: what is under way is finished first.');
    await serving.close();
  } finally {
    await instance.close();
  }
};

const announce = (say: (text?: string) => void, url: string, config: Config): void => {
  say(`tierledger listens on ${url}  (documentation: ${url}/docs)`);
  say(`  data    ${config.databaseUrl ? 'the database of DATABASE_URL' : config.dataDir}`);
  say(`  events  ${config.eventStore.kind === 'postgres' ? 'PostgreSQL' : 'EventStoreDB'}`);
  if (config.clock === 'simulated') say('  clock   simulated: set it with POST /v1/clock');
  if (config.projector === 'separate') say('  views   kept by the separate projector');
  say(
    config.oidc
      ? `  tokens  from ${config.oidc.issuer}`
      : `  tokens  tierledger token --data ${config.dataDir} --sub you --roles admin,revops,policy-author`,
  );
};
