import { InvalidArgumentError } from 'commander';
import { Scope } from '#libs/domain';
import { type Day, type Instant, isDay, parseInstant, whyNoDay } from '#libs/kernel';

// What stands behind an option, read once; a value that is none ends the command with a sentence.

export const dayOption = (text: string): Day => {
  if (isDay(text)) return text;
  throw new InvalidArgumentError(whyNoDay(text) ?? 'A day is written YYYY-MM-DD.');
};

/** An instant; a day stands for its last moment in UTC. */
export const instantOption = (text: string): Instant => {
  const at = parseInstant(isDay(text) ? `${text}T23:59:59.999Z` : text);
  if (at) return at;
  throw new InvalidArgumentError('A moment is written 2025-05-06T22:00:00Z, or as a day.');
};

/** A name that is kept in the log: one line of text. */
export const nameOption =
  (most: number) =>
  (text: string): string => {
    if (text.length > 0 && text.length <= most && !/\p{Cc}/u.test(text)) return text;
    throw new InvalidArgumentError(`This is text of 1 to ${most} characters, without control characters.`);
  };

export const portOption = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new InvalidArgumentError('A port is a number from 0 to 65535; 0 takes any free one.');
};

export const countOption = (text: string): number => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('This is a whole number from 1.');
};

export const wordsOption =
  <const Word extends string>(known: readonly Word[]) =>
  (text: string): Word[] => {
    const words = text.split(',').map((word) => word.trim());
    const strange = words.filter((word) => !known.includes(word as Word));
    if (strange.length === 0) return words as Word[];
    throw new InvalidArgumentError(`${strange.join(', ')} is not known; take from ${known.join(', ')}.`);
  };

export const durationOption = (text: string): string => {
  if (/^[1-9]\d{0,5}(s|m|h|d)$/.test(text)) return text;
  throw new InvalidArgumentError('A duration is written 90s, 15m, 1h or 7d.');
};

/** A part of the portfolio, a key at a time: `region=EMEA,APAC`. */
export const scopeOption = (text: string, before: Scope = {}): Scope => {
  const [, key = '', values = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  const scope = Scope.safeParse({ ...before, [key]: values.split(',').map((value) => value.trim()) });
  if (scope.success) return scope.data;
  throw new InvalidArgumentError('A scope is written region=EMEA or region=EMEA,APAC; book=SEAT is a book.');
};
