import type { Pausing } from './pausing';

/** How much of a list is read between two pauses. */
const aRead = 32 * 1024;

/**
 * What a canonical JSON text says, read with pauses: objects member by member, lists some items at a time. What stands
 * in a list is read as a whole, so there are as many pauses as lists are long. It trusts that the text is canonical,
 * as one whose digest has been checked is; of any other it may make anything.
 */
export const readCanonical = (text: string): Pausing<unknown> => new Reader(text).value();

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  *value(): Pausing<unknown> {
    const first = this.text[this.at];
    if (first === '{') return yield* this.object();
    if (first === '[') return yield* this.list();
    return this.scalar();
  }

  private *object(): Pausing<unknown> {
    const members: [string, unknown][] = [];
    while (this.text[this.at] !== '}') {
      this.at += 1;
      if (this.text[this.at] === '}') break;
      const name = this.scalar() as string;
      this.at += 1;
      members.push([name, yield* this.value()]);
    }
    this.at += 1;
    return Object.fromEntries(members);
  }

  private *list(): Pausing<unknown> {
    const items: unknown[] = [];
    while (this.text[this.at] !== ']') {
      const start = this.at + 1;
      let end = this.endOfItem(start);
      while (this.text[end] === ',' && end - start < aRead) end = this.endOfItem(end + 1);
      for (const item of JSON.parse(`[${this.text.slice(start, end)}]`) as unknown[]) items.push(item);
      this.at = end;
      yield;
    }
    this.at += 1;
    return items;
  }

  private scalar(): unknown {
    const start = this.at;
    this.at = this.text[start] === '"' ? this.endOfString(start) : this.endOfWord(start);
    return JSON.parse(this.text.slice(start, this.at));
  }

  /** Where an item of a list ends: at the comma behind it, or with the list. */
  private endOfItem(start: number): number {
    let depth = 0;
    for (let at = start; ; at += 1) {
      const character = this.text[at];
      if (character === '"') at = this.endOfString(at) - 1;
      else if (character === '[' || character === '{') depth += 1;
      else if (depth === 0 && (character === ',' || character === ']')) return at;
      else if (character === ']' || character === '}') depth -= 1;
      else if (character === undefined) throw new SyntaxError('The text ends within a list.');
    }
  }

  private endOfString(start: number): number {
    for (let at = start; ;) {
      at = this.text.indexOf('"', at + 1);
      if (at < 0) throw new SyntaxError('The text ends within a word.');
      let slashes = 0;
      while (this.text[at - 1 - slashes] === '\\') slashes += 1;
      if (slashes % 2 === 0) return at + 1;
    }
  }

  private endOfWord(start: number): number {
    let at = start;
    while (at < this.text.length && !',:]}'.includes(this.text[at]!)) at += 1;
    return at;
  }
}
