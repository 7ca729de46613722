import { overrideRulesOf, type Quota, type QuotaLedger } from '#libs/domain';
import { Refused } from '#libs/event-store';
import { type Refusal, refuse } from '#libs/kernel';
import type { UnitWanted } from './quota-unit';

/** @throws Refused EMERGENCIES_EXHAUSTED when the seat has taken as many in the quarter as the policy allows */
export const refuseOneEmergencyMore = (
  { entries }: Quota,
  { document, overrideId, seat, quarter }: UnitWanted,
): void => {
  const { perQuarter } = overrideRulesOf(document).emergency;
  const taken = [...entries.values()].filter(
    (entry) => entry.kind === 'emergency' && entry.overrideId !== overrideId,
  );
  if (taken.length < perQuarter) return;
  throw new Refused(
    refuse(
      'out-of-order',
      'EMERGENCIES_EXHAUSTED',
      `${seat} has taken ${taken.length} emergencies in ${quarter}, and ${perQuarter} are allowed: ask for an override.`,
      { perQuarter, taken: taken.map((entry) => entry.overrideId) },
    ),
  );
};

/** The no to a request for which nothing is left, as it would be said. */
export const exhausted = ({ scheme, quarter, seat }: UnitWanted, ledger: QuotaLedger): Refusal =>
  refuse(
    'out-of-order',
    'QUOTA_EXHAUSTED',
    `The quota of ${seat} in ${scheme} for ${quarter} is used up: withdraw a request that is still open, or wait for the next quarter.`,
    { ledger: { scheme, quarter, seat, ...ledger } },
  );
