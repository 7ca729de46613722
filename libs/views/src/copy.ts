import { type ClientBase, Query } from 'pg';

/** What a cell of a row may hold; null is NULL. */
export type Cell = string | number | bigint | boolean | null;

/** The part of pg's connection that a COPY speaks to; pg's types leave it out. */
interface Wire {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** COPY from memory, as one more query on the connection. */
class CopyIn extends Query {
  constructor(
    statement: string,
    private readonly copied: readonly (readonly Cell[])[],
    done: (error: Error | null) => void,
  ) {
    // pg's types know the callback as part of the configuration only; its code takes it here too.
    super(statement, undefined as never);
    (this as unknown as { callback: typeof done }).callback = done;
  }

  handleCopyInResponse(wire: Wire): void {
    for (let next = 0; next < this.copied.length; next += rowsAChunk) {
      wire.sendCopyFromChunk(Buffer.from(linesOf(this.copied.slice(next, next + rowsAChunk))));
    }
    wire.endCopyFrom();
  }
}

const rowsAChunk = 1_000;

/** Appends rows to a table in one COPY: the fastest way in, and it fails as a whole. */
export const copyRows = (
  tx: ClientBase,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<void> => {
  if (rows.length === 0) return Promise.resolve();
  const statement = `copy ${table} (${columns.join(', ')}) from stdin`;
  return new Promise((resolve, reject) => {
    tx.query(new CopyIn(statement, rows, (error) => (error ? reject(error) : resolve())));
  });
};

const linesOf = (rows: readonly (readonly Cell[])[]): string => {
  let lines = '';
  for (const row of rows) {
    for (let cell = 0; cell < row.length; cell++) lines += `${cell === 0 ? '' : '\t'}${written(row[cell]!)}`;
    lines += '\n';
  }
  return lines;
};

const special = /[\\\n\r\t\0]/;

const written = (cell: Cell): string => {
  if (cell === null) return '\\N';
  if (typeof cell !== 'string') return String(cell);
  return special.test(cell) ? escaped(cell) : cell;
};

const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('\0', '\uFFFD');
