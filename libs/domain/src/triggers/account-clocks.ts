import type { Day } from '#libs/kernel';
import { policyOn } from '../placement/due-days';
import type { SchemeKnowledge } from '../placement/knowledge';
import { treatmentOf } from '../treatment/treatment';
import type { TierCode } from '../vocabulary';
import { assignmentDue, businessReviewDue, type Due } from './clocks';
import type { Trigger } from './trigger';
import { clocksBy } from './trigger-settings';

/** Where an account stands in a scheme on a day, as its clocks see it. */
export interface ClockedAccount {
  readonly externalId: string;
  /** The first day on which it has an answer. */
  readonly opened: Day;
  /** The effective tier; null is UNTIERED. */
  readonly tier: TierCode | null;
  /** The first day of that tier. */
  readonly since: Day;
  /** The last day by then on which it was assessed. */
  readonly lastAssessed: Day | null;
}

/** The clocks of a scheme's accounts on a day. */
export interface AccountClocks {
  assignment(account: ClockedAccount, triggers: readonly Trigger[]): Due;
  /** Null at a tier without such a clock, where nothing calls for a review either. */
  businessReview(account: ClockedAccount, lastHeld: Day | null, triggers: readonly Trigger[]): Due | null;
}

/** The clocks as the policy of a day sets them; null where none is in force. */
export const accountClocksOn = (plan: SchemeKnowledge, asOf: Day): AccountClocks | null => {
  const policy = policyOn(plan, asOf);
  if (!policy) return null;
  const settings = clocksBy(policy.document);
  const scheduled = scheduledDays(plan, asOf);
  const everyDays = new Map(
    policy.document.tiers.map((tier) => [tier.code, treatmentOf(tier).reviewEveryDays ?? null]),
  );
  return {
    assignment: (account, triggers) => {
      const { opened, lastAssessed: last } = account;
      const assessed = { opened, last, lastScheduled: lastScheduledOf(account, scheduled) };
      return assignmentDue(assessed, triggers, settings, asOf);
    },
    businessReview: ({ tier, since }, lastHeld, triggers) => {
      const reviewed = { since, lastHeld, everyDays: (tier === null ? null : everyDays.get(tier)) ?? null };
      return businessReviewDue(reviewed, triggers, asOf);
    },
  };
};

type Days = SchemeKnowledge['days'];

/** The days by then on which a scheme assessed its accounts as planned, the latest first. */
const scheduledDays = ({ days }: SchemeKnowledge, asOf: Day): Days =>
  days
    .filter(({ kind, day }) => kind === 'scheduled' && day <= asOf)
    .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));

const lastScheduledOf = ({ externalId, opened, lastAssessed }: ClockedAccount, days: Days): Day | null =>
  days.find(
    ({ day, externalIds }) =>
      day >= opened && lastAssessed !== null && day <= lastAssessed && (externalIds?.has(externalId) ?? true),
  )?.day ?? null;
