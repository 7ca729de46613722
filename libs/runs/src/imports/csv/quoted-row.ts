/** A row as it was read. */
export interface Scanned {
  readonly fields: string[];
  /** Behind the row's last character, and where the next row begins. */
  readonly end: number;
  readonly next: number;
}

/** Reads a row with quotes in it. 'more': the text ends before the row does; 'open': the file does; 'misplaced': text behind a closing quote. */
export const scan = (text: string, from: number, over: boolean): Scanned | 'more' | 'open' | 'misplaced' => {
  const fields: string[] = [];
  let at = from;
  for (;;) {
    const field = text[at] === '"' ? quotedField(text, at + 1, over) : plainField(text, at);
    if (typeof field === 'string') return field;
    fields.push(field.value);
    at = field.end;
    if (text[at] === ',') at += 1;
    else break;
  }
  let next = at;
  if (text[next] === '\r') next += 1;
  if (next >= text.length) return over ? { fields, end: at, next } : 'more';
  return text[next] === '\n' ? { fields, end: at, next: next + 1 } : 'misplaced';
};

const plainField = (text: string, from: number): { value: string; end: number } => {
  let end = from;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n') end += 1;
  if (text[end - 1] === '\r' && end > from && text[end] !== ',') end -= 1;
  return { value: text.slice(from, end), end };
};

const quotedField = (
  text: string,
  from: number,
  over: boolean,
): { value: string; end: number } | 'more' | 'open' => {
  let value = '';
  let start = from;
  for (;;) {
    const quote = text.indexOf('"', start);
    // A quote at the very end of what has come so far may be the first of two.
    if (quote < 0 || (quote === text.length - 1 && !over)) return over ? 'open' : 'more';
    value += text.slice(start, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    start = quote + 2;
  }
};
