import { bands } from './known';

/** Contract value: both edges belong to the upper tier. */
export const contractValue = bands({
  tiers: [
    { code: 'strategic', label: 'Strategic', rank: 3 },
    { code: 'growth', label: 'Growth', rank: 2 },
    { code: 'run-rate', label: 'Run-Rate', rank: 1 },
  ],
  measures: { acv: { fact: 'acv' } },
  boundaries: [
    { tier: 'strategic', measure: 'acv', at: '1000000', inclusive: true },
    { tier: 'growth', measure: 'acv', at: '250000', inclusive: true },
  ],
  assessOn: ['acv'],
});

/** Trailing revenue: the upper edge belongs to the tier below it, the lower one to the tier above it. */
export const revenueBands = bands({
  tiers: [
    { code: 'high', label: 'High-Value', rank: 3 },
    { code: 'medium', label: 'Medium-Value', rank: 2 },
    { code: 'low', label: 'Low-Value', rank: 1 },
  ],
  measures: { trailing12: { revenueWindowMonths: 12, kinds: ['invoice', 'credit'] } },
  boundaries: [
    { tier: 'high', measure: 'trailing12', at: '100000', inclusive: false },
    { tier: 'medium', measure: 'trailing12', at: '10000', inclusive: true },
  ],
});

/** The ladder of the worked hysteresis: T1 to T3 by ARR, two confirmations, a step at a time, no tenure. */
export const arrLadder = bands({
  tiers: [
    { code: 'T1', rank: 3 },
    { code: 'T2', rank: 2 },
    { code: 'T3', rank: 1 },
  ],
  measures: { arr: { fact: 'arr' } },
  boundaries: [
    { tier: 'T1', measure: 'arr', at: '1000000', inclusive: true },
    { tier: 'T2', measure: 'arr', at: '250000', inclusive: true },
  ],
  stabiliser: {
    deadBandPct: '10',
    promotionConfirmations: 1,
    demotionConfirmations: 2,
    maxDemotionStep: 1,
    minTenureDays: 0,
    renewalShieldDays: 0,
    onboardingGraceDays: 0,
  },
});
