import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { isDecimal, parseInstant, whyNoDay } from '#libs/kernel';

// What a field of a request or an answer may hold, said once: the check, its sentence and the OpenAPI schema.

export interface FieldOptions {
  readonly optional?: true;
  readonly nullable?: true;
  readonly description?: string;
  readonly example?: unknown;
}

/** Undefined when a value will do, else the sentence that says what would. */
type Why = (value: unknown) => string | undefined;

/** The building block of all others. */
export const field = (schema: object, why: Why, { optional, nullable, ...rest }: FieldOptions = {}) =>
  applyDecorators(
    ApiProperty({
      ...schema,
      ...rest,
      required: !optional,
      ...(nullable && { nullable }),
    } as ApiPropertyOptions),
    ValidateIf((_, value) => !(optional && value === undefined) && !(nullable && value === null)),
    ValidateBy({
      name: 'field',
      validator: {
        validate: (value) => whyNot(why, value) === undefined,
        defaultMessage: (args) => whyNot(why, args?.value) ?? '',
      },
    }),
  );

const whyNot = (why: Why, value: unknown): string | undefined =>
  value === undefined ? 'This field is needed.' : why(value);

const controls = /\p{Cc}/u;

const whyNoLine = (most: number) => (value: unknown) => {
  if (typeof value !== 'string') return 'This is text.';
  if (value.length === 0 || value.length > most) return `This is text of 1 to ${most} characters.`;
  return controls.test(value) ? 'This is text without control characters.' : undefined;
};

/** One line of text. */
export const IsLine = (most: number, options?: FieldOptions) =>
  field({ type: 'string', minLength: 1, maxLength: most }, whyNoLine(most), options);

/** An identifier given by the client: an account, a fact, a scheme, a tier. */
export const IsCode = (options?: FieldOptions) => IsLine(128, options);

/** What a person wrote, in as many lines as they like. */
export const IsProse = (options?: FieldOptions) =>
  field(
    { type: 'string', minLength: 1, maxLength: 2000 },
    (value) =>
      typeof value === 'string' && value.trim().length > 0 && value.length <= 2000
        ? undefined
        : 'This is text of 1 to 2000 characters.',
    options,
  );

export const IsDay = (options?: FieldOptions) =>
  field(
    { type: 'string', format: 'date' },
    (value) => (typeof value === 'string' ? whyNoDay(value) : 'A day is written YYYY-MM-DD.'),
    options,
  );

const noInstant =
  'An instant is written RFC 3339 with an offset: 2025-05-06T22:00:00Z (in an address, + is written %2B).';

/** A moment of recorded time; it arrives in UTC with milliseconds. */
export const IsInstant = (options?: FieldOptions) =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? (parseInstant(value) ?? value) : value,
    ),
    field(
      { type: 'string', format: 'date-time' },
      (value) => (typeof value === 'string' && parseInstant(value) ? undefined : noInstant),
      options,
    ),
  );

/** A day, or an instant that becomes the day it is in the governance time zone. */
export const IsDayOrInstant = (options?: FieldOptions) =>
  field(
    { type: 'string', maxLength: 64 },
    (value) => {
      if (typeof value !== 'string')
        return 'A day is written YYYY-MM-DD, an instant RFC 3339 with an offset.';
      if (value.includes('T') || value.includes('t')) return parseInstant(value) ? undefined : noInstant;
      return whyNoDay(value);
    },
    options,
  );

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
  applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && digits.test(value) ? Number(value) : value,
    ),
    field(
      { type: 'integer', minimum: least, maximum: most },
      (value) =>
        Number.isInteger(value) && (value as number) >= least && (value as number) <= most
          ? undefined
          : `This is a whole number from ${least} to ${most}.`,
      options,
    ),
  );

/** A place in the log, as text: it can exceed what a JSON number holds exactly. */
export const IsPosition = (options?: FieldOptions) =>
  field(
    { type: 'string', pattern: '^\\d{1,18}$', example: '48211' },
    (value) =>
      typeof value === 'string' && /^\d{1,18}$/.test(value)
        ? undefined
        : 'A log position is its digits, as text.',
    options,
  );

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Things of one kind; a list of none is taken only where `least` is 0. */
export const IsListOf = (
  kind: () => abstract new () => object,
  { least = 0, most, ...options }: FieldOptions & { readonly least?: number; readonly most?: number } = {},
) =>
  applyDecorators(
    Type(kind as () => new () => object),
    ValidateNested(),
    field(
      {
        type: () => kind(),
        isArray: true,
        ...(least && { minItems: least }),
        ...(most && { maxItems: most }),
      },
      (value) => {
        if (!Array.isArray(value)) return 'This is a list.';
        if (value.length < least)
          return `This list has at least ${least} ${least === 1 ? 'entry' : 'entries'}.`;
        if (most && value.length > most) return `This list has at most ${most} entries: send them in parts.`;
        return value.every(isObject) ? undefined : 'Every entry of this list is an object.';
      },
      options,
    ),
  );

/** Lines of text. */
export const IsLines = ({ most = 100_000, ...options }: FieldOptions & { readonly most?: number } = {}) =>
  field(
    { type: 'array', items: { type: 'string' }, maxItems: most },
    (value) =>
      Array.isArray(value) &&
      value.length <= most &&
      value.every((line) => whyNoLine(256)(line) === undefined)
        ? undefined
        : `This is a list of at most ${most} texts of 1 to 256 characters.`,
    options,
  );

/** A thing within a thing. */
export const IsPart = (kind: () => abstract new () => object, options?: FieldOptions) =>
  applyDecorators(
    Type(kind as () => new () => object),
    ValidateNested(),
    field({ type: () => kind() }, (value) => (isObject(value) ? undefined : 'This is an object.'), options),
  );

/** Names with texts: `{"industry": "retail"}`. */
export const IsTextMap = (options?: FieldOptions) =>
  field(
    { type: 'object', additionalProperties: { type: 'string', maxLength: 2000 } },
    (value) =>
      isObject(value) && Object.entries(value).every(([name, text]) => isAttribute(name, text))
        ? undefined
        : 'This is an object of texts: at most 100 names of at most 128 characters, texts of at most 2000.',
    options,
  );

const isAttribute = (name: string, text: unknown): boolean =>
  name.length > 0 && name.length <= 128 && typeof text === 'string' && text.length <= 2000;

/** Any JSON but null. */
export const anyJson = {
  oneOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'object', additionalProperties: true },
    { type: 'array', items: {} },
  ],
};

/** A value whose shape another rule knows, such as a policy document. */
export const IsAny = (schema: object, options?: FieldOptions) => field(schema, () => undefined, options);
