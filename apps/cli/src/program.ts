import { Command, CommanderError } from 'commander';
import { asOf } from './as-of';
import { bench } from './bench';
import { demo } from './demo/demo';
import { doctor } from './doctor/doctor';
import { evaluate } from './evaluate';
import { exportPortfolio } from './export';
import { exitCodes, exitCodesHelp, type Failure } from './failure';
import { importFile } from './import';
import { moves } from './moves';
import { rebuild } from './rebuild';
import type { Shell } from './shell';
import { start } from './start';
import { token } from './token';
import { failureOf } from './trouble';

const commands = [
  start,
  demo,
  token,
  importFile,
  evaluate,
  asOf,
  moves,
  exportPortfolio,
  rebuild,
  doctor,
  bench,
];

/** The command line as commander knows it. */
const programFor = (shell: Shell): Command => {
  const { out, err } = shell.streams;
  const program = new Command('tierledger')
    .description('Tier governance on an event log: which tier, as of when, known when, and why.')
    .version('0.1.0')
    .exitOverride()
    .showHelpAfterError('(say --help for what it takes)')
    .configureOutput({ writeOut: (text) => void out.write(text), writeErr: (text) => void err.write(text) })
    .addHelpText('after', `\n${exitCodesHelp()}\n\nFirst steps: tierledger demo, then tierledger start.`);
  for (const command of commands) program.addCommand(command(shell).copyInheritedSettings(program));
  return program;
};

/** Runs one command line to its end; the answer is the exit code. Never throws. */
export const run = async (line: readonly string[], shell: Shell): Promise<number> => {
  const readEnough = leaving(shell);
  try {
    const signal = AbortSignal.any([shell.signal, readEnough]);
    await programFor({ ...shell, signal }).parseAsync([...line], { from: 'user' });
    return exitCodes.done[0];
  } catch (error) {
    if (readEnough.aborted) return exitCodes.done[0];
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done[0] : exitCodes.usage[0];
    return admit(failureOf(error), line.includes('--json'), shell);
  }
};

/** Aborted when nobody reads the answer any longer: of `moves | head` the rest is not wanted, and nothing is wrong. */
const leaving = ({ streams }: Shell): AbortSignal => {
  const left = new AbortController();
  // It stays: what is still on its way out may find the reader gone after the command has ended.
  streams.out.on('error', () => left.abort());
  return left.signal;
};

/** Says what went wrong, in a sentence; machines find it where they expect the answer, unless they have that already. */
const admit = ({ exit, code, message }: Failure, json: boolean, { streams }: Shell): number => {
  if (message === '') return exitCodes[exit][0];
  if (json) streams.out.write(`${JSON.stringify({ problem: { code, detail: message } })}\n`);
  else streams.err.write(`${message}\n`);
  return exitCodes[exit][0];
};
