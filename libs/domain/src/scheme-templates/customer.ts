import { schemeTemplate } from './scheme-template';

const kpis = ['NRR', 'Gross churn', 'Expansion pipeline'];

export const customer = schemeTemplate({
  template: 'customer',
  name: 'Customer plays',
  description:
    'What to do with whom, by ARR, health, adoption and strategic potential. Health under 40 is Monitor; healthy, well adopted customers with potential are Grow; others that are healthy or bring 100,000 are Defend.',
  document: {
    kind: 'table',
    tiers: [
      {
        code: 'grow',
        label: 'Grow',
        treatment: {
          ownerRole: 'CSM with account executive',
          campaign: 'Expansion plays',
          renewalMotion: 'Expansion at the renewal',
          reviewEveryDays: 90,
          kpis,
        },
      },
      {
        code: 'defend',
        label: 'Defend',
        treatment: {
          ownerRole: 'CSM with account manager; renewal team for high value',
          campaign: 'Renewal programmes',
          renewalMotion: 'Early renewal',
          reviewEveryDays: 90,
          kpis,
        },
      },
      {
        code: 'monitor',
        label: 'Monitor',
        treatment: {
          ownerRole: 'CSM',
          campaign: 'Save and recovery',
          renewalMotion: 'Recovery plan before the renewal',
          reviewEveryDays: 30,
          kpis,
        },
      },
    ],
    measures: {
      arr: { fact: 'arr' },
      healthScore: { fact: 'healthScore' },
      adoption: { fact: 'adoption' },
      strategicPotential: { fact: 'strategicPotential' },
    },
    rows: [
      { when: [{ measure: 'healthScore', below: '40' }], tier: 'monitor' },
      {
        when: [
          { measure: 'healthScore', atLeast: '70' },
          { measure: 'adoption', atLeast: '60' },
          { measure: 'strategicPotential', atLeast: '3' },
        ],
        tier: 'grow',
      },
      { when: [{ measure: 'arr', atLeast: '100000' }], tier: 'defend' },
      { when: [{ measure: 'healthScore', atLeast: '70' }], tier: 'defend' },
      { tier: 'monitor' },
    ],
    stabiliser: {},
  },
});
