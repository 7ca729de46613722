import { type Command } from 'commander';
import { type Config, openInstance } from '#libs/platform';
import { Failure } from '../failure';
import { configFor, type Shell, toolCommand, type ToolOptions } from '../shell';
import { table } from '../table';
import { type Terminal, terminalOn } from '../terminal';
import { failureOf } from '../trouble';
import { lookAtDatabase } from './database';
import { bad, type Finding } from './finding';
import { lookAtLedger } from './ledger';
import { lookAtMachine } from './machine';

export const doctor = (shell: Shell): Command =>
  toolCommand('doctor', 'looks whether everything is as it should be: machine, database, log and views')
    .addHelpText('after', '\nExample:\n  tierledger doctor --json | jq .')
    .action(async (options: ToolOptions) => {
      const terminal = terminalOn(shell.streams, options.json ?? false);
      const config = configFor(shell, { data: options.data });
      const findings = [...(await lookAtMachine(config)), ...(await lookInside(config, terminal))];
      const ill = findings.filter(({ state }) => state === 'bad').length;
      terminal.answer({ healthy: ill === 0, findings });
      tell(terminal, findings);
      if (ill > 0)
        throw new Failure(
          'unwell',
          terminal.json ? '' : `${ill} of ${findings.length} checks need attention.`,
        );
      terminal.say(terminal.faint(`${findings.length} checks, nothing that needs attention.`));
    });

/** What cannot even be opened is a finding as well. */
const lookInside = async (config: Config, terminal: Terminal): Promise<Finding[]> => {
  try {
    const instance = await openInstance(config, { part: 'tool', report: terminal.note });
    try {
      return [...(await lookAtDatabase(instance)), ...(await lookAtLedger(instance))];
    } finally {
      await instance.close();
    }
  } catch (error) {
    return [bad('database', failureOf(error).message)];
  }
};

const signs = { ok: 'ok', note: '..', bad: '!!' } as const;

const tell = (terminal: Terminal, findings: readonly Finding[]): void => {
  for (const line of table(findings.map(({ about, state, says }) => [signs[state], about, says])))
    terminal.say(line);
};
