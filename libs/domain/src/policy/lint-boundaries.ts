import { compareDecimals } from '#libs/kernel';
import type { Measure, TierCode } from '../vocabulary';
import type { Finding } from './lint';
import type { BandsPolicy, Boundary } from './policy-document';

type Placed = Boundary & { readonly index: number; readonly place: number };

/** Findings on the edges: each tier but the lowest has one on each measure, and they rise with the rank. */
export const lintBoundaries = (policy: BandsPolicy): Finding[] => {
  const ladder = [...policy.tiers].sort((a, b) => a.rank - b.rank).map(({ code }) => code);
  const placed = policy.boundaries
    .map((boundary, index) => ({ ...boundary, index, place: ladder.indexOf(boundary.tier) }))
    .filter(({ place }) => place >= 0);
  const unreachable = unreachableTiers(policy, ladder, placed);
  return [
    ...unknownNames(policy, ladder),
    ...placed.filter(({ place }) => place === 0).map(boundOfTheLowest),
    ...gaps(ladder, placed, unreachable),
    ...overlaps(placed),
    ...unreachable.map((tier) => ({
      code: 'UNREACHABLE_TIER',
      severity: 'error' as const,
      pointer: `/tiers/${policy.tiers.findIndex(({ code }) => code === tier)}`,
      detail: `No inputs lead to ${tier}; give it boundaries, or take it out.`,
    })),
  ];
};

const unknownNames = ({ boundaries, measures }: BandsPolicy, ladder: readonly TierCode[]): Finding[] =>
  boundaries.flatMap(({ tier, measure }, index) => [
    ...(ladder.includes(tier) ? [] : [unknown('TIER', `/boundaries/${index}/tier`, tier)]),
    ...(measure in measures ? [] : [unknown('MEASURE', `/boundaries/${index}/measure`, measure)]),
  ]);

/** A finding on a name that the document does not define. */
export const unknown = (what: 'TIER' | 'MEASURE', pointer: string, name: string): Finding => ({
  code: `UNKNOWN_${what}`,
  severity: 'error',
  pointer,
  detail: `The document defines no ${what.toLowerCase()} ${name}; define it, or name one that it does.`,
});

const boundOfTheLowest = ({ tier, index }: Placed): Finding => ({
  code: 'LOWEST_TIER_HAS_BOUND',
  severity: 'error',
  pointer: `/boundaries/${index}`,
  detail: `${tier} is the lowest tier and takes every value under the next one; take its boundary out.`,
});

const measuresOf = (placed: readonly Placed[]): Measure[] => [
  ...new Set(placed.map(({ measure }) => measure)),
];

const gaps = (
  ladder: readonly TierCode[],
  placed: readonly Placed[],
  unreachable: readonly TierCode[],
): Finding[] =>
  measuresOf(placed).flatMap((measure) => {
    const bounded = new Set(placed.filter((one) => one.measure === measure).map(({ tier }) => tier));
    return ladder
      .slice(1)
      .filter((tier) => !bounded.has(tier))
      .map((tier) => ({
        code: 'GAP',
        severity: unreachable.includes(tier) ? ('error' as const) : ('warning' as const),
        pointer: '/boundaries',
        detail: `${tier} has no boundary on ${measure}, although other tiers have; add one.`,
      }));
  });

/** On one measure, each edge lies over those of the tiers below. */
const overlaps = (placed: readonly Placed[]): Finding[] =>
  placed.flatMap((upper) => {
    const lower = placed.find((other) => other.measure === upper.measure && collides(upper, other));
    return lower ? [overlap(upper, lower)] : [];
  });

const collides = (upper: Placed, lower: Placed): boolean =>
  upper.place === lower.place
    ? lower.index < upper.index
    : lower.place < upper.place && compareDecimals(lower.at, upper.at) >= 0;

const overlap = (upper: Placed, lower: Placed): Finding => ({
  code: 'OVERLAP',
  severity: 'error',
  pointer: `/boundaries/${upper.index}`,
  detail:
    upper.tier === lower.tier
      ? `${upper.tier} has two boundaries on ${upper.measure}; keep one.`
      : `On ${upper.measure}, ${upper.tier} begins at ${upper.at} and the lower ${lower.tier} at ${lower.at}; let the edges rise with the rank.`,
});

/** Tiers that no reading of the measures can come to, as they are combined. The lowest always can. */
const unreachableTiers = (
  { combine }: BandsPolicy,
  ladder: readonly TierCode[],
  placed: readonly Placed[],
): TierCode[] => {
  const highest = measuresOf(placed).map((measure) =>
    Math.max(...placed.filter((one) => one.measure === measure).map(({ place }) => place)),
  );
  const limit = combine === 'highest' ? Math.max(0, ...highest) : Math.min(...highest);
  return ladder.filter(
    (_, place) => place > 0 && (place > limit || !placed.some((one) => one.place === place)),
  );
};
