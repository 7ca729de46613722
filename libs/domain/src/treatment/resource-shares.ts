import { compareDecimals, type Decimal, decimal, plainDecimal, sumDecimals } from '#libs/kernel';
import type { TierDefinition } from '../policy/policy-document';
import type { TierCode } from '../vocabulary';
import { treatmentOf } from './treatment';

/** How a policy divides one resource among its tiers. */
export interface ResourceShares {
  readonly resource: string;
  readonly shares: readonly { readonly tier: TierCode; readonly pct: Decimal }[];
  readonly sum: Decimal;
  /** The shares sum to 100 %. */
  readonly complete: boolean;
}

const whole = decimal('100');

/** The resources that the treatments name, in the order of their names. */
export const resourceSharesOf = (tiers: readonly TierDefinition[]): ResourceShares[] => {
  const named = tiers.flatMap((tier) =>
    Object.entries(treatmentOf(tier).resourceShares ?? {}).map(([resource, pct]) => ({
      resource,
      share: { tier: tier.code, pct },
    })),
  );
  return [...new Set(named.map(({ resource }) => resource))].sort().map((resource) => {
    const shares = named.filter((one) => one.resource === resource).map(({ share }) => share);
    const sum = plainDecimal(sumDecimals(shares.map(({ pct }) => pct)));
    return { resource, shares, sum, complete: compareDecimals(sum, whole) === 0 };
  });
};
