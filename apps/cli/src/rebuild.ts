import type { Command } from 'commander';
import { views } from '#libs/views';
import { Failure } from './failure';
import { type Shell, toolCommand, type ToolOptions, withTool } from './shell';
import { figure } from './table';

export const rebuild = (shell: Shell): Command =>
  toolCommand(
    'rebuild',
    'projects a view anew from the log, beside the live one, and swaps them when they agree',
  )
    .argument('<view>', `one of ${views.map(({ name }) => name).join(', ')}`)
    .addHelpText('after', '\nExample:\n  tierledger rebuild tier-history')
    .action((view: string, options: ToolOptions) => {
      if (!views.some(({ name }) => name === view)) {
        throw new Failure(
          'usage',
          `There is no view ${view}; there are ${views.map(({ name }) => name).join(', ')}.`,
        );
      }
      return withTool(
        shell,
        options,
        async ({ projector }, terminal) => {
          const progress = terminal.progress('Events');
          const rebuilt = await projector
            .rebuild(view, ({ done, total }) => progress.at(Number(done), Number(total)))
            .finally(progress.end);
          terminal.answer(rebuilt);
          terminal.say(`${view}: ${figure(rebuilt.rows)} rows up to position ${rebuilt.position}.`);
          if (rebuilt.agreed === false) {
            throw new Failure(
              'unwell',
              `The rebuilt rows differ from the live ones, which stay: look into it.`,
              'ROWS_DIFFER',
            );
          }
          terminal.say(rebuilt.swapped ? 'The rebuilt rows answer now.' : 'The live rows stay.');
        },
        { works: true },
      );
    });
