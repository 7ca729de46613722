import { schemeTemplate } from './scheme-template';

const percent = { min: '0', max: '100' };

/** What both ways of cutting the score have in common. */
export const abmScore = {
  tiers: [
    {
      code: 'tier-1',
      label: 'Tier 1 Strategic',
      rank: 3,
      treatment: {
        ownerRole: 'Named account executive, SDR, customer success and marketing partner',
        touchModel: '1:1' as const,
        coverage: { model: 'named' },
        executiveSponsor: true,
        campaign: '1:1 ABM, executive programmes',
        reviewEveryDays: 30,
        kpis: ['Pipeline per account', 'Win rate', 'NRR', 'Multi-year value'],
      },
    },
    {
      code: 'tier-2',
      label: 'Tier 2 Growth',
      rank: 2,
      treatment: {
        ownerRole: 'Territory account executive, pooled SDR',
        touchModel: '1:few' as const,
        coverage: { model: 'pooled' },
        executiveSponsor: false,
        campaign: '1:few ABM by cluster',
        reviewEveryDays: 90,
        kpis: ['Pipeline coverage', 'Conversion', 'Expansion'],
      },
    },
    {
      code: 'tier-3',
      label: 'Tier 3 Programmatic',
      rank: 1,
      treatment: {
        ownerRole: 'Pooled sales and partners',
        touchModel: '1:many' as const,
        coverage: { model: 'digital' },
        executiveSponsor: false,
        campaign: 'Always-on, partner-led',
        reviewEveryDays: 365,
        kpis: ['Volume', 'Inbound quality', 'CAC efficiency'],
      },
    },
  ],
  measures: {
    fit: { fact: 'fit' },
    intent: { fact: 'intent' },
    opportunity: { fact: 'opportunity' },
    value: { fact: 'value' },
    risk: { fact: 'risk' },
  },
  inputs: [
    { measure: 'fit', weight: '0.3', ...percent },
    { measure: 'intent', weight: '0.25', ...percent },
    { measure: 'opportunity', weight: '0.2', ...percent },
    { measure: 'value', weight: '0.15', ...percent },
    { measure: 'risk', weight: '0.1', ...percent, invert: true },
  ],
  scale: '100' as const,
  gates: [{ measure: 'fit', below: '30', outOfProgramme: true as const }],
  stabiliser: {},
};

export const abm = schemeTemplate({
  template: 'abm',
  name: 'Account-based marketing',
  description:
    'A score of fit, intent, opportunity, value and risk, each from 0 to 100: Tier 1 from 70 on, Tier 2 from 40 on. A fit under 30 is out of the programme.',
  document: {
    kind: 'score',
    ...abmScore,
    thresholds: [
      { tier: 'tier-1', at: '70', inclusive: true },
      { tier: 'tier-2', at: '40', inclusive: true },
    ],
  },
});
