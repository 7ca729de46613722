import type { KnownInput } from './knowledge';

/**
 * The order of fact ids: runs of digits count as numbers, so `f2` comes before `f10`. Total, and the same
 * whatever arrived first.
 */
export const compareFactIds = (a: string, b: string): number => {
  if (a === b) return 0;
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const order = compareParts(left[index]!, right[index]!);
    if (order !== 0) return order;
  }
  return left.length - right.length || (a < b ? -1 : 1);
};

const partsOf = (id: string): string[] => id.match(/[0-9]+|[^0-9]+/g) ?? [];

const compareParts = (a: string, b: string): number => {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a.replace(/^0+/, ''), b.replace(/^0+/, ''));
  return a === b ? 0 : a < b ? -1 : 1;
};

const isNumber = (part: string): boolean => part >= '0' && part < ':';

const compareNumbers = (a: string, b: string): number =>
  a.length - b.length || (a === b ? 0 : a < b ? -1 : 1);

/** By day, and on one day by id: the last one before a day is what is true on it. */
export const inFactOrder = (a: KnownInput, b: KnownInput): number =>
  a.validFrom === b.validFrom ? compareFactIds(a.factId, b.factId) : a.validFrom < b.validFrom ? -1 : 1;
