import {
  type Day,
  dayOrInstant,
  type Decimal,
  type Instant,
  isDay,
  isDecimal,
  parseInstant,
  startOf,
  whyNoDay,
} from '#libs/kernel';
import { Misfit } from './row';

// Checks of single cells, written for millions of them: a pattern and a length instead of a schema. What they let
// through fits the schemas of the events, which the log checks once more.

const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;

const controlButBreaks = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** Text on one line, as ids and names are. */
export const textCell = (column: string, text: string, most: number): Misfit | undefined => {
  if (text === '') return new Misfit('MISSING_VALUE', `Column ${column} is empty: give it a value.`);
  if (text.length > most) return tooLong(column, most);
  return controlCharacter.test(text) ? hasControlCharacter(column) : undefined;
};

/** Text of an attribute, line breaks and tabs allowed. */
export const proseCell = (column: string, text: string, most: number): Misfit | undefined => {
  if (text.length > most) return tooLong(column, most);
  return controlButBreaks.test(text) ? hasControlCharacter(column) : undefined;
};

const tooLong = (column: string, most: number) =>
  new Misfit('TEXT_TOO_LONG', `Column ${column} holds at most ${most} characters.`);

const hasControlCharacter = (column: string) =>
  new Misfit('CONTROL_CHARACTER', `Column ${column} has a control character in it: take it out.`);

export const decimalCell = (column: string, text: string): Decimal | Misfit => {
  if (isDecimal(text)) return text;
  if (/^-?\d+\.\d{11,}$/.test(text)) {
    return new Misfit(
      'BAD_DECIMAL',
      `Column ${column} has more than 10 decimal places: round it at the source.`,
    );
  }
  return new Misfit(
    'BAD_DECIMAL',
    `Column ${column} is a decimal such as 249999.99, without separators, sign + or exponent.`,
  );
};

/** One string for each word of a column that has few of them: a fact that is kept keeps no copy of its own. */
export class Words {
  private readonly seen = new Map<string, string>();

  once(text: string): string {
    return remembered(this.seen, text, () => text);
  }
}

/** Days and instants of a file, in one time zone. The same texts come again and again, so each is read once. */
export class Dates {
  private readonly days = new Map<string, Day | Misfit>();
  private readonly instants = new Map<string, Instant | Misfit>();

  constructor(private readonly timeZone: string) {}

  /** A day, or an instant as the day it has in the time zone. */
  day(column: string, text: string): Day | Misfit {
    return remembered(this.days, text, () => dayOrInstant(text, this.timeZone) ?? noDay(column, text));
  }

  /** An instant, or the beginning of a day in the time zone. */
  instant(column: string, text: string): Instant | Misfit {
    return remembered(this.instants, text, () => {
      const at = isDay(text) ? startOf(text, this.timeZone) : parseInstant(text);
      return (
        at ??
        new Misfit(
          'BAD_INSTANT',
          `Column ${column} is an instant such as 2025-05-01T02:30:00Z, with an offset.`,
        )
      );
    });
  }
}

const noDay = (column: string, text: string): Misfit => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const reason = whyNoDay(text)!;
    return new Misfit(
      reason.includes(' between ') ? 'DAY_OUT_OF_RANGE' : 'BAD_DAY',
      `Column ${column}: ${reason}`,
    );
  }
  return parseInstant(text)
    ? new Misfit('DAY_OUT_OF_RANGE', `Column ${column}: ${whyNoDay('0001-01-01')}`)
    : new Misfit('BAD_DAY', `Column ${column} is a day such as 2025-04-30, or an instant with an offset.`);
};

const mostRemembered = 20_000;

const remembered = <Read>(seen: Map<string, Read>, text: string, read: () => Read): Read => {
  const before = seen.get(text);
  if (before !== undefined) return before;
  if (seen.size >= mostRemembered) seen.clear();
  const fresh = read();
  seen.set(text, fresh);
  return fresh;
};
