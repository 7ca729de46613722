import type { Misfit, Row } from './rows/row';
import { type BrokenRow, type CsvItem } from './csv/csv-reader';
import type { Reject } from './import';
import type { RowReader } from './rows/row-reader';

/** Some rows of a file, understood as far as that is possible without knowing the accounts. */
export interface Batch {
  /** Of its first row, and of its last. */
  readonly from: number;
  readonly to: number;
  readonly byAccount: ReadonlyMap<Row['externalId'], readonly Row[]>;
  readonly rejects: Reject[];
}

/** Understands each row by itself; a row that cannot be is set aside, with the reason. */
export const understand = (items: readonly CsvItem[], read: RowReader): Batch => {
  const byAccount = new Map<Row['externalId'], Row[]>();
  const rejects: Reject[] = [];
  for (const item of items) {
    if ('broken' in item) {
      rejects.push(rejectOf(item, brokenRows[item.broken]));
      continue;
    }
    const row = read(item);
    if ('code' in row) {
      rejects.push(rejectOf(item, row));
      continue;
    }
    const rows = byAccount.get(row.externalId);
    if (rows) rows.push(row);
    else byAccount.set(row.externalId, [row]);
  }
  return { from: items[0]!.line, to: items.at(-1)!.line, byAccount, rejects };
};

/** PostgreSQL's text holds no NUL. */
export const rejectOf = (
  { line, raw }: { readonly line: number; readonly raw: string },
  { code, detail }: Misfit,
): Reject => ({ line, code, detail, row: raw.slice(0, 2_000).replaceAll('\0', '\ufffd') });

const brokenRows: Record<BrokenRow['broken'], Misfit> = {
  COLUMNS: { code: 'BROKEN_ROW', detail: 'The row does not have as many columns as the header.' },
  QUOTES: {
    code: 'BROKEN_ROW',
    detail: 'A quote is left open, or text follows a closing quote: write a quote inside a value twice.',
  },
  TOO_LONG: { code: 'BROKEN_ROW', detail: 'The row is longer than 65,536 characters.' },
  CUT_OFF: {
    code: 'HALF_ROW',
    detail: 'The file ends inside this row: it was cut short. Send it again in full.',
  },
};
