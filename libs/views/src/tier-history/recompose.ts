import type { Day } from '#libs/kernel';
import { differences, meet, type Step, type Window } from './differences';
import { saysTheSame } from './override-layer';
import { outside, type Piece, type Revision, type TierRow } from './timeline';

/**
 * What becomes of the rows believed now when the whole timeline, overrides and all, is to be told like this: days
 * that are told the same stay untouched.
 * @param rows those that stand, in the order of their days
 */
export const recompose = <Row extends TierRow>(
  rows: readonly Row[],
  told: readonly Piece[],
  position: bigint,
): Revision<Row> => {
  const from = [rows[0]?.from, told[0]?.from].filter((on) => on !== undefined).sort()[0];
  if (from === undefined) return { close: [], open: [] };
  const windows = differences(rows, stepsOf(told, from), from, saysTheSame);
  const close = rows.filter((row) => windows.some((window) => meet(row, window)));
  const kept = close.flatMap((row) => outside(row, windows));
  const fresh = windows.flatMap((window) => told.flatMap((piece) => inside(piece, window)));
  const open = [...kept, ...fresh].map((row) => ({ ...row, knownFrom: position, knownUntil: null }));
  return { close, open: open.sort((a, b) => (a.from < b.from ? -1 : 1)) };
};

/** Pieces meet exactly; before the first there is no answer, and where there is none there is none at all. */
const stepsOf = (told: readonly Piece[], from: Day): Step<Piece>[] => {
  const steps = told.map((belief): Step<Piece> => ({ day: belief.from, belief }));
  return steps[0]?.day === from ? steps : [{ day: from, belief: null }, ...steps];
};

const inside = (piece: Piece, window: Window): Piece[] => {
  if (!meet(piece, window)) return [];
  const from = piece.from < window.from ? window.from : piece.from;
  const isOver = window.until !== null && (piece.until === null || window.until < piece.until);
  return [{ ...piece, from, until: isOver ? window.until : piece.until }];
};

/** The rows that stand after a revision, in the order of their days. */
export const revised = <Row extends TierRow>(
  rows: readonly Row[],
  { close, open }: Revision<Row>,
): readonly TierRow[] => {
  const ended = new Set<TierRow>(close);
  return [...rows.filter((row) => !ended.has(row)), ...open].sort((a, b) => (a.from < b.from ? -1 : 1));
};
