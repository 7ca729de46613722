import { type Decimal, inLastPlaces, isDecimal } from '#libs/kernel';
import type { Measure } from '../../vocabulary';
import type { Condition } from '../policy-document';

/** The values that fit some conditions on one measure: those of a stretch of numbers, or some words. */
export interface Span {
  readonly low: bigint | null;
  readonly high: bigint | null;
  /** When set, these alone, and the stretch no longer matters. Numbers stand in one spelling. */
  readonly words: ReadonlySet<string> | null;
}

/** What fits a row of conditions, by measure; null when one of them leaves nothing. */
export type Spans = ReadonlyMap<Measure, Span>;

const anything: Span = { low: null, high: null, words: null };

/** Whether a condition says anything at all. */
export const isEmpty = ({ measure: _, ...bounds }: Condition): boolean =>
  Object.values(bounds).every((bound) => bound === undefined);

/** Narrows a stretch by a condition more. A value has at most ten places, so `over` is at least the next one. */
export const narrowed = (before: Span = anything, condition: Condition): Span => {
  const { atLeast, over, atMost, below, is, in: among } = condition;
  const span = {
    low: greatest(before.low, valueOf(atLeast), valueOf(over, 1n)),
    high: least(before.high, valueOf(atMost), valueOf(below, -1n)),
  };
  let { words } = before;
  for (const named of [is === undefined ? undefined : [is], among]) {
    if (!named) continue;
    const spelt = named.map(inOneSpelling);
    words = new Set(words === null ? spelt : spelt.filter((word) => words!.has(word)));
  }
  return { ...span, words: words && new Set([...words].filter((word) => isWithin(word, span))) };
};

/** Whether no value fits. */
export const isImpossible = ({ low, high, words }: Span): boolean =>
  words === null ? low !== null && high !== null && low > high : words.size === 0;

/** The spans of a row in one spelling: equal rows have equal keys. */
export const keyOf = (row: Spans): string =>
  row.size === 0
    ? ''
    : JSON.stringify(
        [...row.keys()].sort().map((measure) => {
          const { low, high, words } = row.get(measure)!;
          return [measure, words ? [...words].sort() : `${low}..${high}`];
        }),
      );

/** Whether everything that fits a row fits another one too; `look` is told of each comparison. */
export const isCovered = (row: Spans, by: Spans, look: () => void): boolean => {
  for (const [measure, outer] of by) {
    look();
    const inner = row.get(measure);
    if (!inner || !lies(inner, outer, look)) return false;
  }
  return true;
};

const lies = (inner: Span, outer: Span, look: () => void): boolean => {
  if (inner.words === null) return outer.words === null && isInside(inner, outer);
  for (const word of inner.words) {
    look();
    if (!(outer.words?.has(word) ?? isWithin(word, outer))) return false;
  }
  return true;
};

const isInside = (inner: Span, outer: Span): boolean =>
  (outer.low === null || (inner.low !== null && inner.low >= outer.low)) &&
  (outer.high === null || (inner.high !== null && inner.high <= outer.high));

/** Numbers are compared as numbers: `1` and `1.0` are one. The mark in front tells them from words. */
const inOneSpelling = (word: string): string => (isDecimal(word) ? `#${inLastPlaces(word)}` : `=${word}`);

const isWithin = (word: string, { low, high }: Pick<Span, 'low' | 'high'>): boolean => {
  if (low === null && high === null) return true;
  if (!word.startsWith('#')) return false;
  const value = BigInt(word.slice(1));
  return (low === null || value >= low) && (high === null || value <= high);
};

const valueOf = (bound: Decimal | undefined, more = 0n): bigint | null =>
  bound === undefined ? null : inLastPlaces(bound) + more;

const greatest = (...all: readonly (bigint | null)[]): bigint | null =>
  all.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);

const least = (...all: readonly (bigint | null)[]): bigint | null =>
  all.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
