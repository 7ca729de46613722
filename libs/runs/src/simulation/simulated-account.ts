import {
  type AccountKnowledge,
  factOn,
  foldTimeline,
  type Judge,
  judgeOf,
  Measure,
  pointsOf,
  type TierCode,
} from '#libs/domain';
import { addMonths, canonicalJson, type Day, type Decimal, isDecimal } from '#libs/kernel';
import { type SimulatedLine, simulateLines } from './simulated-lines';
import type { SimulatedPeriod, SimulatedPlans } from './simulated-plans';
import { assessedUntil, moveKind, type Tiers, tierOn } from './simulated-tiers';
import type { ArrBasis, SimulatedAccount, SimulatedChange } from './simulation';

/** An account under both plans, with what its figures are from and what proves it. */
export interface Simulated extends SimulatedAccount {
  readonly arrBasis: ArrBasis;
  readonly revenueTrailing12: Decimal | null;
  /** Its service lines, as far as a plan declares them. */
  readonly lines: readonly SimulatedLine[];
  /** Canonical text of both timelines and of the figures: the leaf of the simulation's hash. */
  readonly leaf: string;
}

/** Folds the timeline of an account under the plan as it stands and under the version; pure. */
export const simulateAccount = (
  account: AccountKnowledge,
  plans: SimulatedPlans,
  { from, to }: SimulatedPeriod,
): Simulated => {
  const { externalId } = account;
  const whole = foldTimeline(account, plans.now);
  const now = assessedUntil(to, whole.assessments);
  const then = assessedUntil(to, foldTimeline(account, plans.then, from, whole.assessments).assessments);
  const judge = judgeOf(plans.then.policies.at(-1)!.document);
  const figures = figuresOf(account, to);
  const lines = simulateLines(account, plans, { from, to });
  const ofLines = lines.map((line) => [line.view, line.now, line.then]);
  return {
    externalId,
    fromTier: tierOn(to, now),
    toTier: tierOn(to, then),
    differsFrom: firstDifference(now, then),
    changes: changesOf(then, from, judge),
    ...figures,
    lines,
    leaf: canonicalJson([
      externalId,
      whole.opened,
      now,
      then,
      figures,
      ...(lines.length > 0 ? [ofLines] : []),
    ]),
  };
};

const firstDifference = (now: Tiers, then: Tiers): Day | null => {
  const days = [...new Set([...now, ...then].map(({ day }) => day))].sort();
  return days.find((day) => tierOn(day, now) !== tierOn(day, then)) ?? null;
};

const changesOf = (then: Tiers, from: Day, judge: Judge): SimulatedChange[] => {
  const changes: SimulatedChange[] = [];
  let fromTier: TierCode | null = null;
  for (const { day, computed: toTier } of then) {
    const kind = moveKind(fromTier, toTier, judge);
    if (kind && day >= from) changes.push({ day, kind, fromTier, toTier });
    fromTier = toTier;
  }
  return changes;
};

const arrMeasure = Measure.parse('arr');

/** ARR as a fact tells it on the day, else the revenue of the twelve months before. */
const figuresOf = ({ inputs, revenue }: AccountKnowledge, on: Day) => {
  const { sum, currencies } = revenue.window({ from: addMonths(on, -12), until: on }, {});
  const revenueTrailing12 = currencies.length > 1 ? null : sum;
  const points = pointsOf(inputs.filter(({ measure }) => measure === arrMeasure));
  const told: string | undefined = factOn(points, arrMeasure, on)?.value;
  return isDecimal(told)
    ? ({ arr: told, arrBasis: 'ARR_FACT', revenueTrailing12 } as const)
    : ({ arr: revenueTrailing12, arrBasis: 'TRAILING_12_REVENUE', revenueTrailing12 } as const);
};
