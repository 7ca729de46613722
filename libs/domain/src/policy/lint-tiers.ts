import { canonicalJson } from '#libs/kernel';
import type { Finding } from './lint';
import type { BandsPolicy } from './policy-document';

/** Findings on the tiers themselves: how many, told apart by code, rank and treatment. */
export const lintTiers = ({ tiers }: BandsPolicy): Finding[] => [
  ...tierCount(tiers.length),
  ...repeated(tiers, ({ code }) => code).map((index) => ({
    code: 'DUPLICATE_TIER',
    severity: 'error' as const,
    pointer: `/tiers/${index}/code`,
    detail: `The tier ${tiers[index]!.code} stands twice; give each tier its own code.`,
  })),
  ...repeated(tiers, ({ rank }) => String(rank)).map((index) => ({
    code: 'DUPLICATE_RANK',
    severity: 'error' as const,
    pointer: `/tiers/${index}/rank`,
    detail: `Two tiers have rank ${tiers[index]!.rank}; give each its own, the better tier the greater.`,
  })),
  ...repeated(tiers, ({ treatment }) => treatmentOf(treatment)).map((index) => ({
    code: 'TIER_WITHOUT_DISTINCT_TREATMENT',
    severity: 'warning' as const,
    pointer: `/tiers/${index}/treatment`,
    detail: `${tiers[index]!.code} is treated as another tier is; tell them apart or make them one.`,
  })),
];

const tierCount = (count: number): Finding[] => {
  if (count >= 3 && count <= 5) return [];
  const severity = count < 2 || count > 7 ? 'error' : 'warning';
  const detail =
    severity === 'error'
      ? `A scheme has 2 to 7 tiers, not ${count}.`
      : `With ${count} tiers people lose sight of what each means; 3 to 5 are advised.`;
  return [{ code: 'TIER_COUNT', severity, pointer: '/tiers', detail }];
};

/** An empty treatment says nothing yet, so it repeats none. */
const treatmentOf = (treatment: Record<string, unknown>): string | undefined =>
  Object.keys(treatment).length === 0 ? undefined : canonicalJson(treatment);

/** The places of what repeats an earlier one. */
const repeated = <T>(all: readonly T[], keyOf: (one: T) => string | undefined): number[] => {
  const keys = all.map(keyOf);
  return keys.flatMap((key, index) => (key !== undefined && keys.indexOf(key) < index ? [index] : []));
};
