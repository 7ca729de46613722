import type { Command } from 'commander';
import { accountView } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type { BetweenQuestion, Move, MovesPage } from '#libs/views';
import { Failure } from './failure';
import { knownBy, schemeOf } from './questions';
import { type Shell, toolCommand, type ToolOptions, withTool } from './shell';
import { counted, figure, table } from './table';
import type { Terminal } from './terminal';
import { countOption, dayOption, instantOption } from './values';

interface MovesOptions extends ToolOptions {
  readonly scheme?: string;
  readonly from: Day;
  readonly to: Day;
  readonly knownAt?: Instant;
  readonly limit: number;
}

export const moves = (shell: Shell): Command =>
  toolCommand('moves', 'who entered, was promoted or demoted, or left between two days')
    .requiredOption('--from <day>', 'the opening day: moves on it are not counted', dayOption)
    .requiredOption('--to <day>', 'the closing day: moves on it are counted', dayOption)
    .option('--scheme <code>', 'the scheme; the primary one unless told')
    .option('--known-at <moment>', 'by what was known then; now unless told', instantOption)
    .option('--limit <n>', 'moves to list; the counts cover all', countOption, 50)
    .addHelpText('after', '\nExample:\n  tierledger moves --from 2017-10-01 --to 2018-01-01 --limit 10')
    .action((options: MovesOptions) => {
      if (options.from >= options.to)
        throw new Failure('usage', 'The opening day lies before the closing day: --from is before --to.');
      return withTool(shell, options, async (instance, terminal) => {
        const { from, to, limit } = options;
        const scheme = await schemeOf(instance, options.scheme);
        const at = await knownBy(instance, options.knownAt);
        const question: BetweenQuestion = { scheme, view: accountView, from, to, at };
        const page = await instance.tierHistory.moves(question, { limit });
        terminal.answer({ scheme, from, to, knownAt: at.knownAt, position: at.position, ...page });
        tell(terminal, question, page);
      });
    });

const tell = (
  terminal: Terminal,
  { scheme, from, to }: BetweenQuestion,
  { counts, items }: MovesPage,
): void => {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  terminal.say(terminal.strong(`${counted(all, 'move')} in ${scheme} after ${from} and up to ${to}`));
  for (const line of table(Object.entries(counts).map(([kind, count]) => [kind, figure(count)]))) {
    terminal.say(`  ${line}`);
  }
  if (items.length === 0) return;
  terminal.say();
  for (const line of table([['day', 'account', 'move', 'from', 'to', 'cause'], ...items.map(row)]))
    terminal.say(line);
  if (items.length < all)
    terminal.say(terminal.faint(`… and ${figure(all - items.length)} more; say --limit.`));
};

const row = ({ day, externalId, kind, fromTier, toTier, cause, restated }: Move): string[] => [
  day,
  externalId,
  kind,
  fromTier ?? '-',
  toTier ?? '-',
  `${cause ?? '-'}${restated ? ', restated' : ''}`,
];
