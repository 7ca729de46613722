import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { Failure } from './failure';
import { orInterrupted, type Shell } from './shell';

/** Where the build puts the bench: it is no part of what this command line is made of. */
const built = join(__dirname, '../../../test/bench/main.js');

/** As `npm run bench` starts it: garbage is collected between figures, and not in the middle of one. */
const flags = ['--expose-gc', '--max-semi-space-size=32'];

export const bench = (shell: Shell): Command =>
  new Command('bench')
    .description('takes the figures: what everything costs, beside its raw counterpart in the same run')
    .argument('[options...]', '--only FIGURE, --rounds N, --accounts N, --no-scale, --quick, --json FILE')
    .allowUnknownOption()
    .addHelpText(
      'after',
      `
Examples:
  tierledger bench --quick                    sees that everything runs
  tierledger bench --only evaluation,as-of --accounts 10000`,
    )
    .action(async (options: string[]) => {
      if (!existsSync(built))
        throw new Failure('usage', `There is no bench at ${built}: build the repository with npm run build.`);
      const code = await measure(shell, options);
      if (code === 2) throw new Failure('usage', '');
      if (code !== 0) throw new Failure('broken', `The bench ended with exit code ${code}.`);
    });

/** The exit code of the bench, whose words go where this command's own would. */
const measure = async ({ streams, environment, signal }: Shell, options: string[]): Promise<number> => {
  const child = spawn(process.execPath, [...flags, built, ...options], {
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(streams.out, { end: false });
  child.stderr.pipe(streams.err, { end: false });
  const ended = new Promise<number>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
  return orInterrupted(ended, signal).finally(() => child.kill());
};
