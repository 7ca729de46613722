import { table } from '../../table';
import type { Terminal } from '../../terminal';
import type { OverrideLife } from './life';

export const tellOverrideLife = (terminal: Terminal, { customer, steps }: OverrideLife): void => {
  const { externalId, fromTier, toTier } = customer;
  terminal.say();
  terminal.say(terminal.strong('A sales leader asks that a customer stays where they were'));
  terminal.say(
    `  ${externalId} fell from ${fromTier} to ${toTier} on 2018-01-01. Wes leads the west (two overrides a quarter)`,
  );
  terminal.say('  and has a role in RevOps besides; Ana is in RevOps, Fay in finance.');
  terminal.say();
  const rows = steps.map(({ on, who, what, outcome }, at) => [
    on === steps[at - 1]?.on ? '' : on,
    `${who} ${what}`.trim(),
    outcome,
  ]);
  for (const line of table(rows)) terminal.say(`  ${line}`);
};
