import type { Day } from '#libs/kernel';
import { differences, meet, sameTiers, type Step, type Window } from './differences';
import type { Layer } from './override-layer';

/** What is said of a stretch of days: the tiers, and the decision they come from. */
export interface Belief {
  readonly indicated: string | null;
  /** Null is UNTIERED. */
  readonly computed: string | null;
  readonly decisionId: string | null;
  readonly policyVersion: number | null;
  /** The account that this one is part of; null while it answers for itself. */
  readonly mergedInto: string | null;
}

/** Why something came to be believed. */
export interface Grounds {
  readonly cause: string;
  readonly retroKind: string | null;
  /** It replaced what had been believed of these days, rather than going on from there. */
  readonly restated: boolean;
}

/** A rectangle of both clocks: believed of `[from, until)` from one position of the log to another. */
export interface TierRow extends Belief, Grounds {
  readonly from: Day;
  readonly until: Day | null;
  readonly knownFrom: bigint;
  /** Set once, when another belief takes the row's place. */
  readonly knownUntil: bigint | null;
  /** What overrides make of it; absent where they make nothing. */
  readonly layer?: Layer | undefined;
}

/** What an event says of a timeline: its first day, and every assessment from a day on. */
export interface Restatement extends Grounds {
  readonly from: Day;
  /** Null: no day has an answer any more. */
  readonly opened: Day | null;
  /** In the order of their days, none before `from`. */
  readonly assessments: readonly (Belief & { readonly day: Day })[];
  readonly position: bigint;
}

/** Rows that end, and rows that begin, at the position of a restatement. */
export interface Revision<Row extends TierRow> {
  readonly close: readonly Row[];
  readonly open: readonly TierRow[];
}

/**
 * What becomes of the rows believed now when a timeline is restated. Only days whose tiers differ are rewritten;
 * what a rewritten row said of other days is written again, on its old grounds.
 * @param rows those that stand, in the order of their days
 */
export const revise = <Row extends TierRow>(
  rows: readonly Row[],
  restatement: Restatement,
): Revision<Row> => {
  const next = goingOn(rows, restatement);
  if (next) return next;
  const steps = stepsOf(rows, restatement);
  const windows = differences(rows, steps, restatement.from);
  const close = rows.filter((row) => windows.some((window) => meet(row, window)));
  const kept = close.flatMap((row) => outside(row, windows));
  const fresh = windows.flatMap((window) => within(steps, window, restatement));
  const knownFrom = restatement.position;
  const open = [...kept, ...fresh].map((row) => ({ ...row, knownFrom, knownUntil: null }));
  return { close, open: open.sort((a, b) => (a.from < b.from ? -1 : 1)) };
};

/** The everyday case, told without more ado: one assessment, of a day within the last row. */
const goingOn = <Row extends TierRow>(
  rows: readonly Row[],
  { opened, assessments, position: knownFrom, cause, retroKind, restated }: Restatement,
): Revision<Row> | undefined => {
  const [last, [assessment]] = [rows.at(-1), assessments];
  if (!last || !assessment || assessments.length > 1 || restated) return undefined;
  if (last.until !== null || assessment.day <= last.from || opened !== rows[0]!.from) return undefined;
  if (sameTiers(last, assessment)) return { close: [], open: [] };
  const known = { knownFrom, knownUntil: null };
  const head = { ...last, until: assessment.day, ...known };
  const tail = {
    ...tiersOf(assessment),
    from: assessment.day,
    until: null,
    cause,
    retroKind,
    restated,
    ...known,
  };
  return { close: [last], open: [head, tail] };
};

/** What is to be believed from the restated day on. */
const stepsOf = (rows: readonly TierRow[], { from, opened, assessments }: Restatement): Step[] => {
  if (opened === null) return [{ day: from, belief: null }];
  const start = from > opened ? from : opened;
  const steps: Step[] = from < opened ? [{ day: from, belief: null }] : [];
  if (assessments[0]?.day !== start) steps.push({ day: start, belief: beliefBefore(rows, start, opened) });
  for (const assessment of assessments) steps.push({ day: assessment.day, belief: assessment });
  return steps;
};

/** Nothing was assessed on the first restated day: what was believed of the day before it goes on. */
const beliefBefore = (rows: readonly TierRow[], day: Day, opened: Day): Belief =>
  (day > opened && rows.find((row) => row.from < day && (row.until === null || row.until >= day))) ||
  untiered;

const untiered: Belief = {
  indicated: null,
  computed: null,
  decisionId: null,
  policyVersion: null,
  mergedInto: null,
};

/** A row that nobody has come to know yet. */
export type Piece = Omit<TierRow, 'knownFrom' | 'knownUntil'>;

/** What is left of a row beside the windows; they are in order and apart. */
export const outside = (row: TierRow, windows: readonly Window[]): Piece[] => {
  const pieces: Piece[] = [];
  let from: Day | null = row.from;
  for (const window of windows.filter((one) => meet(row, one))) {
    if (from !== null && from < window.from) pieces.push({ ...row, from, until: window.from });
    from = window.until;
  }
  if (from !== null && (row.until === null || from < row.until)) pieces.push({ ...row, from });
  return pieces;
};

/** The steps as far as they lie in a window, those that say the same as one. */
const within = (
  steps: readonly Step[],
  window: Window,
  { cause, retroKind, restated }: Restatement,
): Piece[] => {
  const pieces: { from: Day; until: Day | null; belief: Belief | null }[] = [];
  steps.forEach(({ day, belief }, index) => {
    const until = steps[index + 1]?.day ?? null;
    if (!meet(window, { from: day, until })) return;
    const last = pieces.at(-1);
    const end = until === null || (window.until !== null && window.until < until) ? window.until : until;
    if (last && sameTiers(last.belief, belief)) last.until = end;
    else pieces.push({ from: day < window.from ? window.from : day, until: end, belief });
  });
  return pieces.flatMap(({ from, until, belief }) =>
    belief === null ? [] : [{ from, until, ...tiersOf(belief), cause, retroKind, restated }],
  );
};

const tiersOf = ({ indicated, computed, decisionId, policyVersion, mergedInto }: Belief): Belief => ({
  indicated,
  computed,
  decisionId,
  policyVersion,
  mergedInto,
});
