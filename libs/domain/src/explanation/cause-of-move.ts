import type { Cause } from '../placement/placement.events';
import type { Factor, MoveCause, Standing } from './standing';
import { stepsOf } from './steps';

/** Two points to compare, and what is known at the second about the day of the first. */
export interface Between {
  readonly a: Standing;
  readonly aAsKnownAtB: Standing;
  /** By the decision that began the stretch on which the account stands at its tier. */
  readonly b: Standing;
}

/**
 * The primary cause of a move; null when there is none. Where b's knowledge of a's day has the account at b's tier
 * already, the move is a change of belief; else it is one in time, and both ends are seen with b's knowledge.
 */
export const causeOfMove = ({ a, aAsKnownAtB, b }: Between): MoveCause | null => {
  if (a.tier === b.tier) return null;
  return aAsKnownAtB.tier === b.tier ? causeOfBelief(a, aAsKnownAtB) : causeInTime(aAsKnownAtB, b);
};

const causeInTime = (from: Standing, to: Standing): MoveCause =>
  firstThatStays(from, to, 'inputs') ?? {
    factor: to.overridden ? 'override' : 'stabiliser',
    detail: { reasons: to.decision?.reasons ?? [] },
  };

const causeOfBelief = (from: Standing, to: Standing): MoveCause => {
  const kind = to.because?.kind;
  const isLateRun = kind === 'RUN' || kind === 'POPULATION_SHIFT';
  const found = firstThatStays(from, to, isLateRun ? 'inputs' : 'correction');
  const factor = kind ? believedBy[kind] : 'correction';
  const cause = found ?? { factor, detail: { reasons: to.decision?.reasons ?? [] } };
  return cause.factor === 'correction' ? withFacts(cause, to) : cause;
};

/** What brings about another belief where nothing that the last decision stood on is different: the path to it is. */
const believedBy: Record<Cause['kind'], Factor> = {
  RUN: 'stabiliser',
  POPULATION_SHIFT: 'population',
  POLICY: 'policy',
  RETRO_DECISION: 'policy',
  LINEAGE: 'hierarchy',
  FACT: 'correction',
  LATE_FACT: 'correction',
  ERROR_CORRECTION: 'correction',
  ACCOUNT: 'correction',
};

const withFacts = ({ factor, detail }: MoveCause, { because, retroKind }: Standing): MoveCause => ({
  factor,
  detail: {
    ...detail,
    ...(retroKind && { retroKind }),
    factIds: [...new Set([...(because?.factIds ?? []), ...(detail.factIds ?? [])])],
  },
});

/**
 * Takes over one factor after the other from the second end, and says which was the first to lead elsewhere than the
 * first end does, and from which on it stayed so. Undefined when all of them together lead to the same.
 */
const firstThatStays = (
  from: Standing,
  to: Standing,
  inputsAs: 'inputs' | 'correction',
): MoveCause | undefined => {
  if (from.overridden) return { factor: 'override', detail: {} };
  const { start, steps } = stepsOf(from, to, inputsAs);
  const found = steps[steps.findLastIndex(({ tier }) => tier === start) + 1];
  return found && { factor: found.factor, detail: found.detail };
};
