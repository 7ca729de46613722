import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Config, type Instance, openInstance } from '#libs/platform';
import { Failure } from '../failure';
import { serve, type Serving, untilAborted } from '../serve';
import { configFor, orInterrupted, type Shell } from '../shell';
import { type Terminal, terminalOn } from '../terminal';
import { portOption } from '../values';
import { customerValue } from './customer-value';
import { playSuperstore, type Story } from './story';
import { readSuperstore } from './superstore';
import { tellBeginning, tellEnd, tellQuarter } from './telling';

interface DemoOptions {
  readonly data?: string;
  readonly port?: number;
  readonly exit?: boolean;
  readonly json?: boolean;
}

export const demo = (shell: Shell): Command =>
  new Command('demo')
    .description('plays four years of a real order book through the product, then serves it')
    .option('--exit', 'end after the story instead of serving it')
    .option('--port <n>', 'the port to serve on; 3000, or a free one when that is taken', portOption)
    .option('--data <dir>', 'an empty directory to keep the data in; a temporary one unless told')
    .option('--json', 'answer for machines (ends after the story)')
    .addHelpText(
      'after',
      '\nExamples:\n  tierledger demo\n  tierledger demo --exit\n  tierledger demo --data ./demo-data --port 8080',
    )
    .action(async (options: DemoOptions) => {
      const dataDir = options.data ?? mkdtempSync(join(tmpdir(), 'tierledger-demo-'));
      try {
        await play(shell, dataDir, options);
      } finally {
        if (options.data === undefined) rmSync(dataDir, { recursive: true, force: true });
      }
    });

/** The demo is the same wherever it runs: nothing of the environment reaches it but where to listen. */
const configOf = (shell: Shell, data: string, port: number): Config =>
  configFor(
    { ...shell, environment: { HOST: shell.environment.HOST } },
    { data, PORT: port, CLOCK: 'simulated', LOG_LEVEL: 'error' },
  );

const play = async (shell: Shell, dataDir: string, options: DemoOptions): Promise<void> => {
  const terminal = terminalOn(shell.streams, options.json ?? false);
  const config = configOf(shell, dataDir, options.port ?? 3000);
  const instance = await openInstance(config, { part: 'api', report: terminal.note });
  try {
    if ((await instance.store.head()) > 0n) {
      throw new Failure(
        'usage',
        `${config.dataDir} holds a ledger already: give the demo an empty directory.`,
      );
    }
    await instance.start();
    const story = await orInterrupted(tell(terminal, instance, options.data === undefined), shell.signal);
    terminal.answer(forMachines(story));
    if (!options.exit && !options.json) await offer(shell, terminal, instance, story, options.port);
  } finally {
    await instance.close();
  }
};

const tell = async (terminal: Terminal, instance: Instance, temporary: boolean): Promise<Story> => {
  const superstore = readSuperstore();
  const { dataDir } = instance.config;
  const begun = Date.now();
  tellBeginning(terminal, superstore, temporary ? `${dataDir}, removed at the end` : dataDir);
  const story = await playSuperstore(instance, superstore, {
    progress: terminal.progress,
    quarter: (played) => tellQuarter(terminal, played),
  });
  tellEnd(terminal, story);
  terminal.say();
  const events = await instance.store.head();
  terminal.say(
    `${events} events recorded in ${((Date.now() - begun) / 1000).toFixed(1)} s, every one of them durable.`,
  );
  return story;
};

const forMachines = ({ salesByTier, matrix, ...story }: Story) => ({
  ...story,
  matrix: matrix.cells,
  salesByTier: Object.fromEntries(salesByTier),
});

const offer = async (
  shell: Shell,
  terminal: Terminal,
  instance: Instance,
  { last, correction: { externalId, asOf, believed } }: Story,
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
  terminal.say(ask(`/accounts/${externalId}/tier?scheme=${customerValue}&asOf=${asOf}`));
  terminal.say(
    ask(`/accounts/${externalId}/tier?scheme=${customerValue}&asOf=${asOf}&knownAt=${believed.knownAt}`),
  );
  terminal.say(ask(`/tiers/moves?scheme=${customerValue}&from=${last.from}&to=${last.until}`));
  terminal.say();
  terminal.say('Ctrl-C ends it.');
  await untilAborted(shell.signal);
  await serving.close();
};

/** On the port that was asked for; where none was, on any free one when the usual one is taken. */
const servedOn = (instance: Instance, port: number | undefined): Promise<Serving> =>
  serve(instance).catch((error: unknown) => {
    if (port !== undefined || !(error instanceof Failure)) throw error;
    return serve({ ...instance, config: { ...instance.config, port: 0 } });
  });
