import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { Day } from '#libs/kernel';
import type { EvaluationResult } from '#libs/runs';
import { resultOf } from './job';
import { schemeOf } from './questions';
import { type Shell, toolCommand, type ToolOptions, withTool } from './shell';
import { counted, figure, table } from './table';
import type { Terminal } from './terminal';
import { dayOption } from './values';

interface EvaluateOptions extends ToolOptions {
  readonly scheme?: string;
  readonly on: Day;
  readonly dryRun?: boolean;
  readonly unscheduled?: boolean;
}

export const evaluate = (shell: Shell): Command =>
  toolCommand('evaluate', 'assesses every account of a scheme on a day')
    .requiredOption('--on <day>', 'the effective day, usually the one after a quarter', dayOption)
    .option('--scheme <code>', 'the scheme; the primary one unless told')
    .option('--dry-run', 'say what would come of it, record nothing')
    .option('--unscheduled', 'not one of the days on which moves are confirmed')
    .addHelpText(
      'after',
      `
Examples:
  tierledger evaluate --on 2025-04-01 --dry-run
  tierledger evaluate --on 2025-04-01 --scheme customer-value

Running it again for the same day changes nothing.`,
    )
    .action((options: EvaluateOptions) =>
      withTool(
        shell,
        options,
        async (instance, terminal) => {
          const { id } = await instance.evaluations.request({
            id: randomUUID(),
            scheme: await schemeOf(instance, options.scheme),
            effectiveOn: options.on,
            kind: options.unscheduled ? 'unscheduled' : 'scheduled',
            scope: null,
            dryRun: options.dryRun ?? false,
            createdBy: 'system:cli',
          });
          const result = await resultOf<EvaluationResult>(instance, id, terminal.progress('Accounts'));
          terminal.answer({ evaluationId: id, ...result });
          tell(terminal, result);
        },
        { works: true },
      ),
    );

const outcomes = [
  'assigned',
  'promoted',
  'demoted',
  'moved',
  'unchanged',
  'heldStale',
  'untiered',
  'outOfProgramme',
] as const;

const tell = (terminal: Terminal, result: EvaluationResult): void => {
  const { scheme, effectiveOn, assessed, dryRun, policyVersion } = result;
  terminal.say(
    terminal.strong(
      `${counted(assessed, 'account')} assessed on ${effectiveOn} in ${scheme} by policy version ${policyVersion}${dryRun ? '; nothing is recorded' : ''}.`,
    ),
  );
  const rows = outcomes
    .filter((outcome) => result[outcome] > 0)
    .map((outcome) => [outcome, figure(result[outcome])]);
  for (const line of table(rows)) terminal.say(`  ${line}`);
  if (result.restated > 0)
    terminal.say(`  of these, ${figure(result.restated)} also have other answers for later days`);
  for (const { externalId, fromTier, toTier } of result.moves?.slice(0, 20) ?? []) {
    terminal.say(`  ${externalId}: ${fromTier ?? 'no tier'} to ${toTier ?? 'no tier'}`);
  }
  terminal.say(`  decisions root ${result.decisionsRoot}`);
};
