import { whyNoLine } from './lines';
import { field, type FieldOptions, type Kind } from './shape';

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Things of one kind; a list of none is taken only where `least` is 0. */
export const IsListOf = (
  of: () => Kind,
  { least = 0, most, ...options }: FieldOptions & { readonly least?: number; readonly most?: number } = {},
) =>
  field(
    { type: () => of(), isArray: true, ...(least && { minItems: least }), ...(most && { maxItems: most }) },
    {
      of,
      why: (value) => {
        if (!Array.isArray(value)) return 'This is a list.';
        if (value.length < least)
          return `This list has at least ${least} ${least === 1 ? 'entry' : 'entries'}.`;
        if (most && value.length > most) return `This list has at most ${most} entries: send them in parts.`;
        return value.every(isObject) ? undefined : 'Every entry of this list is an object.';
      },
    },
    options,
  );

/** A thing within a thing. */
export const IsPart = (of: () => Kind, options?: FieldOptions) =>
  field(
    { type: () => of() },
    { of, why: (value) => (isObject(value) ? undefined : 'This is an object.') },
    options,
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

/** Names with texts: `{"industry": "retail"}`. */
export const IsTextMap = (options?: FieldOptions) =>
  field(
    { type: 'object', additionalProperties: { type: 'string', maxLength: 2000 } },
    (value) =>
      isObject(value) && Object.entries(value).length <= 100 && Object.entries(value).every(isAttribute)
        ? undefined
        : 'This is an object of texts: at most 100 names of at most 128 characters, texts of at most 2000.',
    options,
  );

const isAttribute = ([name, text]: [string, unknown]): boolean =>
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
