import {
  type AccountKnowledge,
  type Assessment,
  factOn,
  foldTimeline,
  type Judge,
  judgeOf,
  Measure,
  pointsOf,
  type TierCode,
} from '#libs/domain';
import { addMonths, canonicalJson, type Day, type Decimal, isDecimal } from '#libs/kernel';
import type { SimulatedPeriod, SimulatedPlans } from './simulated-plans';
import type { ArrBasis, SimulatedAccount, SimulatedChange, SimulatedMove } from './simulation';

/** An account under both plans, with what its figures are from and what proves it. */
export interface Simulated extends SimulatedAccount {
  readonly arrBasis: ArrBasis;
  readonly revenueTrailing12: Decimal | null;
  /** Canonical text of both timelines and of the figures: the leaf of the simulation's hash. */
  readonly leaf: string;
}

type Tiers = readonly Pick<Assessment, 'day' | 'computed'>[];

/** Folds the timeline of an account under the plan as it stands and under the version; pure. */
export const simulateAccount = (
  account: AccountKnowledge,
  plans: SimulatedPlans,
  { from, to }: SimulatedPeriod,
): Simulated => {
  const { externalId } = account;
  const whole = foldTimeline(account, plans.now);
  const now = until(to, whole.assessments);
  const then = until(to, foldTimeline(account, plans.then, from, whole.assessments).assessments);
  const judge = judgeOf(plans.then.policies.at(-1)!.document);
  const figures = figuresOf(account, to);
  return {
    externalId,
    fromTier: tierOn(to, now),
    toTier: tierOn(to, then),
    differsFrom: firstDifference(now, then),
    changes: changesOf(then, from, judge),
    ...figures,
    leaf: canonicalJson([externalId, whole.opened, now, then, figures]),
  };
};

const until = (to: Day, assessments: readonly Assessment[]): Assessment[] =>
  assessments.filter(({ day }) => day <= to);

const tierOn = (on: Day, tiers: Tiers): TierCode | null =>
  tiers.findLast(({ day }) => day <= on)?.computed ?? null;

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

/** What a move is by the order that the version gives its tiers; undefined when it is none. */
export const moveKind = (
  from: TierCode | null,
  to: TierCode | null,
  { order, places }: Pick<Judge, 'order' | 'places'>,
): SimulatedMove | undefined => {
  if (from === to) return undefined;
  if (from === null) return 'enter';
  if (to === null) return 'exit';
  const [was, is] = [places.get(from), places.get(to)];
  if (order !== 'ordinal' || was === undefined || is === undefined) return 'lateral';
  return is > was ? 'promotion' : 'demotion';
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
