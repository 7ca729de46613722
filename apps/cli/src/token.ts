import { Command } from 'commander';
import type { Scope } from '#libs/domain';
import { openSigningKey, type Role, roles } from '#libs/platform';
import { configFor, type Shell } from './shell';
import { terminalOn } from './terminal';
import { durationOption, nameOption, scopeOption, wordsOption } from './values';

interface TokenOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly sub: string;
  readonly roles: readonly Role[];
  readonly seat?: string;
  readonly scope?: Scope;
  readonly ttl: string;
}

export const token = (shell: Shell): Command =>
  new Command('token')
    .description('prints a token (JWT) signed by the development key of the instance')
    .option('--data <dir>', 'the data directory; DATA_DIR or ./.data unless told')
    .requiredOption('--sub <name>', 'whom it speaks for', nameOption(256))
    .requiredOption('--roles <a,b>', `what they may do: ${roles.join(', ')}`, wordsOption(roles))
    .option('--seat <seat>', 'the seat whose accounts are theirs')
    .option(
      '--scope <key=a,b>',
      'the accounts that are all there is for them: region=EMEA, book=SEAT; once a key',
      scopeOption,
    )
    .option('--ttl <duration>', 'how long it holds', durationOption, '1h')
    .option('--json', 'answer for machines')
    .addHelpText(
      'after',
      `
Example:
  TOKEN=$(tierledger token --sub ana --roles revops,policy-author --ttl 8h)
  curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:3000/v1/schemes

Refused when an identity provider signs the tokens (OIDC_ISSUER).`,
    )
    .action(async ({ data, json, sub, roles, seat, scope, ttl }: TokenOptions) => {
      const terminal = terminalOn(shell.streams, json ?? false);
      const key = await openSigningKey(configFor(shell, { data }));
      const issued = await key.issueToken({ sub, roles, seat, scope, ttl });
      terminal.answer({ token: issued });
      terminal.say(issued);
    });
