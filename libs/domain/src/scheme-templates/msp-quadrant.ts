import { schemeTemplate } from './scheme-template';

/** From assessed answers, 0 to 100; the account's owner may not be the only assessor. */
const rubric = (fact: string) => ({ fact, evidence: true as const, independentAssessor: true as const });

export const mspQuadrant = schemeTemplate({
  template: 'msp-quadrant',
  name: 'MSP quadrant',
  description:
    'Technical maturity by appetite for change, each an assessed rubric from 0 to 100 that is high from 50 on: Transform, Modernize, Educate, Sustain.',
  document: {
    kind: 'matrix',
    tiers: [
      {
        code: 'transform',
        label: 'Transform',
        treatment: {
          ownerRole: 'vCIO or strategic advisor',
          investment: 'OKR-driven innovation',
          cadence: 'Frequently',
          reviewEveryDays: 30,
        },
      },
      {
        code: 'modernize',
        label: 'Modernize',
        treatment: {
          ownerRole: 'vCIO and TAM',
          investment: 'Modernise systems and reset expectations',
          cadence: 'Every few months',
          reviewEveryDays: 90,
        },
      },
      {
        code: 'educate',
        label: 'Educate',
        treatment: {
          ownerRole: 'TAM or account manager',
          investment: 'Keep running, with low-risk improvements',
          cadence: 'A few times a year',
          reviewEveryDays: 120,
        },
      },
      {
        code: 'sustain',
        label: 'Sustain',
        treatment: {
          ownerRole: 'Helpdesk or service coordinator',
          investment: 'Basic reactive support',
          cadence: 'As needed',
        },
      },
    ],
    measures: { maturity: rubric('maturity'), appetite: rubric('appetite') },
    axes: [
      { measure: 'maturity', cuts: ['50'] },
      { measure: 'appetite', cuts: ['50'] },
    ],
    cells: [
      ['sustain', 'modernize'],
      ['educate', 'transform'],
    ],
    stabiliser: {},
  },
});
