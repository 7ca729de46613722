import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Config, type Instance, openInstance } from '#libs/platform';
import { Failure } from '../failure';
import { configFor, orInterrupted, type Shell } from '../shell';
import { type Terminal, terminalOn } from '../terminal';
import { portOption } from '../values';
import { playAllSchemes } from './all-schemes/play';
import { tellReviews, tellSchemes, tellStanding } from './all-schemes/telling';
import { customerValue } from './customer-value';
import { offer } from './offer';
import { playSuperstore, type Story } from './story';
import { readSuperstore } from './superstore';
import { tellBeginning, tellEnd, tellQuarter } from './telling';

interface DemoOptions {
  readonly data?: string;
  readonly port?: number;
  readonly exit?: boolean;
  readonly json?: boolean;
  readonly allSchemes?: boolean;
}

export const demo = (shell: Shell): Command =>
  new Command('demo')
    .description('plays four years of a real order book through the product, then serves it')
    .option('--exit', 'end after the story instead of serving it')
    .option('--all-schemes', 'play five schemes side by side, each of another shape')
    .option('--port <n>', 'the port to serve on; PORT or 3000, or a free one when that is taken', portOption)
    .option('--data <dir>', 'an empty directory to keep the data in; a temporary one unless told')
    .option('--json', 'answer for machines (ends after the story)')
    .addHelpText(
      'after',
      '\nExamples:\n  tierledger demo\n  tierledger demo --exit\n  tierledger demo --all-schemes\n  tierledger demo --data ./demo-data --port 8080',
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
const configOf = (shell: Shell, data: string, port: number | undefined): Config => {
  const { HOST, PORT } = shell.environment;
  return configFor(
    { ...shell, environment: { HOST, PORT } },
    { data, PORT: port, CLOCK: 'simulated', LOG_LEVEL: 'error' },
  );
};

const play = async (shell: Shell, dataDir: string, options: DemoOptions): Promise<void> => {
  const terminal = terminalOn(shell.streams, options.json ?? false);
  const config = configOf(shell, dataDir, options.port);
  const instance = await openInstance(config, { part: 'api', report: terminal.note });
  try {
    if ((await instance.store.head()) > 0n) {
      throw new Failure(
        'usage',
        `${config.dataDir} holds a ledger already: give the demo an empty directory.`,
      );
    }
    await instance.start();
    const tell = options.allSchemes ? tellAllSchemes : tellOne;
    const told = await orInterrupted(tell(terminal, instance, options.data === undefined), shell.signal);
    terminal.answer(told.forMachines);
    if (!options.exit && !options.json) await offer(shell, terminal, instance, told.questions, options.port);
  } finally {
    await instance.close();
  }
};

/** What a story comes to: for machines, and as questions that a reader may go on to ask. */
interface Told {
  readonly forMachines: object;
  readonly questions: readonly string[];
}

const placeOf = ({ config: { dataDir } }: Instance, temporary: boolean): string =>
  temporary ? `${dataDir}, removed at the end` : dataDir;

const tellAllSchemes = async (terminal: Terminal, instance: Instance, temporary: boolean): Promise<Told> => {
  const [superstore, begun] = [readSuperstore(), Date.now()];
  tellSchemes(terminal, superstore, placeOf(instance, temporary));
  const story = await playAllSchemes(instance, superstore, {
    progress: terminal.progress,
    quarter: (reviews) => tellReviews(terminal, reviews),
  });
  tellStanding(terminal, story);
  await tellEvents(terminal, instance, begun);
  const { externalId } = story.customer;
  return {
    forMachines: { ...story, standing: Object.fromEntries(story.standing) },
    questions: [
      `/accounts/${externalId}/explain?scheme=abm&asOf=${story.last.until}`,
      `/accounts/${externalId}/why-not?scheme=customer&target=MONITOR&asOf=${story.last.until}`,
      `/accounts/${externalId}/views?scheme=by-category&asOf=${story.last.until}`,
    ],
  };
};

const tellEvents = async (terminal: Terminal, { store }: Instance, begun: number): Promise<void> => {
  terminal.say();
  const [events, seconds] = [await store.head(), ((Date.now() - begun) / 1000).toFixed(1)];
  terminal.say(`${events} events recorded in ${seconds} s, every one of them durable.`);
};

const tellOne = async (terminal: Terminal, instance: Instance, temporary: boolean): Promise<Told> => {
  const [superstore, begun] = [readSuperstore(), Date.now()];
  tellBeginning(terminal, superstore, placeOf(instance, temporary));
  const story = await playSuperstore(instance, superstore, {
    progress: terminal.progress,
    quarter: (played) => tellQuarter(terminal, played),
  });
  tellEnd(terminal, story);
  await tellEvents(terminal, instance, begun);
  return { forMachines: forMachines(story), questions: questionsOf(story) };
};

const questionsOf = ({ last, correction, packs: { packs } }: Story): string[] => {
  const { externalId, asOf, believed } = correction;
  const tier = `/accounts/${externalId}/tier?scheme=${customerValue}&asOf=${asOf}`;
  return [
    tier,
    `${tier}&knownAt=${believed.knownAt}`,
    `/tiers/moves?scheme=${customerValue}&from=${last.from}&to=${last.until}`,
    `/reviews/${packs.at(-1)!.reviewId}/pack`,
  ];
};

const forMachines = ({ salesByTier, matrix, ...story }: Story) => ({
  ...story,
  matrix: matrix.cells,
  salesByTier: Object.fromEntries(salesByTier),
});
