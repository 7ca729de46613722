import { schemeTemplate } from './scheme-template';

export const csHealth = schemeTemplate({
  template: 'cs-health',
  variantOf: 'cs-segment',
  name: 'Customer health bands',
  description:
    'The health bands beside cs-segment: Green from 70, Yellow from 40 to under 70, Red under 40. They follow the score at once, without a stabiliser.',
  document: {
    kind: 'bands',
    tiers: [
      {
        code: 'green',
        label: 'Green',
        rank: 3,
        treatment: { campaign: 'Expansion and advocacy', reviewEveryDays: 90 },
      },
      {
        code: 'yellow',
        label: 'Yellow',
        rank: 2,
        treatment: { campaign: 'Adoption play', reviewEveryDays: 30 },
      },
      {
        code: 'red',
        label: 'Red',
        rank: 1,
        treatment: {
          campaign: 'Risk play',
          escalation: 'A review when the renewal is within 120 days',
          reviewEveryDays: 14,
        },
      },
    ],
    measures: { healthScore: { fact: 'healthScore' } },
    boundaries: [
      { tier: 'green', measure: 'healthScore', at: '70', inclusive: true },
      { tier: 'yellow', measure: 'healthScore', at: '40', inclusive: true },
    ],
    assessOn: ['healthScore'],
  },
});
