import { type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import type { CutPoints, Reading } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import { entryOf, exitOf } from '../policy/judge/edges';
import type { PolicyDocument } from '../policy/policy-document';
import type { TierCode } from '../vocabulary';

/** An edge that divides tiers, or bands of an axis, with where the account stands to it. */
export interface BoundaryTold {
  readonly pointer: string;
  /** The tier over it; null on an axis. */
  readonly tier: TierCode | null;
  /** A measure, `score`, or an axis by name. */
  readonly subject: string;
  readonly value: Decimal | null;
  /** The least value that reaches it. */
  readonly enter: Decimal;
  /** The least value that keeps what is over it. */
  readonly exit: Decimal;
  /** What is missing to reach it; negative when it is passed. */
  readonly toEnter: Decimal | null;
  /** What may be lost before what is over it is; negative when it is lost. */
  readonly toExit: Decimal | null;
}

/** Every edge of a policy that has edges, in the order of the document. */
export const boundariesOf = (
  document: PolicyDocument,
  inputs: readonly Reading[],
  cuts: CutPoints | null,
): BoundaryTold[] => {
  const judge = judgeOf(document);
  const inclusive = inclusivenessOf(document);
  const deadBandPct = document.stabiliser?.deadBandPct;
  return judge.rules(cuts).flatMap(({ pointer, tier, subject, at }): BoundaryTold[] => {
    const isIn = inclusive.get(pointer);
    if (isIn === undefined || subject === null || at === null) return [];
    const value = judge.valueOf(subject, inputs);
    const [enter, exit] = [entryOf(at, isIn), exitOf(at, isIn, deadBandPct)];
    const less = (edge: bigint, from: bigint) => fromLastPlaces(edge - from);
    const place = value === null ? null : inLastPlaces(value);
    return [
      {
        pointer,
        tier,
        subject,
        value,
        enter: fromLastPlaces(enter),
        exit: fromLastPlaces(exit),
        toEnter: place === null ? null : less(enter, place),
        toExit: place === null ? null : less(place, exit),
      },
    ];
  });
};

/** Whether the value itself belongs to what is over it, for each rule that is an edge. */
const inclusivenessOf = (document: PolicyDocument): ReadonlyMap<string, boolean> => {
  switch (document.kind) {
    case 'bands':
      return new Map(document.boundaries.map(({ inclusive }, index) => [`/boundaries/${index}`, inclusive]));
    case 'score':
      return new Map(document.thresholds.map(({ inclusive }, index) => [`/thresholds/${index}`, inclusive]));
    case 'percentile':
      return new Map(document.cuts.map((_, index) => [`/cuts/${index}`, true]));
    case 'matrix':
      return new Map(
        document.axes.flatMap(({ cuts }, axis) =>
          cuts.map(({ inclusive }, index) => [`/axes/${axis}/cuts/${index}`, inclusive] as const),
        ),
      );
    case 'table':
      return new Map();
  }
};

/** What one subject has to be. */
export interface Need {
  readonly subject: string;
  readonly value: Decimal | null;
  readonly atLeast: Decimal;
  /** How much the value may lose, or has to gain. */
  readonly distance: Decimal | null;
}

/** What it takes to stand at a tier. `any`: one of the needs is enough; `all`: each has to be met. */
export interface Needs {
  readonly tier: TierCode;
  readonly combine: 'any' | 'all';
  readonly needs: readonly Need[];
}

/** What keeps the account at its tier: the exit edges; none under the lowest tier, nor where tiers have no order. */
export const toStay = (
  document: PolicyDocument,
  boundaries: readonly BoundaryTold[],
  current: TierCode | null,
): Needs | null =>
  current === null
    ? null
    : needsFor(document, boundaries, current, ({ exit, toExit }) => ({ atLeast: exit, distance: toExit }));

/** What it takes to rise to the next tier and to the top, by the entry edges. */
export const toRise = (
  document: PolicyDocument,
  boundaries: readonly BoundaryTold[],
  current: TierCode | null,
): Needs[] => {
  const { tiers, places, order } = judgeOf(document);
  if (order !== 'ordinal') return [];
  const next = (current === null ? -1 : (places.get(current) ?? -1)) + 1;
  const aims = [...new Set([tiers[next], tiers.at(-1)])].filter((tier) => tier !== undefined);
  return (next < tiers.length ? aims : []).flatMap((tier) => {
    const needs = needsFor(document, boundaries, tier, ({ enter, toEnter }) => ({
      atLeast: enter,
      distance: toEnter,
    }));
    return needs ? [needs] : [];
  });
};

const needsFor = (
  document: PolicyDocument,
  boundaries: readonly BoundaryTold[],
  tier: TierCode,
  edge: (boundary: BoundaryTold) => Pick<Need, 'atLeast' | 'distance'>,
): Needs | null => {
  const { order, places } = judgeOf(document);
  const place = places.get(tier);
  if (order !== 'ordinal' || !place) return null;
  const needs: Need[] = [];
  for (const subject of new Set(boundaries.map((one) => one.subject))) {
    const reaching = boundaries
      .filter((one) => one.subject === subject && (places.get(one.tier!) ?? 0) >= place)
      .sort((a, b) => places.get(a.tier!)! - places.get(b.tier!)!);
    const [nearest] = reaching;
    if (nearest) needs.push({ subject, value: nearest.value, ...edge(nearest) });
  }
  const all = document.kind === 'bands' && document.combine === 'lowest';
  return needs.length === 0 ? null : { tier, combine: all ? 'all' : 'any', needs };
};
