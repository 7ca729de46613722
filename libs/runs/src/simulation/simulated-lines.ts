import {
  type AccountKnowledge,
  type Assessment,
  foldTimeline,
  judgeOf,
  planUnder,
  type PolicyDocument,
  type SchemeKnowledge,
  viewOfLine,
} from '#libs/domain';
import { addToMatrix, inTierOrder, type MatrixCell } from './migration-matrix';
import type { SimulatedPeriod, SimulatedPlans } from './simulated-plans';
import { assessedUntil, moveKind, tierOn } from './simulated-tiers';
import { type MoveCounts, moveKinds, type SimulatedLines } from './simulation';

/** A service line under both plans. */
export interface SimulatedLine {
  readonly view: string;
  readonly now: readonly Assessment[];
  readonly then: readonly Assessment[];
  readonly fromTier: string | null;
  readonly toTier: string | null;
}

/** Folds the lines of an account that one of the plans declares, in the order of their names. */
export const simulateLines = (
  account: AccountKnowledge,
  plans: SimulatedPlans,
  { from, to }: SimulatedPeriod,
): SimulatedLine[] =>
  [...(account.serviceLines ?? [])].sort(byName).flatMap(([line, known]): SimulatedLine[] => {
    const view = viewOfLine(line);
    const [planNow, planThen] = [planUnder(plans.now, view), planUnder(plans.then, view)];
    if (known === null || planNow.policies.length + planThen.policies.length === 0) return [];
    const whole = foldTimeline(known, planNow);
    const now = assessedUntil(to, whole.assessments);
    const then = assessedUntil(to, foldTimeline(known, planThen, from, whole.assessments).assessments);
    return [{ view, now, then, fromTier: tierOn(to, now), toTier: tierOn(to, then) }];
  });

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

/** Whether a version of a plan has lines assessed at all. */
export const declaresLines = ({ policies }: SchemeKnowledge): boolean =>
  policies.some(({ document }) => document.serviceLines !== undefined);

/** What the lines so far come to. */
export interface LineTotals {
  readonly moves: MoveCounts & { readonly unchanged: number };
  readonly matrix: readonly MatrixCell[];
}

export const noLines: LineTotals = {
  moves: { enter: 0, promotion: 0, demotion: 0, lateral: 0, exit: 0, unchanged: 0 },
  matrix: [],
};

/** The totals with some more lines. */
export const addLines = (
  before: LineTotals,
  lines: readonly SimulatedLine[],
  document: PolicyDocument,
  noTier: string,
): LineTotals => {
  const judge = judgeOf(document);
  const moves = { ...before.moves };
  for (const { fromTier, toTier } of lines) moves[moveKind(fromTier, toTier, judge) ?? 'unchanged'] += 1;
  const entries = lines.map(({ fromTier, toTier }) => ({
    from: fromTier ?? noTier,
    to: toTier ?? noTier,
    arr: null,
  }));
  return { moves, matrix: addToMatrix(before.matrix, entries) };
};

/** What they tell; what lines earn is their account's, and is not told twice. */
export const linesTold = ({ moves, matrix }: LineTotals, tiers: readonly string[]): SimulatedLines => {
  const moved = moveKinds.reduce((sum, kind) => sum + moves[kind], 0);
  return {
    lines: moved + moves.unchanged,
    moved,
    moves,
    matrix: inTierOrder(matrix, tiers).map(({ from, to, accounts: lines }) => ({ from, to, lines })),
  };
};
