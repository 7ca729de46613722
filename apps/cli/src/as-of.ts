import type { Command } from 'commander';
import { accountView } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type { TierAnswer } from '#libs/views';
import { Failure } from './failure';
import { knownBy, schemeOf, today } from './questions';
import { type Shell, toolCommand, type ToolOptions, withTool } from './shell';
import { table } from './table';
import type { Terminal } from './terminal';
import { dayOption, instantOption } from './values';

interface AsOfOptions extends ToolOptions {
  readonly scheme?: string;
  readonly on?: Day;
  readonly knownAt?: Instant;
}

export const asOf = (shell: Shell): Command =>
  toolCommand('as-of', 'which tier an account stands at on a day, by what is known now or was known then')
    .argument('<account>', 'its external id')
    .option('--scheme <code>', 'the scheme; the primary one unless told')
    .option('--on <day>', 'the day asked about; today unless told', dayOption)
    .option('--known-at <moment>', 'by what was known then; now unless told', instantOption)
    .addHelpText(
      'after',
      `
Examples:
  tierledger as-of ACME                                          what is it now?
  tierledger as-of ACME --on 2025-03-05                          what was it then, by the best knowledge?
  tierledger as-of ACME --on 2025-03-05 --known-at 2025-03-10    what did we believe then?`,
    )
    .action((externalId: string, options: AsOfOptions) =>
      withTool(shell, options, async (instance, terminal) => {
        const scheme = await schemeOf(instance, options.scheme);
        const at = await knownBy(instance, options.knownAt);
        const now = await today(instance);
        const asOf = options.on ?? now;
        const question = { scheme, view: accountView, externalId, asOf, at, today: now };
        const answer = await instance.tierHistory.answer(question);
        if (!answer) throw await noAnswer(instance.portfolio.get(externalId, at.position), externalId, asOf);
        terminal.answer(answer);
        tell(terminal, answer);
      }),
    );

const noAnswer = async (account: Promise<unknown>, externalId: string, asOf: Day): Promise<Failure> =>
  (await account) === null
    ? new Failure('nothing', `There is no account ${externalId}, as known then.`, 'NOT_FOUND')
    : new Failure('nothing', `${externalId} was not onboarded on ${asOf}, as known then.`, 'NOT_ONBOARDED');

const overrideIn = ({ override }: TierAnswer): string =>
  override?.id ? `${[override.type, override.tier].filter(Boolean).join(' ')} (${override.id})` : '-';

const tell = (terminal: Terminal, answer: TierAnswer): void => {
  const { externalId, effective, asOf, scheme, valid, known } = answer;
  terminal.say(`${externalId} stands at ${terminal.strong(effective)} on ${asOf} (${scheme}).`);
  const rows = [
    ['effective', effective],
    ['computed', answer.computed],
    ['indicated', answer.indicated ?? '-'],
    ['from', valid.from],
    ['until', valid.until ?? 'further notice'],
    ['known at', `${answer.knownAt} (position ${answer.position})`],
    ['known from', `position ${known.fromPosition}`],
    ['override', overrideIn(answer)],
    ['policy', answer.policyVersion === null ? '-' : `version ${answer.policyVersion}`],
    ['decision', answer.decisionId ?? '-'],
  ];
  for (const line of table(rows)) terminal.say(`  ${line}`);
  if (answer.restatedSince)
    terminal.say('  This has been restated since: asked by what is known now, the answer differs.');
  if (answer.scheduled) terminal.say('  The day lies in the future: the answer is what is scheduled.');
};
