import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import type { Instance } from '#libs/platform';
import { importKinds, type ImportKind, type ImportResult } from '#libs/runs';
import { Failure } from './failure';
import { resultOf } from './job';
import { type Shell, toolCommand, type ToolOptions, withTool } from './shell';
import { counted, figure } from './table';
import type { Terminal } from './terminal';
import { nameOption } from './values';

interface ImportOptions extends ToolOptions {
  readonly kind: ImportKind;
  readonly source?: string;
  readonly rejects?: string;
}

export const importFile = (shell: Shell): Command =>
  toolCommand('import', 'takes a file of accounts, facts or revenue into the ledger, row by row')
    .argument('<file>', 'CSV, gzip or plain; - reads the standard input')
    .addOption(new Option('--kind <kind>', 'what the rows are').choices(importKinds).makeOptionMandatory())
    .option('--source <name>', "where it is from; the file's name unless told", nameOption(64))
    .option('--rejects <file>', 'write the rows that were not taken into this file, with the reason')
    .addHelpText(
      'after',
      `
Columns:
  accounts  externalId,name,onboardedOn?,ownerSeat?,parentExternalId? and any others as attributes
  facts     externalId,measure,value,validFrom,serviceLine?,factId?,recordedAt?,source? and what stands behind a value:
            assessors?,evidenceSha256?,evidenceName? (several set apart by ;), modelId?,modelVersion?,modelConfidence?
  revenue   externalId,occurredOn,amount,currency?,kind?,serviceLine?,factId?,recordedAt?,source?

Examples:
  tierledger import --kind accounts accounts.csv
  tierledger import --kind revenue --source erp revenue.csv.gz --rejects rejects.csv

A bad row never stops the good ones (the exit code is then 3); the same file again takes nothing twice.`,
    )
    .action((file: string, options: ImportOptions) =>
      withTool(shell, options, (instance, terminal) => take(instance, terminal, file, options), {
        works: true,
      }),
    );

const take = async (
  instance: Instance,
  terminal: Terminal,
  file: string,
  options: ImportOptions,
): Promise<void> => {
  const source = options.source ?? (file === '-' ? 'stdin' : basename(file)).slice(0, 64);
  const order = { id: randomUUID(), kind: options.kind, source, createdBy: 'system:cli' };
  const { id } = await instance.imports.receive(order, bodyOf(file));
  const result = await resultOf<ImportResult>(instance, id, terminal.progress('Rows'));
  terminal.answer({ importId: id, ...result });
  tell(terminal, result);
  if (result.rejected === 0) return;
  if (options.rejects) await writeRejects(instance, id, options.rejects);
  else await showRejects(instance, id, terminal);
  if (terminal.json) throw new Failure('refused', '');
  throw new Failure(
    'refused',
    `${counted(result.rejected, 'row was', 'rows were')} not taken${options.rejects ? `: see ${options.rejects}` : ''}.`,
    'ROWS_REJECTED',
  );
};

const bodyOf = (file: string): AsyncIterable<Uint8Array> => {
  if (file === '-') return process.stdin;
  try {
    if (statSync(file).isFile()) return createReadStream(file);
  } catch {
    // Said below, whatever the reason.
  }
  throw new Failure('usage', `There is no file ${file} that can be read.`);
};

const tell = (
  terminal: Terminal,
  { rows, accepted, duplicates, rejected, ignoredColumns }: ImportResult,
): void => {
  terminal.say(
    `${counted(rows, 'row')}: ${figure(accepted)} taken, ${figure(duplicates)} known already, ${figure(rejected)} rejected.`,
  );
  if (ignoredColumns.length > 0) terminal.say(`Columns that say nothing here: ${ignoredColumns.join(', ')}.`);
};

const shown = 5;

const showRejects = async ({ imports }: Instance, id: string, terminal: Terminal): Promise<void> => {
  let seen = 0;
  for await (const { line, code, detail } of imports.rejects(id)) {
    if (seen++ === shown) return terminal.note('  … say --rejects FILE to have them all.');
    terminal.note(`  line ${line}: ${code}: ${detail}`);
  }
};

const writeRejects = ({ imports }: Instance, id: string, file: string): Promise<void> => {
  async function* lines() {
    yield 'line,code,detail,row\n';
    for await (const { line, code, detail, row } of imports.rejects(id)) {
      yield stringify([[line, code, detail, row]], { escape_formulas: true });
    }
  }
  return pipeline(Readable.from(lines()), createWriteStream(file));
};
