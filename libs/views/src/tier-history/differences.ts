import type { Day } from '#libs/kernel';
import type { Belief, TierRow } from './timeline';

/** A belief and its first day; it lasts until the next one. Null is no answer at all. */
export interface Step<B extends Belief = Belief> {
  readonly day: Day;
  readonly belief: B | null;
}

/** A stretch of days, from the first inside to the first outside. */
export interface Window {
  readonly from: Day;
  readonly until: Day | null;
}

/** The stretches, as long as can be, on which every day is told differently than before. */
export const differences = <B extends Belief>(
  rows: readonly TierRow[],
  steps: readonly Step<B>[],
  from: Day,
  same: (row: TierRow | null, now: B | null) => boolean = sameTiers,
): Window[] => {
  const windows: { from: Day; until: Day | null }[] = [];
  let open: { from: Day; until: Day | null } | undefined;
  for (const day of edges(rows, steps, from)) {
    const before = rows.find((row) => row.from <= day && (row.until === null || day < row.until)) ?? null;
    const now = steps.findLast((step) => step.day <= day)?.belief ?? null;
    if (same(before, now)) {
      if (open) open.until = day;
      open = undefined;
    } else if (!open) windows.push((open = { from: day, until: null }));
  }
  return windows;
};

/** Every day from which on something may be told differently than of the day before. */
const edges = (rows: readonly TierRow[], steps: readonly Step[], from: Day): Day[] => {
  const days = new Set<Day>([from]);
  for (const row of rows) {
    if (row.from > from) days.add(row.from);
    if (row.until !== null && row.until > from) days.add(row.until);
  }
  for (const { day } of steps) if (day > from) days.add(day);
  return [...days].sort();
};

/** What a rewritten row would say anew. */
export const sameTiers = (a: Belief | null, b: Belief | null): boolean =>
  a === null || b === null
    ? a === b
    : a.indicated === b.indicated && a.computed === b.computed && a.mergedInto === b.mergedInto;

/** Whether two stretches share a day. */
export const meet = (a: Window, b: Window): boolean =>
  (b.until === null || a.from < b.until) && (a.until === null || b.from < a.until);
