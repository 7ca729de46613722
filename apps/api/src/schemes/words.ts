import { field, type FieldOptions } from '../http/shape';

/** Some of a few words. */
export const IsWords = (words: readonly string[], options?: FieldOptions) =>
  field(
    { type: 'array', items: { type: 'string', enum: [...words] } },
    (value) =>
      Array.isArray(value) && value.every((word) => words.includes(word as string))
        ? undefined
        : `This is a list of ${words.join(', ')}.`,
    options,
  );
