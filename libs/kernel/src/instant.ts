import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Day, isDay } from './day';

const instantPattern = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** An instant as it is written here, but for the day's own rules. */
const plainPattern = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Every request names an instant or two, mostly as we write them ourselves: then there is nothing to work out. */
const isPlain = (text: string): text is Instant => plainPattern.test(text) && isDay(text.slice(0, 10));

/** The instant a text (RFC 3339 with offset) names, in UTC with milliseconds; undefined when it names none. */
export const parseInstant = (text: string): Instant | undefined => {
  if (isPlain(text)) return text;
  if (!instantPattern.test(text)) return undefined;
  try {
    const instant = Temporal.Instant.from(text.toUpperCase()).round({
      smallestUnit: 'millisecond',
      roundingMode: 'floor',
    });
    return instant.toString({ fractionalSecondDigits: 3 }) as Instant;
  } catch {
    return undefined;
  }
};

/** A moment in recorded time, `YYYY-MM-DDTHH:mm:ss.sssZ`: when we learnt something. Texts compare as the moments do. */
export type Instant = string & z.core.$brand<'Instant'>;
export const Instant = z.string().transform((text, context) => {
  const parsed = parseInstant(text);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'An instant is written RFC 3339 with an offset.' });
  return z.NEVER;
}) as unknown as z.ZodType<Instant>;

/** An instant known to be one; throws otherwise (for constants and tests, not for input). */
export const instant = (text: string): Instant => Instant.parse(text);

/** The calendar day on which an instant falls in a time zone: a source instant becomes a day once, at ingest. */
export const dayIn = (at: Instant, timeZone: string): Day =>
  timeZone === 'UTC' && isPlain(at)
    ? (at.slice(0, 10) as Day)
    : (Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().toString() as Day);

/** The moment a day begins in a time zone. */
export const startOf = (theDay: Day, timeZone: string): Instant =>
  Temporal.PlainDate.from(theDay)
    .toZonedDateTime(timeZone)
    .toInstant()
    .toString({ fractionalSecondDigits: 3 }) as Instant;

/** Whether a name is a time zone that the runtime knows. */
export const isTimeZone = (name: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
};

/** A day as it stands, an instant as its day in the time zone; undefined when the text is neither. */
export const dayOrInstant = (text: string, timeZone: string): Day | undefined => {
  if (isDay(text)) return text;
  const at = parseInstant(text);
  const on = at && dayIn(at, timeZone);
  return isDay(on) ? on : undefined;
};
