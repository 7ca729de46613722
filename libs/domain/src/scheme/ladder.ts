import { type Decimal, inLastPlaces } from '#libs/kernel';
import type { Measure, TierCode } from '../vocabulary';
import type { BandsPolicy, MeasureDefinition } from './policy-document';

/** The least value, in last places, that reaches a tier from below, and that still keeps it from above. */
export interface Bound {
  readonly place: number;
  readonly entry: bigint;
  readonly exit: bigint;
}

export interface LadderGate {
  readonly measure: Measure;
  readonly below: bigint;
  /** The place above which the gate lets nobody; null when it caps nothing. */
  readonly cap: number | null;
  readonly outOfProgramme: boolean;
}

/** A policy document made ready for many readings: tiers by place (0 is the lowest), edges as whole numbers. */
export interface Ladder {
  readonly tiers: readonly TierCode[];
  readonly places: ReadonlyMap<TierCode, number>;
  /** Every measure that a boundary or gate asks for, by name. */
  readonly reads: readonly { readonly measure: Measure; readonly definition: MeasureDefinition }[];
  /** For each measure with boundaries its bounds, the highest tier first; by name. */
  readonly bounds: readonly { readonly measure: Measure; readonly steps: readonly Bound[] }[];
  readonly gates: readonly LadderGate[];
}

const ladders = new WeakMap<BandsPolicy, Ladder>();

/** The ladder of a document, made once for each. */
export const ladderOf = (policy: BandsPolicy): Ladder => {
  const known = ladders.get(policy);
  if (known) return known;
  const ladder = makeLadder(policy);
  ladders.set(policy, ladder);
  return ladder;
};

const makeLadder = (policy: BandsPolicy): Ladder => {
  const tiers = [...policy.tiers].sort((a, b) => a.rank - b.rank).map(({ code }) => code);
  const places = new Map(tiers.map((code, place) => [code, place]));
  return {
    tiers,
    places,
    reads: readsOf(policy),
    bounds: boundsOf(policy, places),
    gates: gatesOf(policy, places),
  };
};

/** By name, since a stored document does not remember the order of its members. */
const readsOf = ({ boundaries, gates, measures }: BandsPolicy): Ladder['reads'] =>
  namesOf([...boundaries, ...gates]).flatMap((measure) => {
    const definition = measures[measure];
    return definition ? [{ measure, definition }] : [];
  });

const namesOf = (readers: readonly { readonly measure: Measure }[]): Measure[] =>
  [...new Set(readers.map(({ measure }) => measure))].sort();

const boundsOf = (policy: BandsPolicy, places: Ladder['places']): Ladder['bounds'] =>
  namesOf(policy.boundaries).map((measure) => ({
    measure,
    steps: policy.boundaries
      .filter((boundary) => boundary.measure === measure && places.has(boundary.tier))
      .map(({ tier, at, inclusive }) => ({
        place: places.get(tier)!,
        entry: entryOf(at, inclusive),
        exit: exitOf(at, inclusive, policy.stabiliser?.deadBandPct),
      }))
      .sort((a, b) => b.place - a.place),
  }));

const gatesOf = ({ gates }: BandsPolicy, places: Ladder['places']): LadderGate[] =>
  gates.map(({ measure, below, capTier, outOfProgramme }) => ({
    measure,
    below: inLastPlaces(below),
    cap: capTier === undefined ? null : (places.get(capTier) ?? null),
    outOfProgramme: outOfProgramme === true,
  }));

/** A value has at most ten places, so "over the edge" is "at least the next value". */
const entryOf = (at: Decimal, inclusive: boolean): bigint => inLastPlaces(at) + (inclusive ? 0n : 1n);

const oneHundredPercent = 10n ** 12n;

/** The edge less a share of its magnitude, exact: the first value at or behind it that keeps the tier. */
const exitOf = (at: Decimal, inclusive: boolean, deadBandPct: Decimal | undefined): bigint => {
  if (deadBandPct === undefined) return entryOf(at, inclusive);
  const edge = inLastPlaces(at);
  const magnitude = edge < 0n ? -edge : edge;
  const exact = edge * oneHundredPercent - magnitude * inLastPlaces(deadBandPct);
  const floor = floorDivide(exact, oneHundredPercent);
  const onAValue = floor * oneHundredPercent === exact;
  return onAValue && inclusive ? floor : floor + 1n;
};

const floorDivide = (a: bigint, b: bigint): bigint => {
  const towardsZero = a / b;
  return a < 0n && towardsZero * b !== a ? towardsZero - 1n : towardsZero;
};
