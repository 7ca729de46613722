import { type Instant, parseInstant, whyNoDay } from '#libs/kernel';
import { matching } from './lines';
import { field, type FieldOptions } from './shape';

export const IsDay = (options?: FieldOptions) =>
  field(
    { type: 'string', format: 'date' },
    (value) => (typeof value === 'string' ? whyNoDay(value) : 'A day is written YYYY-MM-DD.'),
    options,
  );

const quarter = /^(\d{4}|FY\d{2})-Q[1-4]$/;

/** The label of a fiscal quarter, as the calendar of the tenant calls it. */
export const IsQuarter = (options?: FieldOptions) =>
  field(
    { type: 'string', pattern: quarter.source, example: '2025-Q1' },
    matching(
      quarter,
      'A quarter is written 2025-Q1, or FY25-Q1 where the fiscal year begins in another month than January.',
    ),
    options,
  );

const noInstant =
  'An instant is written RFC 3339 with an offset: 2025-05-06T22:00:00Z (in an address, + is written %2B).';

/** A moment of recorded time; it arrives in UTC with milliseconds. */
export const IsInstant = (options?: FieldOptions) =>
  field(
    { type: 'string', format: 'date-time' },
    {
      parse: (said) => readInstant(said) ?? said,
      why: (value) => (readInstant(value) === null ? noInstant : undefined),
    },
    options,
  );

/** A day, or an instant that becomes the day it is in the governance time zone. */
export const IsDayOrInstant = (options?: FieldOptions) =>
  field({ type: 'string', maxLength: 64 }, whyNeither, options);

const whyNeither = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return 'A day is written YYYY-MM-DD, an instant RFC 3339 with an offset.';
  if (!/t/i.test(value)) return whyNoDay(value);
  return parseInstant(value) ? undefined : noInstant;
};

const inUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;

/** Almost every instant is told in UTC, which `Date` reads a hundred times faster; a day that it would roll over is left to the exact reader. */
const readInstant = (said: unknown): Instant | null => {
  if (typeof said !== 'string') return null;
  if (inUtc.test(said)) {
    const at = new Date(said);
    const text = Number.isNaN(at.getTime()) ? '' : at.toISOString();
    if (text.startsWith(said.slice(0, 19))) return text as Instant;
  }
  return parseInstant(said) ?? null;
};
