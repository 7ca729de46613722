import { canonicalJson, pointerTo } from '#libs/kernel';
import { error, type Finding, repeated, warning } from './lint-finding';
import type { PolicyDocument, TierDefinition } from '../policy-document';
import { isOrdinal } from '../tiers';

/** Findings on the tiers themselves: how many, told apart by code, rank and treatment. */
export const lintTiers = (document: PolicyDocument): Finding[] => {
  const { tiers } = document;
  return [
    ...tierCount(tiers.length),
    ...repeated(tiers, ({ code }) => code).map((index) =>
      error(
        'DUPLICATE_TIER',
        pointerTo('tiers', index, 'code'),
        `The tier ${tiers[index]!.code} stands twice; give each tier its own code.`,
      ),
    ),
    ...(isOrdinal(document) ? ranks(tiers) : []),
    ...repeated(tiers, treatmentOf).map((index) =>
      warning(
        'TIER_WITHOUT_DISTINCT_TREATMENT',
        pointerTo('tiers', index, 'treatment'),
        `${tiers[index]!.code} is treated as another tier is; tell them apart or make them one.`,
      ),
    ),
  ];
};

const tierCount = (count: number): Finding[] => {
  if (count < 2 || count > 7)
    return [error('TIER_COUNT', '/tiers', `A scheme has 2 to 7 tiers, not ${count}.`)];
  const detail = `With ${count} tiers people lose sight of what each means; 3 to 5 are advised.`;
  return count < 3 || count > 5 ? [warning('TIER_COUNT', '/tiers', detail)] : [];
};

const ranks = (tiers: readonly TierDefinition[]): Finding[] => [
  ...tiers.flatMap(({ code, rank }, index) =>
    rank === undefined
      ? [error('RANK_MISSING', pointerTo('tiers', index), `${code} needs a rank: the tiers have an order.`)]
      : [],
  ),
  ...repeated(tiers, ({ rank }) => rank?.toString()).map((index) =>
    error(
      'DUPLICATE_RANK',
      pointerTo('tiers', index, 'rank'),
      `Two tiers have rank ${tiers[index]!.rank}; give each its own, the better tier the greater.`,
    ),
  ),
];

/** An empty treatment says nothing yet, so it repeats none. */
const treatmentOf = ({ treatment }: TierDefinition): string | undefined =>
  Object.keys(treatment).length === 0 ? undefined : canonicalJson(treatment);
