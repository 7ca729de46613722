import { contractGateMeasures, contractGates, contractTreatments } from './contract-value';
import { schemeTemplate } from './scheme-template';

export const outsourcerTcv = schemeTemplate({
  template: 'outsourcer-tcv',
  variantOf: 'contract-value',
  name: 'Outsourcer, total contract value',
  description:
    'Tiers by total contract value: Strategic is strictly over 2,000,000, Mid-Market begins at 500,000. The gates are those of contract-value and cap or lift at Mid-Market.',
  document: {
    kind: 'bands',
    tiers: [
      { code: 'strategic', label: 'Strategic', rank: 3, treatment: contractTreatments.strategic },
      { code: 'mid-market', label: 'Mid-Market', rank: 2, treatment: contractTreatments.growth },
      { code: 'run-rate', label: 'Run-Rate', rank: 1, treatment: contractTreatments.runRate },
    ],
    measures: { tcv: { fact: 'tcv' }, ...contractGateMeasures },
    boundaries: [
      { tier: 'strategic', measure: 'tcv', at: '2000000', inclusive: false },
      { tier: 'mid-market', measure: 'tcv', at: '500000', inclusive: true },
    ],
    gates: contractGates('mid-market'),
    stabiliser: {},
    assessOn: ['tcv'],
  },
});
