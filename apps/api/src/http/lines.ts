import { field, type FieldOptions } from './shape';

const controls = /\p{Cc}/u;

/** The rule of text of a pattern, with the sentence that says what will do. */
export const matching =
  (pattern: RegExp, sentence: string) =>
  (value: unknown): string | undefined =>
    typeof value === 'string' && pattern.test(value) ? undefined : sentence;

export const whyNoLine =
  (most: number) =>
  (value: unknown): string | undefined => {
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
