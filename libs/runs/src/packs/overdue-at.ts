import type { Pool } from 'pg';
import {
  assignmentDue,
  businessReviewDue,
  clocksBy,
  type Due,
  type OverdueKnown,
  policyDue,
  policyOn,
  type SchemeKnowledge,
  treatmentOf,
} from '#libs/domain';
import type { Day } from '#libs/kernel';
import { ReviewsHeld, type StandingKnown, Standings } from '#libs/views';
import type { WaitingQuestion } from './capacity-at';

/**
 * What is overdue on a day by its cadence or its ceiling. What a trigger called for before that is told by the due
 * lists: it would have every account's facts looked through.
 */
export const overdueOn = async (
  pool: Pool,
  { scheme, view, asOf, at, plan }: WaitingQuestion,
  isInside: (externalId: string) => boolean,
): Promise<OverdueKnown[]> => {
  const policy = policyOn(plan, asOf);
  if (!policy) return [];
  const reviews = new ReviewsHeld(pool);
  const standings = await new Standings(pool).all({
    ...{ scheme, view, asOf },
    at: at.position,
    knownAt: at.knownAt,
  });
  const held = await reviews.lastByAccount(asOf, at.position);
  const everyDays = new Map<string, number | null>(
    policy.document.tiers.map((tier) => [tier.code, treatmentOf(tier).reviewEveryDays ?? null]),
  );
  const scheduled = scheduledDays(plan, asOf);
  const ofAccounts = standings
    .filter(({ externalId }) => isInside(externalId))
    .flatMap((standing) => {
      const { externalId, opened, since, tier, lastAssessed: last } = standing;
      const assessed = { opened, last, lastScheduled: lastScheduledOf(standing, scheduled) };
      const reviewed = {
        since,
        lastHeld: held.get(externalId) ?? null,
        everyDays: everyDays.get(tier ?? '') ?? null,
      };
      return [
        ...late('assignment', externalId, assignmentDue(assessed, [], clocksBy(policy.document), asOf)),
        ...late('account', externalId, businessReviewDue(reviewed, [], asOf)),
      ];
    });
  const known = await reviews.ofPolicy(scheme, at.position);
  const due = policyDue(
    plan,
    {
      held: known.filter(({ kind }) => kind === 'held').map(({ on }) => on),
      called: known.flatMap(({ on, reason }) => (reason === null ? [] : [{ on, reason }])),
    },
    asOf,
  );
  return [...late('policy', null, due), ...ofAccounts];
};

const late = (clock: OverdueKnown['clock'], externalId: string | null, due: Due | null): OverdueKnown[] =>
  due && due.overdueSince !== null ? [{ clock, externalId, dueOn: due.dueOn, state: due.state }] : [];

type Days = SchemeKnowledge['days'];

/** The days by then on which the scheme assessed as planned, the latest first. */
const scheduledDays = ({ days }: SchemeKnowledge, asOf: Day): Days =>
  days
    .filter(({ kind, day }) => kind === 'scheduled' && day <= asOf)
    .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));

const lastScheduledOf = ({ externalId, opened, lastAssessed }: StandingKnown, days: Days): Day | null =>
  days.find(
    ({ day, externalIds }) =>
      day >= opened && lastAssessed !== null && day <= lastAssessed && (externalIds?.has(externalId) ?? true),
  )?.day ?? null;
