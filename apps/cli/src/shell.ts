import { Command } from 'commander';
import { type Config, type Instance, openInstance, readConfig } from '#libs/platform';
import { Failure } from './failure';
import { type Streams, type Terminal, terminalOn } from './terminal';

/** Where the command line runs: its streams and its environment. */
export interface Shell {
  readonly streams: Streams;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the person at the keyboard wants out. */
  readonly signal: AbortSignal;
}

/** What every command takes that works on a data directory. */
export interface ToolOptions {
  readonly data?: string;
  readonly json?: boolean;
}

/** A command on a data directory, or on the database that DATABASE_URL names. */
export const toolCommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--data <dir>', 'the data directory; DATA_DIR or ./.data unless told')
    .option('--json', 'answer for machines: one JSON document on the standard output');

/** The environment with what the command line says over it. */
export const configFor = (
  { environment }: Shell,
  said: { readonly data?: string; readonly [variable: string]: string | number | undefined },
): Config => {
  const { data, ...variables } = said;
  const over = Object.entries({ DATA_DIR: data, ...variables }).flatMap(
    ([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]),
  );
  return readConfig({ ...environment, ...Object.fromEntries(over) });
};

/**
 * Runs a command on the instance in the data directory: beside a running one, on its database; else on one of its
 * own, with everything at work that keeps the answers up to date.
 */
export const withTool = async (
  shell: Shell,
  options: ToolOptions,
  use: (instance: Instance, terminal: Terminal) => Promise<void>,
  { works = false }: { readonly works?: boolean } = {},
): Promise<void> => {
  const terminal = terminalOn(shell.streams, options.json ?? false);
  const config = configFor(shell, { data: options.data });
  const instance = await openInstance(config, { part: 'tool', report: terminal.note });
  try {
    if (works || instance.alone) await instance.start();
    await orInterrupted(use(instance, terminal), shell.signal);
  } finally {
    await instance.close();
  }
};

/** Whoever wants out need not wait: what was recorded stays, and the same command goes on from there. */
export const orInterrupted = async <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> => {
  let leave = () => {};
  const interrupted = new Promise<never>((_, fail) => {
    leave = () => fail(new Failure('interrupted', 'Interrupted; what was recorded by then stays.'));
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
};
