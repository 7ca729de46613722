import type { Pack } from '#libs/domain';
import { cell } from '../../http/formats';
import type { PackTable, SectionName } from './pack-table';
import { tablesOf } from './tables-of';

const line = (values: readonly unknown[]): string => `${values.map(cell).join(',')}\r\n`;

/** A table as a block: its section and name, its notes, its columns, its rows. */
const blockOf = ({ section, name, notes, columns, rows }: PackTable): string =>
  [
    line(['section', section, name]),
    ...notes.map((note) => line(['note', note])),
    line(columns.map(({ key }) => key)),
    ...rows.map(line),
  ].join('');

/** The pack as blocks with an empty line between them; of one section where one is named. */
export const csvOf = (pack: Pack, section?: SectionName): string =>
  tablesOf(pack)
    .filter((table) => section === undefined || table.section === section)
    .map(blockOf)
    .join('\r\n');
