import { PolicyDocument, SchemeCode } from '#libs/domain';
import type { SchemeToOpen } from './open-scheme';

export const customerValue = SchemeCode.parse('customer-value');

/** From the lowest to the highest, with the revenue from which each is reached. */
export const tiers = [
  ['BRONZE', null],
  ['SILVER', '500'],
  ['GOLD', '1500'],
  ['PLATINUM', '5000'],
] as const;

/** Tiers by revenue of the trailing twelve months; a customer on an edge stands in the tier above it. */
export const customerValueScheme: SchemeToOpen = {
  scheme: customerValue,
  name: 'Customer value',
  description: 'Revenue of the trailing 12 months',
  primary: true,
  document: PolicyDocument.parse({
    kind: 'bands',
    tiers: tiers.map(([code], rank) => ({ code, rank: rank + 1 })),
    measures: { trailing12: { revenueWindowMonths: 12, kinds: ['invoice'] } },
    boundaries: tiers.flatMap(([tier, at]) =>
      at === null ? [] : [{ tier, measure: 'trailing12', at, inclusive: true }],
    ),
    overrides: { quota: { count: 2 } },
  }),
};
