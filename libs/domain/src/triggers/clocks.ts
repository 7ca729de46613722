import { addDays, addMonths, type Day, earliest, latest } from '#libs/kernel';
import { policyOn } from '../placement/due-days';
import type { SchemeKnowledge } from '../placement/knowledge';
import type { CallReason } from './policy-reviews.events';
import type { Trigger, TriggerKind } from './trigger';
import { type ClockSettings, clocksBy } from './trigger-settings';

/** When something is to be reviewed, and why then. */
export interface Due {
  readonly dueOn: Day;
  /** The first day on which it is late; null while it is not. */
  readonly overdueSince: Day | null;
  /** The last day that may not be passed; null where there is none. */
  readonly ceiling: Day | null;
  /** `CADENCE`, `CEILING`, or what called for it before that. */
  readonly reason: TriggerKind | CallReason | 'CADENCE' | 'CEILING';
  /** `REVIEW_OVERDUE`: the ceiling is passed. */
  readonly state: 'UPCOMING' | 'DUE' | 'OVERDUE' | 'REVIEW_OVERDUE';
}

interface Claim {
  readonly on: Day;
  readonly reason: Due['reason'];
}

/** The earliest claim decides; of two on one day the one that was named first. */
const dueBy = (claims: readonly Claim[], ceiling: Day | null, asOf: Day): Due | null => {
  const first = claims.reduce<Claim | null>(
    (least, one) => (least && least.on <= one.on ? least : one),
    null,
  );
  if (!first) return null;
  const { on: dueOn, reason } = first;
  const overdueSince = asOf > dueOn ? addDays(dueOn, 1) : null;
  const standing = overdueSince ? 'OVERDUE' : dueOn === asOf ? 'DUE' : 'UPCOMING';
  const state = ceiling !== null && asOf > ceiling ? 'REVIEW_OVERDUE' : standing;
  return { dueOn, overdueSince, ceiling, reason, state };
};

export interface PolicyReviews {
  /** Days on which the policy was reviewed. */
  readonly held: readonly Day[];
  readonly called: readonly Claim[];
}

/**
 * The policy clock of a scheme: so many months after its policy was last reviewed, or on the day on which something
 * called for it. A version that comes into force is a review too. Null where no policy is in force.
 */
export const policyDue = (plan: SchemeKnowledge, { held, called }: PolicyReviews, asOf: Day): Due | null => {
  const policy = policyOn(plan, asOf);
  if (!policy) return null;
  const reviewed = [...held, ...plan.policies.map(({ from }) => from)]
    .filter((on) => on <= asOf)
    .reduce(latest);
  const cadence = addMonths(reviewed, clocksBy(policy.document).policyEveryMonths);
  const pending = called.filter(({ on }) => on > reviewed);
  return dueBy([...pending, { on: cadence, reason: 'CADENCE' }], null, asOf);
};

/** What is known of an account's assessments on a day. */
export interface Assessed {
  readonly opened: Day;
  /** The last day on which it was assessed, and the last on which that was scheduled. */
  readonly last: Day | null;
  readonly lastScheduled: Day | null;
}

/**
 * The assignment clock of an account: so many months after its last scheduled assessment, on the day of a trigger
 * that no assessment has come after, and never longer than the ceiling after its last assessment of any kind.
 */
export const assignmentDue = (
  { opened, last, lastScheduled }: Assessed,
  triggers: readonly Trigger[],
  { assignmentEveryMonths, assignmentCeilingDays }: ClockSettings,
  asOf: Day,
): Due => {
  const ceiling = addDays(last ?? opened, assignmentCeilingDays);
  const unanswered = triggers.filter(({ day }) => (last === null ? day >= opened : day > last));
  const claims: Claim[] = [
    ...unanswered.map(({ day, kind }) => ({ on: day, reason: kind })),
    { on: addMonths(lastScheduled ?? opened, assignmentEveryMonths), reason: 'CADENCE' },
    { on: ceiling, reason: 'CEILING' },
  ];
  return dueBy(claims, ceiling, asOf)!;
};

/** An account's standing at its tier, and the last business review of it. */
export interface Reviewed {
  /** The first day of the tier. */
  readonly since: Day;
  readonly lastHeld: Day | null;
  /** As the tier's treatment says; null for a tier without a clock. */
  readonly everyDays: number | null;
}

/**
 * The clock of business reviews: so many days after the last one, or after the account came to its tier, and on the
 * day of a trigger that no review has come after. Null for a tier without a clock.
 */
export const businessReviewDue = (
  { since, lastHeld, everyDays }: Reviewed,
  triggers: readonly Trigger[],
  asOf: Day,
): Due | null => {
  const claims: Claim[] = triggers
    .filter(({ day }) => lastHeld === null || day > lastHeld)
    .map(({ day, kind }) => ({ on: day, reason: kind }));
  if (everyDays !== null) {
    const cadence = addDays(lastHeld ?? since, everyDays);
    // A tier that came with a shorter clock does not make anybody late for the days before it.
    claims.push({ on: latest(cadence, since), reason: 'CADENCE' });
  }
  return dueBy(claims, null, asOf);
};

/** Whether something is to be on a list that looks so many days ahead. */
export const isDueWithin = ({ dueOn }: Due, asOf: Day, days: number): boolean =>
  earliest(dueOn, addDays(asOf, days)) === dueOn;
