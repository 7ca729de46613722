import type { Position } from '#libs/event-store';
import { accountView, type RankedCohort } from '#libs/domain';
import { canonicalJson, type Day } from '#libs/kernel';
import type { DryMove, Outcomes } from './evaluation';
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
  /** Of service lines, once one was assessed. */
  readonly serviceLines?: Counted;
  /** Ranked for a dry run, which leaves nothing in the log. */
  readonly cohort?: RankedCohort;
}

/** How many came to what, and what they came to, by its root. */
interface Counted {
  readonly tally: Tally;
  readonly tree: MerkleMark;
}

const uncounted = (): Counted => ({ tally: emptyTally(), tree: new MerkleRoot().mark() });

/** Before the first account. */
export const unmarked = (at: Position, today: Day, total: number): EvaluationMark => ({
  at: String(at),
  today,
  after: null,
  done: 0,
  total,
  ...uncounted(),
  moves: [],
});

/** Behind some more accounts, in the order of their ids. */
export const marked = (
  before: EvaluationMark,
  assessed: readonly Assessed[],
  keep: { readonly moves: boolean },
): EvaluationMark => {
  const accounts = assessed.filter(({ view }) => view === accountView);
  const lines = assessed.filter(({ view }) => view !== accountView);
  const moves = [...before.moves];
  for (const one of accounts) {
    const move = keep.moves && moves.length < mostMoves ? moveOf(one) : undefined;
    if (move) moves.push(move);
  }
  const done = before.done + accounts.length;
  const after = accounts.at(-1)!.externalId;
  const total = Math.max(before.total, done);
  const counted = count(before, accounts, ({ externalId, assessment }) => [externalId, assessment]);
  return {
    ...before,
    after,
    done,
    total,
    ...counted,
    moves,
    ...(lines.length > 0 && linesOf(before, lines)),
  };
};

const linesOf = ({ serviceLines = uncounted() }: EvaluationMark, lines: readonly Assessed[]) => ({
  serviceLines: count(serviceLines, lines, ({ externalId, view, assessment }) => [
    externalId,
    view,
    assessment,
  ]),
});

const count = (
  before: Counted,
  assessed: readonly Assessed[],
  leafOf: (one: Assessed) => readonly unknown[],
): Counted => {
  const tally = { ...before.tally };
  const tree = new MerkleRoot(before.tree);
  for (const one of assessed) {
    countIn(tally, one);
    if (one.assessment) tree.add(canonicalJson(leafOf(one)));
  }
  return { tally, tree: tree.mark() };
};

/** The counts with the root. */
export const outcomesOf = ({ tally, tree }: Counted = uncounted()): Outcomes => ({
  ...tally,
  decisionsRoot: new MerkleRoot(tree).root(),
});
