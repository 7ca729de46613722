import { type BandsPolicy, BandsPolicy as Bands } from '#libs/domain';

const stabiliser = {};

const contractValue = Bands.parse({
  kind: 'bands',
  tiers: [
    {
      code: 'strategic',
      label: 'Strategic',
      rank: 3,
      treatment: {
        coverage: 'Dedicated pod',
        sponsor: 'Executive sponsor',
        reviews: 'Structured QBRs, success plan',
      },
    },
    {
      code: 'growth',
      label: 'Growth',
      rank: 2,
      treatment: { coverage: 'Scaled customer success', onboarding: 'High touch' },
    },
    { code: 'run-rate', label: 'Run-Rate', rank: 1, treatment: { coverage: 'Digital first' } },
  ],
  measures: { acv: { fact: 'acv', freshnessDays: 400 } },
  boundaries: [
    { tier: 'strategic', measure: 'acv', at: '1000000', inclusive: true },
    { tier: 'growth', measure: 'acv', at: '250000', inclusive: true },
  ],
  stabiliser,
  assessOn: ['acv'],
});

const revenueBands = Bands.parse({
  kind: 'bands',
  tiers: [
    {
      code: 'high',
      label: 'High-Value',
      rank: 3,
      treatment: {
        salesTimePct: 60,
        marketing: 'premium',
        support: '24x7 dedicated',
        accountReviews: 'monthly',
      },
    },
    {
      code: 'medium',
      label: 'Medium-Value',
      rank: 2,
      treatment: {
        salesTimePct: 30,
        marketing: 'targeted',
        support: 'business hours',
        accountReviews: 'quarterly',
      },
    },
    {
      code: 'low',
      label: 'Low-Value',
      rank: 1,
      treatment: {
        salesTimePct: 10,
        marketing: 'automated',
        support: 'self-service',
        accountReviews: 'annual',
      },
    },
  ],
  measures: { annualRevenue: { revenueWindowMonths: 12 } },
  boundaries: [
    { tier: 'high', measure: 'annualRevenue', at: '100000', inclusive: false },
    { tier: 'medium', measure: 'annualRevenue', at: '10000', inclusive: true },
  ],
  stabiliser,
});

interface Template {
  readonly template: string;
  readonly name: string;
  readonly description: string;
  readonly document: BandsPolicy;
}

/** Schemes to begin with; their edges differ on purpose. */
export const schemeTemplates: readonly Template[] = [
  {
    template: 'contract-value',
    name: 'Contract value',
    description: 'Tiers by annual contract value: exactly 250,000 is Growth, exactly 1,000,000 is Strategic.',
    document: contractValue,
  },
  {
    template: 'revenue-bands',
    name: 'Revenue bands',
    description:
      'Tiers by the revenue of the last twelve months: exactly 100,000 is still Medium, 100,000.01 is High.',
    document: revenueBands,
  },
];
