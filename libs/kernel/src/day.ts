import { z } from 'zod';

/** The first and the last day that the product reckons with. */
export const firstDay = '1900-01-01';
export const lastDay = '2999-12-31';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a day that exists, between `firstDay` and `lastDay`. */
export const isDay = (text: unknown): text is Day => typeof text === 'string' && whyNoDay(text) === undefined;

/** Why a text is not a day, as a sentence; undefined when it is one. */
export const whyNoDay = (text: string): string | undefined => {
  if (!dayPattern.test(text)) return 'A day is written YYYY-MM-DD.';
  if (text < firstDay || text > lastDay) return `A day lies between ${firstDay} and ${lastDay}.`;
  const [year, month, dayOfMonth] = [+text.slice(0, 4), +text.slice(5, 7), +text.slice(8, 10)];
  return month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysInMonth(year, month)
    ? undefined
    : `There is no day ${text}.`;
};

/** A calendar day in the governance time zone, `YYYY-MM-DD`: when something is true (valid time). */
export type Day = string & z.core.$brand<'Day'>;
export const Day = z.string().superRefine((text, context) => {
  const message = whyNoDay(text);
  if (message) context.addIssue({ code: 'custom', message });
}) as unknown as z.ZodType<Day>;

/** A day known to be one; throws otherwise (for constants and tests, not for input). */
export const day = (text: string): Day => Day.parse(text);

const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const write = (year: number, month: number, dayOfMonth: number): Day =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}` as Day;

/** The day some months later (earlier when negative), clamped to the month's length: 31 January + 1 is 28 or 29 February. */
export const addMonths = (from: Day, months: number): Day => {
  const index = +from.slice(0, 4) * 12 + (+from.slice(5, 7) - 1) + months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  return write(year, month, Math.min(+from.slice(8, 10), daysInMonth(year, month)));
};

/**
 * Days since 1 March of the year 0. The year is taken to begin in March, so that a leap day is its last.
 * Whole numbers only: a Temporal object for each of a million comparisons is felt.
 */
const countOf = (on: Day): number => {
  const month = +on.slice(5, 7);
  const year = +on.slice(0, 4) - (month < 3 ? 1 : 0);
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * 365 + leapDays + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + +on.slice(8, 10) - 1;
};

/** The day that `countOf` gives the number of; a period of 400 years has 146,097 days. */
const dayOf = (count: number): Day => {
  const period = Math.floor(count / 146_097);
  const within = count - period * 146_097;
  const leapDays = Math.floor(within / 1_460) - Math.floor(within / 36_524) + Math.floor(within / 146_096);
  const year = Math.floor((within - leapDays) / 365);
  const inYear = within - (year * 365 + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * inYear + 2) / 153);
  const dayOfMonth = inYear - Math.floor((153 * month + 2) / 5) + 1;
  return write(period * 400 + year + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9, dayOfMonth);
};

/** The day some days later (earlier when negative). */
export const addDays = (from: Day, days: number): Day => dayOf(countOf(from) + days);

/** How many days lie in `[from, until)`; negative when `until` comes first. */
export const daysBetween = (from: Day, until: Day): number => countOf(until) - countOf(from);

export const earliest = (a: Day, b: Day): Day => (a <= b ? a : b);
export const latest = (a: Day, b: Day): Day => (a >= b ? a : b);
