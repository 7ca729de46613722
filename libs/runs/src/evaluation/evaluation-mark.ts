import type { Position } from '#libs/event-store';
import type { RankedCohort } from '#libs/domain';
import { canonicalJson, type Day } from '#libs/kernel';
import type { DryMove } from './evaluation';
import { type MerkleMark, MerkleRoot } from './merkle-root';
import { type Assessed, countIn, emptyTally, moveOf, type Tally } from './tally';

/** Moves that a dry run names at most. */
const mostMoves = 1_000;

/** Where a run stands: every account up to `after` has been assessed, by what was known at `at`. */
export interface EvaluationMark {
  readonly at: string;
  readonly today: Day;
  readonly after: string | null;
  readonly done: number;
  readonly total: number;
  readonly tally: Tally;
  readonly tree: MerkleMark;
  readonly moves: readonly DryMove[];
  /** Ranked for a dry run, which leaves nothing in the log. */
  readonly cohort?: RankedCohort;
}

/** Before the first account. */
export const unmarked = (at: Position, today: Day, total: number): EvaluationMark => ({
  at: String(at),
  today,
  after: null,
  done: 0,
  total,
  tally: emptyTally(),
  tree: new MerkleRoot().mark(),
  moves: [],
});

/** Behind some more accounts, in the order of their ids. */
export const marked = (
  before: EvaluationMark,
  assessed: readonly Assessed[],
  keep: { readonly moves: boolean },
): EvaluationMark => {
  const tally = { ...before.tally };
  const tree = new MerkleRoot(before.tree);
  const moves = [...before.moves];
  for (const one of assessed) {
    countIn(tally, one);
    if (one.assessment) tree.add(canonicalJson([one.externalId, one.assessment]));
    const move = keep.moves && moves.length < mostMoves ? moveOf(one) : undefined;
    if (move) moves.push(move);
  }
  const done = before.done + assessed.length;
  const after = assessed.at(-1)!.externalId;
  const total = Math.max(before.total, done);
  return { ...before, after, done, total, tally, tree: tree.mark(), moves };
};
