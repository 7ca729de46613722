import { pointerTo } from '#libs/kernel';
import type { TierCode } from '../../vocabulary';
import { error, few, type Finding, unknown, warning } from './lint-finding';
import type { PolicyDocument, TierDefinition } from '../policy-document';
import { isOrdinal, ladderOfTiers } from '../tiers';

/** Where a tier begins on something that is measured. */
export interface TierEdge {
  readonly tier: TierCode;
  /** What it is an edge on: a measure, or the score. */
  readonly on: string;
  /** Greater is harder to reach. */
  readonly at: bigint;
  /** `begins at 250000`. */
  readonly begins: string;
  readonly pointer: string;
}

type Placed = TierEdge & { readonly index: number; readonly place: number };

/** The tiers from the lowest, where each has its rank. */
export const ladderOf = (document: PolicyDocument): readonly TierCode[] | null =>
  isOrdinal(document) && document.tiers.every(({ rank }) => rank !== undefined)
    ? ladderOfTiers(document.tiers, true)
    : null;

/** Findings on edges under `where`: each tier but the lowest has one on each measure, and they rise with the rank. */
export const lintEdges = (
  document: PolicyDocument,
  edges: readonly TierEdge[],
  where: string,
  combine: 'highest' | 'lowest' = 'highest',
): Finding[] => {
  const unknownTiers = unknownAmong(document.tiers, edges);
  const ladder = ladderOf(document);
  if (ladder === null) return unknownTiers;
  const placed = edges
    .map((edge, index) => ({ ...edge, index, place: ladder.indexOf(edge.tier) }))
    .filter(({ place }) => place >= 0);
  const groups = byMeasure(placed);
  const unreachable = unreachableTiers(ladder, groups, combine);
  return [
    ...unknownTiers,
    ...placed.filter(({ place }) => place === 0).map(boundOfTheLowest),
    ...groups.flatMap((group) => gap(ladder, group, unreachable, where)),
    ...groups
      .flatMap(overlaps)
      .sort((a, b) => a.index - b.index)
      .map(({ finding }) => finding),
    ...unreachableFindings(document.tiers, unreachable, 'give it boundaries'),
  ];
};

const unknownAmong = (tiers: readonly TierDefinition[], edges: readonly TierEdge[]): Finding[] => {
  const known = new Set<string>(tiers.map(({ code }) => code));
  return edges.flatMap(({ tier, pointer }) =>
    known.has(tier) ? [] : [unknown('TIER', `${pointer}/tier`, tier)],
  );
};

const byMeasure = (placed: readonly Placed[]): Placed[][] => {
  const groups = new Map<string, Placed[]>();
  for (const edge of placed) {
    const group = groups.get(edge.on);
    if (group) group.push(edge);
    else groups.set(edge.on, [edge]);
  }
  return [...groups.values()];
};

const boundOfTheLowest = ({ tier, pointer }: Placed): Finding =>
  error(
    'LOWEST_TIER_HAS_BOUND',
    pointer,
    `${tier} is the lowest tier and takes every value under the next one; take its boundary out.`,
  );

const gap = (
  ladder: readonly TierCode[],
  group: readonly Placed[],
  unreachable: ReadonlySet<TierCode>,
  where: string,
): Finding[] => {
  const bounded = new Set(group.map(({ tier }) => tier));
  const without = ladder.slice(1).filter((tier) => !bounded.has(tier));
  if (without.length === 0) return [];
  const found = without.some((tier) => unreachable.has(tier)) ? error : warning;
  const detail = `On ${group[0]!.on} other tiers have a boundary, and these have none: ${few(without)}; add it.`;
  return [found('GAP', where, detail)];
};

/** On one measure, each edge lies over those of the tiers below. */
const overlaps = (group: readonly Placed[]): { readonly index: number; readonly finding: Finding }[] => {
  let [highest, before]: (Placed | undefined)[] = [];
  return [...group]
    .sort((a, b) => a.place - b.place || a.index - b.index)
    .flatMap((edge) => {
      const twice = before?.place === edge.place;
      const lower = highest && highest.place < edge.place && highest.at >= edge.at ? highest : undefined;
      if (!twice) before = edge;
      if (!highest || edge.at > highest.at) highest = edge;
      if (!twice && !lower) return [];
      return [{ index: edge.index, finding: twice ? doubled(edge) : overlap(edge, lower!) }];
    });
};

const doubled = ({ tier, on, pointer }: Placed): Finding =>
  error('OVERLAP', pointer, `${tier} has two boundaries on ${on}; keep one.`);

const overlap = (upper: Placed, lower: Placed): Finding =>
  error(
    'OVERLAP',
    upper.pointer,
    `On ${upper.on}, ${upper.tier} ${upper.begins} and the lower ${lower.tier} ${lower.begins}; let the higher tier be the harder to reach.`,
  );

/** Tiers that no reading of the measures can come to, as they are combined. The lowest always can. */
const unreachableTiers = (
  ladder: readonly TierCode[],
  groups: readonly (readonly Placed[])[],
  combine: 'highest' | 'lowest',
): ReadonlySet<TierCode> => {
  const highest = groups.map((group) => Math.max(...group.map(({ place }) => place)));
  const limit = combine === 'highest' ? Math.max(0, ...highest) : Math.min(...highest);
  const bounded = new Set(groups.flatMap((group) => group.map(({ place }) => place)));
  return new Set(ladder.filter((_, place) => place > 0 && (place > limit || !bounded.has(place))));
};

/** A finding for each tier out of reach. */
export const unreachableFindings = (
  tiers: readonly TierDefinition[],
  unreachable: ReadonlySet<TierCode>,
  remedy: string,
): Finding[] =>
  tiers.flatMap(({ code }, index) =>
    unreachable.has(code)
      ? [
          error(
            'UNREACHABLE_TIER',
            pointerTo('tiers', index),
            `No inputs lead to ${code}; ${remedy}, or take it out.`,
          ),
        ]
      : [],
  );
