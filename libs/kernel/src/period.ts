import { z } from 'zod';
import { Day } from './day';

/** Days from `from` (inside) to `until` (outside); `until: null` is open. Adjacent periods meet exactly. */
export const Period = z
  .object({ from: Day, until: Day.nullable() })
  .refine(({ from, until }) => until === null || from < until, {
    error: 'A period ends after it begins: `until` is the first day outside.',
  });
export type Period = z.infer<typeof Period>;

export const includes = ({ from, until }: Period, on: Day): boolean =>
  from <= on && (until === null || on < until);

export const overlaps = (a: Period, b: Period): boolean =>
  (b.until === null || a.from < b.until) && (a.until === null || b.from < a.until);
