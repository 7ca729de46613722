import { schemeTemplate } from './scheme-template';

/** How contracts of each size are looked after. */
export const contractTreatments = {
  strategic: {
    ownerRole: 'Strategic account executive',
    investment: 'A team of its own, whatever it takes',
    touchModel: '1:1',
    coverage: { model: 'named', role: 'csm', accountsPerRole: 5 },
    executiveSponsor: true,
    successPlan: true,
    onboarding: 'Dedicated pod from the signature on',
    forum: 'Structured quarterly business reviews',
    cadence: 'Monthly account review',
    reviewEveryDays: 30,
    renewalMotion: 'Executive renewal, prepared two quarters ahead',
  },
  growth: {
    ownerRole: 'Account executive',
    investment: 'High touch at the start, scaled afterwards',
    touchModel: '1:few',
    coverage: { model: 'pooled', role: 'csm', accountsPerRole: 30 },
    executiveSponsor: false,
    successPlan: true,
    onboarding: 'High-touch onboarding',
    forum: 'Scaled customer success reviews',
    cadence: 'Quarterly account review',
    reviewEveryDays: 90,
    renewalMotion: 'Customer success leads, sales joins for expansion',
  },
  runRate: {
    ownerRole: 'Inside sales',
    investment: 'Digital first; people where the product cannot help',
    touchModel: '1:many',
    coverage: { model: 'digital' },
    executiveSponsor: false,
    successPlan: false,
    onboarding: 'Guided in the product',
    cadence: 'Annual account review',
    reviewEveryDays: 365,
    renewalMotion: 'Automatic renewal with reminders',
  },
};

/** What is read beside the size of a contract: "not just deal size alone". */
export const contractGateMeasures = {
  marginPct: { fact: 'marginPct' },
  risk: { fact: 'risk' },
  strategicImportance: { fact: 'strategicImportance', evidence: true as const },
};

/** A thin margin or a high risk caps at the middle tier, strategic importance lifts to it. */
export const contractGates = (middle: string) => [
  { measure: 'marginPct', below: '10', capTier: middle, missing: 'pass' as const },
  { measure: 'risk', atLeast: '80', capTier: middle, missing: 'pass' as const },
  { measure: 'strategicImportance', atLeast: '4', liftTier: middle, missing: 'pass' as const },
];

export const contractValue = schemeTemplate({
  template: 'contract-value',
  name: 'Contract value',
  description:
    'Tiers by annual contract value: exactly 250,000 is Growth, exactly 1,000,000 is Strategic. A margin under 10 % or a risk from 80 on caps at Growth; strategic importance from 4 on, with evidence, lifts to Growth.',
  document: {
    kind: 'bands',
    tiers: [
      { code: 'strategic', label: 'Strategic', rank: 3, treatment: contractTreatments.strategic },
      { code: 'growth', label: 'Growth', rank: 2, treatment: contractTreatments.growth },
      { code: 'run-rate', label: 'Run-Rate', rank: 1, treatment: contractTreatments.runRate },
    ],
    measures: { acv: { fact: 'acv', freshnessDays: 400 }, ...contractGateMeasures },
    boundaries: [
      { tier: 'strategic', measure: 'acv', at: '1000000', inclusive: true },
      { tier: 'growth', measure: 'acv', at: '250000', inclusive: true },
    ],
    gates: contractGates('growth'),
    stabiliser: {},
    assessOn: ['acv'],
  },
});
