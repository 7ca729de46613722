import { applyDecorators, createParamDecorator, type ExecutionContext, StreamableFile } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { typesTaken } from './accept';
import { Problem } from './problem';

const types = { json: 'application/json', csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;
export type Format = keyof typeof types;

/** The format that `Accept` prefers, of those offered: JSON pages, or a stream of everything. */
export const Format = createParamDecorator((_: unknown, execution: ExecutionContext): Format => {
  const accept = execution.switchToHttp().getRequest<FastifyRequest>().headers.accept;
  if (!accept) return 'json';
  for (const range of typesTaken(accept)) {
    if (range === '*/*' || range === 'application/*') return 'json';
    if (range === 'text/*') return 'csv';
    const format = (Object.keys(types) as Format[]).find((name) => types[name] === range);
    if (format) return format;
  }
  throw new Problem(406, 'NOT_ACCEPTABLE', `This is answered as ${Object.values(types).join(', ')}.`);
});

/** Says in the document that a route answers in all three formats. */
export const InAllFormats = () => applyDecorators(ApiProduces(...Object.values(types)));

const formula = /^[=+\-@\t\r]/;
const special = /[",\r\n]/;

/** A cell that a spreadsheet would run is kept as text by an apostrophe in front; numbers stay numbers. */
export const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const harmless = formula.test(text) && !/^-\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return special.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** How much text is gathered before it goes out: a row at a time would cost a system call each. */
const pieceLength = 32 * 1024;

/** Rows on their way out, of which a caller may not be shown everything. */
export class RowStream extends Readable {
  /** How each row is seen, set before the first is asked for. */
  seen: (row: object) => unknown = (row) => row;
}

const counts = new WeakMap<object, Count>();

interface Count {
  rows: number;
}

/** Tells how many rows have gone out of an answer that streams them; undefined of any other. */
export const rowsSent = (payload: object): (() => number) | undefined => {
  const count = counts.get(payload);
  return count && (() => count.rows);
};

/** All rows as they come, no faster than the reader takes them; a reader that goes away ends the query. */
export const stream = <R extends object>(
  format: Exclude<Format, 'json'>,
  columns: readonly (keyof R & string)[],
  batches: AsyncIterable<readonly R[]>,
): StreamableFile => {
  const line = (row: Partial<R>) =>
    format === 'csv' ? csvLine(columns.map((column) => row[column])) : jsonLine(row);
  const head = format === 'csv' ? csvLine(columns) : '';
  const count = { rows: 0 };
  // A row as it is seen has fewer values, and no other members than it had or `masked`.
  const write = (row: R) => line(sent.seen(row) as Partial<R>);
  const sent: RowStream = rowStream(() => pieces(head, batches, write, count));
  counts.set(sent, count);
  return new StreamableFile(sent, {
    type: `${types[format]}; charset=utf-8`,
  });
};

const rowStream = (text: () => AsyncGenerator<Buffer>): RowStream => {
  let pieces: AsyncGenerator<Buffer> | undefined;
  return new RowStream({
    read() {
      pieces ??= text();
      pieces.next().then(
        ({ done, value }) => this.push(done ? null : value),
        (error: unknown) => this.destroy(error as Error),
      );
    },
    destroy(error, done) {
      (pieces ? pieces.return(undefined) : Promise.resolve()).then(() => done(error), done);
    },
  });
};

const csvLine = (values: readonly unknown[]): string => `${values.map(cell).join(',')}\r\n`;
const jsonLine = (row: object): string => `${JSON.stringify(row)}\n`;

async function* pieces<R>(
  head: string,
  batches: AsyncIterable<readonly R[]>,
  write: (row: R) => string,
  count: Count,
) {
  let piece = head;
  for await (const batch of batches) {
    for (const row of batch) {
      piece += write(row);
      count.rows += 1;
      if (piece.length < pieceLength) continue;
      yield Buffer.from(piece);
      piece = '';
    }
  }
  if (piece) yield Buffer.from(piece);
}

/** Single things, as a batch of one each. */
export async function* oneByOne<T>(things: AsyncIterable<T>): AsyncIterable<readonly T[]> {
  for await (const thing of things) yield [thing];
}
