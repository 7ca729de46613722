import { abmScore } from './abm';
import { schemeTemplate } from './scheme-template';

export const abmPercentile = schemeTemplate({
  template: 'abm-percentile',
  variantOf: 'abm',
  name: 'Account-based marketing, by rank',
  description:
    'The score of abm, ranked on the day of each run: the top 10 % are Tier 1, the top 40 % at least Tier 2. A fit under 30 is out of the programme.',
  document: {
    kind: 'percentile',
    ...abmScore,
    cuts: [
      { tier: 'tier-1', topPct: '10' },
      { tier: 'tier-2', topPct: '40' },
    ],
  },
});
