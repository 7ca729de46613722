import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Options, readOptions, usage } from './options';
import { json, table } from './report';
import { run } from './run';
import { topics } from './topics';

const say = (sentence: string): void =>
  console.error(`${new Date().toISOString().slice(11, 19)} ${sentence}`);

const optionsOf = (args: readonly string[]): Options | undefined => {
  try {
    return readOptions(
      args,
      topics.map(({ key }) => key),
    );
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return undefined;
  }
};

const main = async (): Promise<void> => {
  if (process.argv.includes('--help')) return console.log(usage);
  const options = optionsOf(process.argv.slice(2));
  if (!options) return void (process.exitCode = 2);
  const { only } = options;
  const chosen = topics.filter(({ key }) => only.length === 0 || only.includes(key));
  const figures = await run(chosen, options, say);
  console.log(table(figures));
  mkdirSync(dirname(options.json), { recursive: true });
  writeFileSync(options.json, `${json(figures, { ...options })}\n`);
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
