import { type Decimal, inLastPlaces } from '#libs/kernel';

/** The least value, in last places, that reaches a place from below, and that still keeps it from above. */
export interface Edge {
  readonly place: number;
  readonly entry: bigint;
  readonly exit: bigint;
  /** The number of the rule that it is. */
  readonly rule: number;
}

/** A value has at most ten places, so "over the edge" is "at least the next value". */
export const entryOf = (at: Decimal, inclusive: boolean): bigint => inLastPlaces(at) + (inclusive ? 0n : 1n);

const oneHundredPercent = 10n ** 12n;

/** The edge less a share of its magnitude, exact: the first value at or behind it that keeps the tier. */
export const exitOf = (at: Decimal, inclusive: boolean, deadBandPct: Decimal | undefined): bigint => {
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

/** The highest place whose edge the value reaches; 0 when it reaches none. Edges stand highest first. */
export const placeOf = (edges: readonly Edge[], value: bigint, edge: (one: Edge) => bigint): number => {
  for (const one of edges) if (value >= edge(one)) return one.place;
  return 0;
};

export const byEntry = ({ entry }: Edge): bigint => entry;

/** Entry edges above a place, exit edges at it and under it. */
export const keeping =
  (current: number) =>
  (edge: Edge): bigint =>
    edge.place <= current ? edge.exit : edge.entry;
