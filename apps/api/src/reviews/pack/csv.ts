import type { Pack } from '#libs/domain';
import { gathered } from '#libs/kernel';
import { cell } from '../../http/formats';
import type { PackTable, SectionName } from './pack-table';
import { tablesOf } from './tables-of';

const line = (values: readonly unknown[]): string => `${values.map(cell).join(',')}\r\n`;

/** A table as a block: its section and name, its notes, its columns, its rows. */
function* blockOf({ section, name, notes, columns, rows }: PackTable): Generator<string> {
  yield line(['section', section, name]);
  for (const note of notes) yield line(['note', note]);
  yield line(columns.map(({ key }) => key));
  for (const row of rows) yield line(row);
}

/** The pack as blocks with an empty line between them, in pieces; of one section where one is named. */
export const csvOf = (pack: Pack, section?: SectionName): Iterable<string> =>
  gathered(blocksOf(tablesOf(pack).filter((table) => section === undefined || table.section === section)));

function* blocksOf(tables: readonly PackTable[]): Generator<string> {
  for (const [index, table] of tables.entries()) {
    if (index > 0) yield '\r\n';
    yield* blockOf(table);
  }
}
