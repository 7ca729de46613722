import type { Decimal } from '#libs/kernel';
import type { CohortCut } from '../../scheme/scheme.events';
import { percentileCut } from './percentile-cut';
import type { PercentilePolicy } from '../policy-document';

/** Cuts a cohort as a policy asks: for each cut of the document where its top so many per cent end. */
export const cutCohort = ({ cuts }: PercentilePolicy, scores: readonly Decimal[]): CohortCut[] =>
  cuts.map(({ tier, topPct }) => ({ tier, topPct, ...percentileCut(scores, topPct) }));
