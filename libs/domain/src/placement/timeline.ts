import type { Day } from '#libs/kernel';
import { decide } from './decision';
import { type DueDay, dueDays, openedOn } from './due-days';
import { endingOf } from './ending';
import { type InputsKnown, inputsOn, type Points, pointsOf } from './inputs';
import { type AccountKnowledge, cohortsOn, type SchemeKnowledge } from './knowledge';
import type { Assessment } from './placement.events';
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
  if (since === null) return { opened, assessments: assessAll(account, plan, opened, due, []) };
  const standing = prefix.filter(({ day, outcome }) => day < since && outcome !== 'ENDED');
  return {
    opened,
    assessments: assessAll(
      account,
      plan,
      opened,
      due.filter(({ day }) => day >= since),
      standing,
    ),
  };
};

/** The assessments that stand, those of the days that are due, each on top of all before it, and the account's end. */
export const assessAll = (
  account: AccountKnowledge,
  plan: Pick<SchemeKnowledge, 'cohorts'>,
  opened: Day,
  due: readonly DueDay[],
  standing: readonly Assessment[],
): Assessment[] => {
  const { inputs, revenue, family } = account;
  const known: Known = { inputs, revenue, ...(family && { family }), points: pointsOf(inputs), opened };
  const assessments = [...standing];
  for (const one of due) assessments.push(assess(known, one, plan, assessments));
  if (account.ended) assessments.push(endingOf(account.ended, opened));
  return assessments;
};

interface Known extends InputsKnown {
  readonly points: Points;
  readonly opened: Day;
}

const assess = (
  known: Known,
  due: DueDay,
  plan: Pick<SchemeKnowledge, 'cohorts'>,
  before: readonly Assessment[],
): Assessment => {
  const { day, policy } = due;
  const inputs = inputsOn(day, policy.document, known, known.points);
  const { stabiliser } = policy.document;
  const cohorts = cohortsOn(plan, policy.version, day);
  return decide({
    due,
    inputs,
    opened: known.opened,
    previous: before.at(-1),
    cuts: cohorts.last?.cuts ?? null,
    cutsBefore: cohorts.last?.day === day ? (cohorts.before?.cuts ?? null) : null,
    cohortOf: cohorts.last?.day,
    bypass: stabiliser && bypassOn(known.points, day, stabiliser, before),
    renewal: stabiliser && renewalOn(known.points, day, stabiliser),
  });
};
