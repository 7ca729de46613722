import { type BrokenRow, type CsvItem, CsvReader } from '../csv/csv-reader';

/** The rows of a file, a few at a time; the header comes first, alone. */
export async function* batches(
  unpacked: AsyncIterable<Buffer>,
  most: number,
): AsyncGenerator<CsvItem[], void, undefined> {
  const reader = new CsvReader();
  const utf8 = new TextDecoder('utf-8');
  let waiting: CsvItem[] = [];
  let headed = false;
  for await (const piece of pieces(unpacked)) {
    const text = piece ? utf8.decode(piece, { stream: true }) : utf8.decode();
    const read = reader.push(text);
    waiting = waiting.length > 0 ? waiting.concat(read) : read;
    if (!piece) waiting = waiting.concat(reader.end());
    if (!headed && waiting.length > 0) {
      headed = true;
      yield waiting.splice(0, 1);
    }
    let at = 0;
    for (; waiting.length - at >= most; at += most) yield waiting.slice(at, at + most);
    if (at > 0) waiting = waiting.slice(at);
  }
  if (waiting.length > 0) yield waiting;
}

/** The pieces, and null for the end. */
async function* pieces(unpacked: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null, void, undefined> {
  yield* unpacked;
  yield null;
}

export const isBroken = (item: CsvItem): item is BrokenRow => 'broken' in item;
