import type { Day } from '#libs/kernel';
import { indicate } from '../scheme/bands';
import { ladderOf } from '../scheme/ladder';
import type { TierCode } from '../vocabulary';
import { type DueDay, dueDays, openedOn } from './due-days';
import { inputsOn, type Points, pointsOf } from './inputs';
import type { AccountKnowledge, SchemeKnowledge } from './knowledge';
import type { Assessment, Input } from './placement.events';
import { type Placed, stabilise } from './stabiliser';
import { bypassOn, renewalOn } from './stabilising-facts';

/** An account's whole answer in a scheme: UNTIERED from `opened` on, then as each assessment says. */
export interface Timeline {
  /** Null when nothing puts the account into the scheme: no day has an answer. */
  readonly opened: Day | null;
  readonly assessments: readonly Assessment[];
}

/**
 * The timeline of an account: policy and stabiliser folded over its facts, each day under the policy in force on
 * it. With `since`, its continuation from that day on, on top of the assessments before it.
 */
export const foldTimeline = (
  account: AccountKnowledge,
  plan: SchemeKnowledge,
  since: Day | null = null,
  prefix: readonly Assessment[] = [],
): Timeline => {
  const opened = openedOn(account);
  if (opened === null) return { opened, assessments: [] };
  const due = dueDays(account, plan, opened);
  if (since === null) return { opened, assessments: assessAll(account, opened, due, []) };
  const standing = prefix.filter(({ day }) => day < since);
  return {
    opened,
    assessments: assessAll(
      account,
      opened,
      due.filter(({ day }) => day >= since),
      standing,
    ),
  };
};

/** The assessments that stand, and those of the days that are due, each on top of all before it. */
export const assessAll = (
  { inputs, revenue }: AccountKnowledge,
  opened: Day,
  due: readonly DueDay[],
  standing: readonly Assessment[],
): Assessment[] => {
  const known = { inputs, revenue, points: pointsOf(inputs), opened };
  const assessments = [...standing];
  for (const one of due) assessments.push(assess(known, one, assessments));
  return assessments;
};

interface Known extends Pick<AccountKnowledge, 'inputs' | 'revenue'> {
  readonly points: Points;
  readonly opened: Day;
}

const assess = (known: Known, due: DueDay, before: readonly Assessment[]): Assessment => {
  const { day, kind, policy } = due;
  const inputs = inputsOn(day, policy.document, known, known.points);
  const { tier: indicated, outOfProgramme, reasons } = indicate(policy.document, inputs);
  const placed =
    indicated === null
      ? withoutIndication(outOfProgramme, before.at(-1))
      : place(known, due, inputs, indicated, before);
  const { computed, heldSince, watch, outcome } = placed;
  return {
    day,
    kind,
    policyVersion: policy.version,
    inputs: placed.decidedBy.length === 0 ? inputs : [...inputs, ...placed.decidedBy],
    indicated,
    computed,
    heldSince,
    watch,
    outcome,
    reasons: [...reasons, ...placed.reasons],
  };
};

/** Out of the programme there is no tier at once; without an input nothing moves, and a first tier is not given. */
const withoutIndication = (outOfProgramme: boolean, previous: Assessment | undefined): Placed => {
  if (outOfProgramme) return standing(null, null, 'OUT_OF_PROGRAMME');
  if (!previous?.computed) return standing(null, null, 'UNTIERED');
  return { ...standing(previous.computed, previous.heldSince, 'HELD_STALE'), watch: previous.watch };
};

/** The first tier, and the first on another ladder, is that of the plain bands; then the stabiliser weighs. */
const place = (
  { points, opened }: Known,
  { day, kind, policy: { document } }: DueDay,
  inputs: readonly Input[],
  indicated: TierCode,
  before: readonly Assessment[],
): Placed => {
  const { computed: current, heldSince, watch } = before.at(-1) ?? nowhere;
  if (current === null || heldSince === null) return standing(indicated, day, 'ASSIGNED');
  if (!ladderOf(document).places.has(current)) return standing(indicated, day, 'MOVED');
  const { stabiliser } = document;
  const bypass = stabiliser && bypassOn(points, day, stabiliser, before);
  const renewal = stabiliser && renewalOn(points, day, stabiliser);
  return stabilise({
    document,
    day,
    kind,
    inputs,
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
