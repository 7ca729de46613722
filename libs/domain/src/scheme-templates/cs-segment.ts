import { schemeTemplate } from './scheme-template';

export const csSegment = schemeTemplate({
  template: 'cs-segment',
  name: 'Customer success segments',
  description:
    'How a customer is looked after, by ARR, lifecycle stage, product use and health. 250,000 of ARR is Strategic; from 50,000 on, customers who thrive or are on their way up are Growth; from 10,000 on the rest is Scaled, under it Partner-led.',
  document: {
    kind: 'table',
    tiers: [
      {
        code: 'strategic',
        label: 'Strategic',
        treatment: {
          touchModel: '1:1',
          coverage: { model: 'named', role: 'csm', accountsPerRole: 8 },
          successPlan: true,
          reviewEveryDays: 30,
          plays: {
            onboarding: 'Project of its own with an executive kick-off',
            adoption: 'Value workshops',
            risk: 'Executive escalation within two days',
            expansion: 'Joint account plan',
            advocacy: 'Reference programme and advisory board',
          },
        },
      },
      {
        code: 'growth',
        label: 'Growth',
        treatment: {
          touchModel: '1:few',
          coverage: { model: 'pooled', role: 'csm', accountsPerRole: 40 },
          successPlan: true,
          reviewEveryDays: 90,
          plays: {
            onboarding: 'Guided onboarding in cohorts',
            adoption: 'Quarterly adoption review',
            risk: 'CSM calls within a week',
            expansion: 'Offers on use over plan',
            advocacy: 'Case studies',
          },
        },
      },
      {
        code: 'scaled',
        label: 'Scaled',
        treatment: {
          touchModel: '1:many',
          coverage: { model: 'digital' },
          successPlan: false,
          reviewEveryDays: 365,
          plays: {
            onboarding: 'Onboarding in the product',
            adoption: 'Webinars and tips',
            risk: 'Automatic outreach, CSM on reply',
            expansion: 'Offers in the product',
            advocacy: 'Review requests',
          },
        },
      },
      {
        code: 'partner-led',
        label: 'Partner-led',
        treatment: {
          touchModel: '1:many',
          coverage: { model: 'support-only' },
          successPlan: false,
          reviewEveryDays: 365,
          plays: {
            onboarding: 'By the partner',
            adoption: 'Partner enablement',
            risk: 'Alert to the partner',
            expansion: 'Partner incentives',
            advocacy: 'Joint stories with the partner',
          },
        },
      },
    ],
    measures: {
      arr: { fact: 'arr' },
      lifecycleStage: { fact: 'lifecycleStage' },
      productUse: { fact: 'productUse' },
      healthScore: { fact: 'healthScore' },
    },
    rows: [
      { when: [{ measure: 'arr', atLeast: '250000' }], tier: 'strategic' },
      {
        when: [
          { measure: 'arr', atLeast: '50000' },
          { measure: 'productUse', atLeast: '60' },
          { measure: 'healthScore', atLeast: '70' },
        ],
        tier: 'growth',
      },
      {
        when: [
          { measure: 'arr', atLeast: '50000' },
          { measure: 'lifecycleStage', in: ['onboarding', 'adoption', 'expansion'] },
        ],
        tier: 'growth',
      },
      { when: [{ measure: 'arr', atLeast: '10000' }], tier: 'scaled' },
      { tier: 'partner-led' },
    ],
    stabiliser: {},
    assessOn: ['lifecycleStage'],
  },
});
