import type { Day } from '#libs/kernel';
import type { CutPoints } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import type { TierCode } from '../vocabulary';
import type { DueDay } from './due-days';
import type { Assessment, Input } from './placement.events';
import { type Placed, stabilise } from './stabiliser';

/** All that one decision stands on; what an event keeps of it is enough to take the decision again. */
export interface DecisionBasis {
  readonly due: DueDay;
  readonly inputs: readonly Input[];
  /** The first day of the timeline. */
  readonly opened: Day;
  readonly previous: Assessment | undefined;
  /** The cut points that divide on the day. */
  readonly cuts: CutPoints | null;
  /** Those that divided until the day, where it is the day of a ranked run. */
  readonly cutsBefore: CutPoints | null;
  readonly cohortOf: Day | undefined;
  readonly bypass: Input | undefined;
  readonly renewal: Input | undefined;
}

/** The reason of who would not have moved, had the cohort not. */
export const populationShift = 'POPULATION_SHIFT';

/** What an assessment comes to: the rules judge the inputs, and the stabiliser weighs what they indicate. */
export const decide = (basis: DecisionBasis): Assessment => {
  const { due, inputs, previous, cuts, cohortOf } = basis;
  const { day, kind, policy } = due;
  const judge = judgeOf(policy.document);
  const judged = judge.judge(inputs, cuts);
  const { tier: indicated, score, verdicts } = judged;
  const placed =
    indicated === null ? withoutIndication(judged.outOfProgramme, previous) : place(basis, indicated);
  const { computed, heldSince, watch, outcome, decidedBy } = placed;
  const stayed = computed === (previous?.computed ?? null) ? undefined : underCutsBefore(basis, computed);
  const facts = [...decidedBy, ...(stayed?.decidedBy ?? [])];
  // In the order of canonical JSON, in which it is written time and again.
  const assessment: Assessment = {
    computed,
    day,
    heldSince,
    indicated,
    inputs: facts.length === 0 ? [...inputs] : [...inputs, ...facts],
    kind,
    outcome,
    policyVersion: policy.version,
    reasons: [...judged.reasons, ...placed.reasons, ...(stayed ? [populationShift] : [])],
    verdicts,
    watch,
  };
  // Set one by one: spread, these two would cost more than all the rest.
  if (score !== null) assessment.score = score;
  if (judge.ranked && cohortOf !== undefined) assessment.cohortOf = cohortOf;
  return assessment;
};

/** How an account that has moved would have stayed under the cut points before; undefined when it would not. */
const underCutsBefore = (basis: DecisionBasis, computed: TierCode | null): Placed | undefined => {
  const { previous, cutsBefore, due, inputs } = basis;
  if (cutsBefore === null || !previous?.computed || computed === null) return undefined;
  const { tier } = judgeOf(due.policy.document).judge(inputs, cutsBefore);
  const placed = tier === null ? undefined : place({ ...basis, cuts: cutsBefore }, tier);
  return placed?.computed === previous.computed ? placed : undefined;
};

/** Out of the programme there is no tier at once; without an input nothing moves, and a first tier is not given. */
const withoutIndication = (outOfProgramme: boolean, previous: Assessment | undefined): Placed => {
  if (outOfProgramme) return standing(null, null, 'OUT_OF_PROGRAMME');
  if (!previous?.computed) return standing(null, null, 'UNTIERED');
  return { ...standing(previous.computed, previous.heldSince, 'HELD_STALE'), watch: previous.watch };
};

/** The first tier, and the first among other tiers, is that of the plain rules; then the stabiliser weighs. */
const place = (basis: DecisionBasis, indicated: TierCode): Placed => {
  const { due, inputs, cuts, opened, previous, bypass, renewal } = basis;
  const { day, kind, policy } = due;
  const { computed: current, heldSince, watch } = previous ?? nowhere;
  if (current === null || heldSince === null) return standing(indicated, day, 'ASSIGNED');
  if (!judgeOf(policy.document).places.has(current)) return standing(indicated, day, 'MOVED');
  return stabilise({
    document: policy.document,
    day,
    kind,
    inputs,
    cuts,
    indicated,
    current,
    heldSince,
    watch,
    opened,
    bypass,
    renewal,
  });
};

const nowhere = { computed: null, heldSince: null, watch: null };

const standing = (tier: TierCode | null, since: Day | null, outcome: Placed['outcome']): Placed => ({
  computed: tier,
  heldSince: since,
  watch: null,
  outcome,
  reasons: [],
  decidedBy: [],
});
