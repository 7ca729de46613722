import type { PolicyInForce, RankedCohort, SchemeKnowledge } from '#libs/domain';
import { addDays, type Day, lastDay } from '#libs/kernel';

/** The days of a simulation: the version is in force from the first, and the last is the one compared. */
export interface SimulatedPeriod {
  readonly from: Day;
  readonly to: Day;
}

/** The plan as it stands, and the same with a version in force: neither goes on behind the last day. */
export interface SimulatedPlans {
  readonly now: SchemeKnowledge;
  readonly then: SchemeKnowledge;
}

/**
 * Both plans have the scheme's own days, and the last day of the period as a review of all accounts. Versions that are
 * to begin later than the one simulated are set aside, since the question is what that one makes of the whole period.
 */
export const plansOf = (
  known: SchemeKnowledge,
  { version, document }: Pick<PolicyInForce, 'version' | 'document'>,
  { from, to }: SimulatedPeriod,
): SimulatedPlans => {
  const until = to < lastDay ? addDays(to, 1) : null;
  const days = known.days.filter(({ day }) => day <= to);
  const isReviewed = days.some(
    ({ day, kind, externalIds }) => day === to && kind === 'scheduled' && externalIds === null,
  );
  const reviews = isReviewed ? days : [...days, { day: to, kind: 'scheduled', externalIds: null } as const];
  return {
    now: { policies: before(until, known.policies), days: reviews, cohorts: known.cohorts },
    then: {
      policies: [...before(from, known.policies), { version, document, from, until }],
      days: reviews,
      cohorts: known.cohorts.filter(({ policyVersion, day }) => policyVersion !== version || day < from),
    },
  };
};

const before = (end: Day | null, policies: readonly PolicyInForce[]): PolicyInForce[] =>
  end === null
    ? [...policies]
    : policies
        .filter(({ from }) => from < end)
        .map((policy) => (policy.until === null || policy.until > end ? { ...policy, until: end } : policy));

/** The days on which a run would rank the accounts under the version. */
export const rankedDays = ({ then }: SimulatedPlans, { from }: SimulatedPeriod): Day[] => {
  const all = then.days.filter(
    ({ day, kind, externalIds }) => day >= from && kind === 'scheduled' && externalIds === null,
  );
  return [...new Set(all.map(({ day }) => day))].sort();
};

export const withCohorts = (
  { now, then }: SimulatedPlans,
  cohorts: readonly RankedCohort[],
): SimulatedPlans => ({ now, then: { ...then, cohorts: [...then.cohorts, ...cohorts] } });

/** What a plan says, in the same words whenever it says the same: its versions in their time, and its days. */
export const fingerprintOf = ({ policies, days }: SchemeKnowledge): object => ({
  policies: policies.map(({ version, from, until }) => ({ version, from, until })),
  days: days
    .map(({ day, kind, externalIds }) => JSON.stringify([day, kind, externalIds && [...externalIds].sort()]))
    .sort(),
});
