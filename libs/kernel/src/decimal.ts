import { Decimal as Exact } from 'decimal.js';
import { z } from 'zod';

/** Exact arithmetic with room for 60 digits, so that no sum of stored amounts is ever rounded. */
const Wide = Exact.clone({ precision: 60, rounding: Exact.ROUND_HALF_UP, toExpNeg: -60, toExpPos: 60 });

const decimalPattern = /^-?\d{1,20}(\.\d{1,10})?$/;

/** Whether a text is a decimal: at most 20 digits before the point and 10 behind it, no exponent. */
export const isDecimal = (text: unknown): text is Decimal =>
  typeof text === 'string' && decimalPattern.test(text);

/** A decimal number as text (`"249999.99"`): money, ratios, measures. Never a binary float. */
export const Decimal = z
  .string()
  .regex(decimalPattern, 'A decimal is text such as "249999.99", without exponent.')
  .brand<'Decimal'>();
export type Decimal = z.infer<typeof Decimal>;

/** A decimal known to be one; throws otherwise (for constants and tests, not for input). */
export const decimal = (text: string): Decimal => Decimal.parse(text);

const write = (value: Exact): Decimal => value.toFixed() as Decimal;

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export const compareDecimals = (a: Decimal, b: Decimal): number => new Wide(a).cmp(b);

export const addDecimals = (a: Decimal, b: Decimal): Decimal => write(new Wide(a).plus(b));
export const subtractDecimals = (a: Decimal, b: Decimal): Decimal => write(new Wide(a).minus(b));

export const sumDecimals = (values: Iterable<Decimal>): Decimal => {
  let total = new Wide(0);
  for (const value of values) total = total.plus(value);
  return write(total);
};

/** `percent` per cent of a value's magnitude, unrounded. */
export const percentOf = (value: Decimal, percent: Decimal): Decimal =>
  write(new Wide(value).abs().times(percent).dividedBy(100));

/** The same number in one spelling: no trailing zeros, no minus zero (`-0.50` → `-0.5`). */
export const plainDecimal = (value: Decimal): Decimal =>
  write(new Wide(value).plus(0).abs().isZero() ? new Wide(0) : new Wide(value));

/** A value rounded to some places, ties away from zero: for reports, never in between. */
export const roundDecimal = (value: Decimal, places: number): Decimal =>
  new Wide(value).toFixed(places) as Decimal;

/** As many places as a decimal may have behind the point, and what one unit is in the last of them. */
const places = 10;
const unit = 10n ** BigInt(places);
const zeros = '0'.repeat(places);

/**
 * A decimal as a whole number of its last possible place (10^-10): for many comparisons and sums of stored
 * decimals, exact and without an object each.
 */
export const inLastPlaces = (value: Decimal): bigint => {
  const point = value.indexOf('.');
  if (point < 0) return BigInt(value) * unit;
  const fraction = value.slice(point + 1);
  return BigInt(value.slice(0, point) + fraction + zeros.slice(fraction.length));
};

/** The decimal that `inLastPlaces` was made from, in its plain spelling. */
export const fromLastPlaces = (whole: bigint): Decimal => {
  if (whole < 0n) return `-${fromLastPlaces(-whole)}` as Decimal;
  const digits = whole.toString().padStart(places + 1, '0');
  const point = digits.length - places;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === zero) end -= 1;
  const before = digits.slice(0, point);
  return (end === point ? before : `${before}.${digits.slice(point, end)}`) as Decimal;
};

const zero = '0'.charCodeAt(0);
