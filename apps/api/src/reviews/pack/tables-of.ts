import type { Pack } from '#libs/domain';
import { coverTables, migrationTables } from './basis-tables';
import { changeTables } from './change-tables';
import { exceptionTables } from './exception-tables';
import { overrideTables } from './override-tables';
import type { PackTable } from './pack-table';

/** A pack in tables, section by section. */
export const tablesOf = (pack: Pack): PackTable[] => [
  ...coverTables(pack),
  ...migrationTables(pack),
  ...changeTables(pack),
  ...overrideTables(pack),
  ...exceptionTables(pack),
];
