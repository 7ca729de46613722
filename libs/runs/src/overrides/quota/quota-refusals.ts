import type { QuotaLedger } from '#libs/domain';
import { type Refusal, refuse } from '#libs/kernel';
import type { UnitWanted } from './quota-unit';

/** The no to a request for which nothing is left, as it would be said. */
export const exhausted = ({ scheme, quarter, seat }: UnitWanted, ledger: QuotaLedger): Refusal =>
  refuse(
    'out-of-order',
    'QUOTA_EXHAUSTED',
    `The quota of ${seat} in ${scheme} for ${quarter} is used up: withdraw a request that is still open, or wait for the next quarter.`,
    { ledger: { scheme, quarter, seat, ...ledger } },
  );
