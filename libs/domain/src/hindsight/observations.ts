import type { Cell, Stratum } from './comparison';
import type { EndedOverride } from './hindsight';
import { add, leastShown, nothing, type Sums } from './outcome';

/** What became of an account behind an override, and with whom it is compared. */
export interface Observation {
  readonly override: EndedOverride;
  readonly cell: Cell;
  readonly band: number;
  readonly sums: Sums;
}

/** What a group of overrides came to. */
export interface HindsightSums {
  readonly key: string;
  readonly overridden: Sums;
  readonly comparable: Sums;
  readonly widened: number;
}

/** What is compared with: accounts of one size in a cell, or all in it. */
type Size = number | 'all';

type SizeOf = (observation: Observation) => Size;

/** Where there are too few of its size, all sizes are compared; those of a cell are counted once. */
export const sizing = (): SizeOf => {
  const counted = new Map<Cell, ReadonlyMap<number, number>>();
  return ({ cell, band }) => {
    const counts = counted.get(cell) ?? countsOf(cell);
    counted.set(cell, counts);
    return (counts.get(band) ?? 0) < leastShown ? 'all' : band;
  };
};

const countsOf = ({ strata }: Cell): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>();
  for (const { band, sums } of strata) counts.set(band, (counts.get(band) ?? 0) + sums.n);
  return counts;
};

/** An account counts once a window. */
export const groupOf = (observations: readonly Observation[], sizeOf: SizeOf): Omit<HindsightSums, 'key'> => {
  const accounts = new Map<string, Sums>();
  // Many overrides are compared with the same accounts.
  const compared = new Map<Cell, Set<Size>>();
  const strata = new Set<Stratum>();
  let widened = 0;
  for (const one of observations) {
    accounts.set(JSON.stringify([one.override.externalId, one.override.window.from]), one.sums);
    const size = sizeOf(one);
    if (size === 'all') widened += 1;
    const sizes = compared.get(one.cell) ?? new Set<Size>();
    compared.set(one.cell, sizes.add(size));
  }
  for (const [cell, sizes] of compared)
    for (const stratum of cell.strata) if (sizes.has('all') || sizes.has(stratum.band)) strata.add(stratum);
  return {
    overridden: [...accounts.values()].reduce(add, nothing),
    comparable: [...strata].map(({ sums }) => sums).reduce(add, nothing),
    widened,
  };
};
