import type { Command } from 'commander';
import { Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { accountView } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type { PortfolioRow } from '#libs/views';
import { knownBy, schemeOf, today } from './questions';
import { type Shell, toolCommand, type ToolOptions, withTool } from './shell';
import { dayOption, instantOption } from './values';

interface ExportOptions extends ToolOptions {
  readonly scheme?: string;
  readonly on?: Day;
  readonly knownAt?: Instant;
  readonly format: 'csv' | 'ndjson';
}

const columns = ['externalId', 'effective', 'computed', 'indicated', 'from', 'until', 'overrideId'] as const;

export const exportPortfolio = (shell: Shell): Command =>
  toolCommand('export', 'the whole portfolio on a day, to the standard output')
    .option('--scheme <code>', 'the scheme; the primary one unless told')
    .option('--on <day>', 'the day asked about; today unless told', dayOption)
    .option('--known-at <moment>', 'by what was known then; now unless told', instantOption)
    .addOption(new Option('--format <format>', 'what to write').choices(['csv', 'ndjson']).default('csv'))
    .addHelpText('after', '\nExample:\n  tierledger export --on 2018-01-01 > portfolio.csv')
    .action((options: ExportOptions) =>
      withTool(shell, options, async (instance, terminal) => {
        const scheme = await schemeOf(instance, options.scheme);
        const at = await knownBy(instance, options.knownAt);
        const asOf = options.on ?? (await today(instance));
        const write = options.json || options.format === 'ndjson' ? ndjson : csv;
        if (write === csv) await terminal.write(`${columns.join(',')}\n`);
        for await (const rows of instance.tierHistory.portfolioStream({
          scheme,
          view: accountView,
          asOf,
          at,
        })) {
          await terminal.write(write(rows));
        }
      }),
    );

const ndjson = (rows: readonly PortfolioRow[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** A cell that a spreadsheet would run as a formula begins with an apostrophe. */
const csv = (rows: readonly PortfolioRow[]): string =>
  stringify([...rows], { columns: [...columns], escape_formulas: true });
