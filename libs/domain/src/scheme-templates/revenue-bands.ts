import { schemeTemplate } from './scheme-template';

export const revenueBands = schemeTemplate({
  template: 'revenue-bands',
  name: 'Revenue bands',
  description:
    'Tiers by the revenue of the last twelve months: exactly 10,000 and exactly 100,000 are Medium, 100,000.01 is High.',
  document: {
    kind: 'bands',
    tiers: [
      {
        code: 'high',
        label: 'High-Value',
        rank: 3,
        treatment: {
          resourceShares: { salesTime: '60' },
          touchModel: '1:1',
          coverage: { model: 'named', role: 'csm', accountsPerRole: 10 },
          campaign: 'Premium marketing',
          sla: '24x7 dedicated support',
          cadence: 'Monthly account review',
          reviewEveryDays: 30,
          forum: 'Quarterly business reviews',
          entitlements: ['Custom implementation', 'Priority support', 'Strategic planning'],
        },
      },
      {
        code: 'medium',
        label: 'Medium-Value',
        rank: 2,
        treatment: {
          resourceShares: { salesTime: '30' },
          touchModel: '1:few',
          coverage: { model: 'pooled', role: 'csm', accountsPerRole: 50 },
          campaign: 'Targeted marketing',
          sla: 'Support in business hours',
          cadence: 'Quarterly account review',
          reviewEveryDays: 90,
        },
      },
      {
        code: 'low',
        label: 'Low-Value',
        rank: 1,
        treatment: {
          resourceShares: { salesTime: '10' },
          touchModel: '1:many',
          coverage: { model: 'support-only' },
          campaign: 'Automated marketing',
          sla: 'Self-service support',
          cadence: 'Annual account review',
          reviewEveryDays: 365,
        },
      },
    ],
    measures: { annualRevenue: { revenueWindowMonths: 12 } },
    boundaries: [
      { tier: 'high', measure: 'annualRevenue', at: '100000', inclusive: false },
      { tier: 'medium', measure: 'annualRevenue', at: '10000', inclusive: true },
    ],
    stabiliser: {},
  },
});
