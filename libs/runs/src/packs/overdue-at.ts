import type { Pool } from 'pg';
import { accountClocksOn, type Due, type OverdueKnown, policyDue } from '#libs/domain';
import { pausingFlatMap } from '#libs/kernel';
import { givingWay, ReviewsHeld, type StandingKnown, Standings } from '#libs/views';
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
  const clocks = accountClocksOn(plan, asOf);
  if (!clocks) return [];
  const reviews = new ReviewsHeld(pool);
  const { position, knownAt } = at;
  const standings = await new Standings(pool).all({ scheme, view, asOf, at: position, knownAt });
  const held = await reviews.lastByAccount(asOf, position);
  const lateOf = (account: StandingKnown): OverdueKnown[] => {
    const { externalId } = account;
    if (!isInside(externalId)) return [];
    const lastHeld = held.get(externalId) ?? null;
    return [
      ...late('assignment', externalId, clocks.assignment(account, [])),
      ...late('account', externalId, clocks.businessReview(account, lastHeld, [])),
    ];
  };
  const ofAccounts = await givingWay(pausingFlatMap(standings, lateOf));
  const ofPolicy = policyDue(plan, await reviews.forPolicyClock(scheme, position), asOf);
  return [...late('policy', null, ofPolicy), ...ofAccounts];
};

const late = (clock: OverdueKnown['clock'], externalId: string | null, due: Due | null): OverdueKnown[] =>
  due && due.overdueSince !== null ? [{ clock, externalId, dueOn: due.dueOn, state: due.state }] : [];
