import { compareDecimals, type Decimal, isDecimal } from '#libs/kernel';
import { readingOf } from './dimension';
import type { Letter, Reading } from './judge';
import type { Condition } from '../policy-document';

/** Whether a condition holds for the inputs; not evaluated when its measure has no value. */
export const evaluate = (condition: Condition, inputs: readonly Reading[]): Letter => {
  const { value } = readingOf(inputs, condition.measure);
  if (value === null) return '?';
  return holds(condition, value) ? 'M' : 'N';
};

const holds = ({ atLeast, over, atMost, below, is, in: among }: Condition, value: string): boolean => {
  const bounds: [Decimal | undefined, (order: number) => boolean][] = [
    [atLeast, (order) => order >= 0],
    [over, (order) => order > 0],
    [atMost, (order) => order <= 0],
    [below, (order) => order < 0],
  ];
  const within = bounds.every(
    ([bound, fits]) => bound === undefined || (isDecimal(value) && fits(compareDecimals(value, bound))),
  );
  return within && (is === undefined || same(is, value)) && (among?.some((one) => same(one, value)) ?? true);
};

const same = (a: string, b: string): boolean =>
  a === b || (isDecimal(a) && isDecimal(b) && compareDecimals(a, b) === 0);

/** Whether a condition needs a number. */
export const needsNumber = ({ atLeast, over, atMost, below }: Condition): boolean =>
  [atLeast, over, atMost, below].some((bound) => bound !== undefined);

/** The condition as a phrase. */
export const phrase = ({ measure, atLeast, over, atMost, below, is, in: among }: Condition): string => {
  const parts = [
    atLeast !== undefined && `at least ${atLeast}`,
    over !== undefined && `over ${over}`,
    atMost !== undefined && `at most ${atMost}`,
    below !== undefined && `under ${below}`,
    is !== undefined && is,
    among && `one of ${among.join(', ')}`,
  ];
  return `${measure} is ${parts.filter((part) => part !== false && part !== undefined).join(' and ')}`;
};
