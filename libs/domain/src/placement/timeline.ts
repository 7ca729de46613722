import { type Day, isDay } from '#libs/kernel';
import { indicate, type Verdict } from '../scheme/bands';
import { ladderOf } from '../scheme/ladder';
import type { Stabiliser } from '../scheme/policy-document';
import type { TierCode } from '../vocabulary';
import { type DueDay, dueDays, openedOn } from './due-days';
import { factOn, inputsOn } from './inputs';
import type { AccountKnowledge, KnownInput, SchemeKnowledge } from './knowledge';
import type { Assessment, Input } from './placement.events';
import { type Placed, stabilise } from './stabiliser';

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
  const assessments = since === null ? [] : prefix.filter(({ day }) => day < since);
  for (const due of dueDays(account, plan, opened))
    if (since === null || due.day >= since) assessments.push(assess(account, opened, due, assessments));
  return { opened, assessments };
};

const assess = (
  account: AccountKnowledge,
  opened: Day,
  { day, kind, policy: { version, document } }: DueDay,
  before: readonly Assessment[],
): Assessment => {
  const inputs = inputsOn(day, document, account);
  const verdict = indicate(document, inputs);
  const { decidedBy, ...placed } = place(account, opened, { day, kind, document, inputs, verdict, before });
  return {
    day,
    kind,
    policyVersion: version,
    inputs: [...inputs, ...decidedBy],
    indicated: verdict.tier,
    ...placed,
    reasons: [...verdict.reasons, ...placed.reasons],
  };
};

interface Weighing extends Pick<DueDay, 'day' | 'kind'> {
  readonly document: DueDay['policy']['document'];
  readonly inputs: readonly Input[];
  readonly verdict: Verdict;
  readonly before: readonly Assessment[];
}

const place = (account: AccountKnowledge, opened: Day, weighing: Weighing): Placed => {
  const { day, document, verdict, before } = weighing;
  const previous = before.at(-1);
  if (verdict.outOfProgramme) return { ...untiered, outcome: 'OUT_OF_PROGRAMME' };
  if (verdict.tier === null) return previous?.computed ? held(previous) : untiered;
  const indicated = verdict.tier;
  if (!previous?.computed) return standAt(indicated, day, 'ASSIGNED');
  if (!ladderOf(document).places.has(previous.computed)) return standAt(indicated, day, 'MOVED');
  const { computed: current, heldSince, watch } = previous;
  const facts = factsBeside(account, day, document.stabiliser, before);
  return stabilise({ ...weighing, ...facts, indicated, current, heldSince: heldSince ?? day, watch, opened });
};

const untiered: Placed = {
  computed: null,
  heldSince: null,
  watch: null,
  outcome: 'UNTIERED',
  reasons: [],
  decidedBy: [],
};

/** Nothing moves, the watch neither; the tier keeps its first day. */
const held = ({ computed, heldSince, watch }: Assessment): Placed => ({
  computed,
  heldSince,
  watch,
  outcome: 'HELD_STALE',
  reasons: [],
  decidedBy: [],
});

/** The tier of the plain bands, without stabiliser: nothing to compare it with came before. */
const standAt = (tier: TierCode, day: Day, outcome: Placed['outcome']): Placed => ({
  computed: tier,
  heldSince: day,
  watch: null,
  outcome,
  reasons: [],
  decidedBy: [],
});

/** The facts beside the measures that a stabiliser looks at. */
const factsBeside = (
  account: AccountKnowledge,
  day: Day,
  stabiliser: Stabiliser | undefined,
  before: readonly Assessment[],
): { bypass: Input | undefined; renewal: Input | undefined } => {
  if (!stabiliser) return { bypass: undefined, renewal: undefined };
  const after = before.findLast(({ outcome }) => outcome !== 'HELD_STALE')?.day;
  const bypass = stabiliser.bypassOn
    .map((measure) => factOn(account, measure, day))
    .find((fact) => fact !== undefined && after !== undefined && fact.validFrom > after);
  const renewal =
    stabiliser.renewalShieldDays > 0 ? factOn(account, stabiliser.renewalMeasure, day) : undefined;
  return { bypass: asInput(bypass), renewal: renewal && isDay(renewal.value) ? asInput(renewal) : undefined };
};

const asInput = (fact: KnownInput | undefined): Input | undefined =>
  fact && { measure: fact.measure, value: fact.value, factId: fact.factId, validFrom: fact.validFrom };
