import { scan } from './quoted-row';

/** A row of a CSV file: its fields, and where and how it stands in the file. */
export interface CsvRow {
  /** The physical line on which it begins, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  readonly raw: string;
}

/** A line that is no row, and why. */
export interface BrokenRow {
  readonly line: number;
  readonly raw: string;
  readonly broken: 'TOO_LONG' | 'QUOTES' | 'COLUMNS' | 'CUT_OFF';
}

export type CsvItem = CsvRow | BrokenRow;

/** Characters of a row at most; a quote left open is given up there. */
const longestRow = 65_536;
const shownOfBroken = 2_000;

/**
 * Reads CSV (RFC 4180, any line end) as its text arrives. A row that is broken costs that line alone: when a
 * quote was left open, reading goes on at the next line, so that the rows it would have swallowed are not lost.
 */
export class CsvReader {
  private text = '';
  private line = 1;
  private columns: number | undefined;
  /** Inside a line that is too long: nothing counts until it ends. */
  private skipping = false;

  /** Takes more of the file, and gives the rows that are complete by now. */
  push(more: string): CsvItem[] {
    this.text += more;
    return this.take(false);
  }

  /** The file is over: gives what was left. */
  end(): CsvItem[] {
    return this.take(true);
  }

  private take(over: boolean): CsvItem[] {
    const items: CsvItem[] = [];
    let at = 0;
    for (;;) {
      const next = this.next(at, over, items);
      if (next === undefined) break;
      at = next;
    }
    this.text = this.text.slice(at);
    return items;
  }

  /** Reads one row from `at` on; where the next one begins, or undefined when more text is needed. */
  private next(at: number, over: boolean, items: CsvItem[]): number | undefined {
    const { text } = this;
    if (at >= text.length) return undefined;
    const newline = text.indexOf('\n', at);
    if (newline < 0 && !over) return this.tooLong(at, text.length, items);
    const end = newline < 0 ? text.length : newline;
    if (this.skipping || end - at > longestRow) return this.skip(at, end, items);
    const line = text.slice(at, text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end);
    if (line.includes('"')) return this.quoted(at, end, line, over, items);
    // An empty line is no row.
    if (line !== '') this.add({ line: this.line, fields: line.split(','), raw: line }, newline < 0, items);
    this.line += 1;
    return end + 1;
  }

  private quoted(at: number, end: number, line: string, over: boolean, items: CsvItem[]): number | undefined {
    const scanned = scan(this.text, at, over);
    if (scanned === 'more') {
      if (this.text.length - at <= longestRow) return undefined;
      return this.broken('QUOTES', end, line, items);
    }
    if (typeof scanned === 'string') {
      const cut = scanned === 'open' && end === this.text.length;
      return this.broken(cut ? 'CUT_OFF' : 'QUOTES', end, line, items);
    }
    // A quote left open may have met another one lines below: then the row does not have its columns.
    const spans = scanned.next > end + 1;
    if (spans && scanned.fields.length !== this.columns) return this.broken('QUOTES', end, line, items);
    const raw = this.text.slice(at, scanned.end);
    this.add({ line: this.line, fields: scanned.fields, raw }, scanned.end === this.text.length, items);
    this.line += spans ? linesIn(raw) : 1;
    return scanned.next;
  }

  private add(row: CsvRow, last: boolean, items: CsvItem[]): void {
    this.columns ??= row.fields.length;
    if (row.fields.length === this.columns) items.push(row);
    else
      items.push({
        line: row.line,
        raw: row.raw,
        broken: last && row.fields.length < this.columns ? 'CUT_OFF' : 'COLUMNS',
      });
  }

  private broken(why: BrokenRow['broken'], end: number, raw: string, items: CsvItem[]): number {
    items.push({ line: this.line, raw, broken: why });
    this.line += 1;
    return end + 1;
  }

  private tooLong(at: number, end: number, items: CsvItem[]): number | undefined {
    if (!this.skipping && end - at <= longestRow) return undefined;
    this.reportTooLong(at, items);
    this.skipping = true;
    return end;
  }

  private skip(at: number, end: number, items: CsvItem[]): number {
    this.reportTooLong(at, items);
    this.skipping = false;
    this.line += 1;
    return end + 1;
  }

  private reportTooLong(at: number, items: CsvItem[]): void {
    if (this.skipping) return;
    items.push({ line: this.line, raw: this.text.slice(at, at + shownOfBroken), broken: 'TOO_LONG' });
  }
}

const carriageReturn = 13;

const linesIn = (raw: string): number => raw.split('\n').length;
