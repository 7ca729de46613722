import { isDecimal } from '#libs/kernel';
import { matching } from './lines';
import { field, type FieldOptions } from './shape';

export * from './lines';
export * from './things';
export * from './times';

/** Money and other decimals: text, so that no digit is lost on the way. */
export const IsMoney = (options?: FieldOptions) =>
  field(
    { type: 'string', pattern: '^-?\\d{1,20}(\\.\\d{1,10})?$', example: '249999.99' },
    (value) => (isDecimal(value) ? undefined : 'A decimal is text such as "249999.99", without exponent.'),
    options,
  );

export const IsOneOf = (words: readonly string[], options?: FieldOptions) =>
  field(
    { type: 'string', enum: [...words] },
    (value) => (words.includes(value as string) ? undefined : `This is one of ${words.join(', ')}.`),
    options,
  );

export const IsFlag = (options?: FieldOptions) =>
  field(
    { type: 'boolean' },
    (value) => (typeof value === 'boolean' ? undefined : 'This is true or false.'),
    options,
  );

const digits = /^-?\d{1,15}$/;

/** A whole number; in an address, its digits. */
export const IsWhole = (least: number, most: number, options?: FieldOptions) =>
  field(
    { type: 'integer', minimum: least, maximum: most },
    {
      parse: (value) => (typeof value === 'string' && digits.test(value) ? Number(value) : value),
      why: (value) =>
        Number.isInteger(value) && (value as number) >= least && (value as number) <= most
          ? undefined
          : `This is a whole number from ${least} to ${most}.`,
    },
    options,
  );

const position = /^\d{1,18}$/;

/** A place in the log, as text: it can exceed what a JSON number holds exactly. */
export const IsPosition = (options?: FieldOptions) =>
  field(
    { type: 'string', pattern: position.source, example: '48211' },
    matching(position, 'A log position is its digits, as text.'),
    options,
  );
