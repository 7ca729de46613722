import type { Day, Period } from '#libs/kernel';
import type { TierCode } from '../vocabulary';
import type { AccountLife } from './account-life';
import type { Quarters } from './after-the-end';
import { bandOf, GrowingSums } from './outcome';

/** What the comparison of an override is about: one computed tier on its first day, over one window. */
export interface Cell {
  readonly from: Day;
  readonly strata: Stratum[];
}

/** The cells of one tier and window, by their days. */
interface CellsOfTier {
  readonly number: number;
  readonly cells: Cell[];
}

interface CellsOfWindow {
  readonly window: Quarters;
  readonly tiers: Map<TierCode | null, CellsOfTier>;
}

/** Accounts of one size that can be compared in the same cells. */
export interface Stratum {
  readonly band: number;
  readonly sums: GrowingSums;
}

/**
 * The accounts that overridden ones are compared with, added up where they can be told apart no more: by size, and by
 * the cells that they stand in. First all cells are named, then each account is taken once.
 */
export class Comparison {
  private readonly windows = new Map<Day, CellsOfWindow>();
  private readonly strata = new Map<string, Stratum>();
  private numbers = 0;

  /** The cell of an override's first day and window, and the tier computed then. */
  cellOf({ from, window }: { readonly from: Day; readonly window: Quarters }, tier: TierCode | null): Cell {
    const ofWindow = this.windows.get(window.from) ?? {
      window,
      tiers: new Map<TierCode | null, CellsOfTier>(),
    };
    this.windows.set(window.from, ofWindow);
    const known = ofWindow.tiers.get(tier);
    const { cells } = known ?? { cells: [] };
    if (!known) ofWindow.tiers.set(tier, { number: (this.numbers += 1), cells });
    const place = placeOf(cells, from);
    const found = cells[place];
    if (found?.from === from) return found;
    const cell: Cell = { from, strata: [] };
    cells.splice(place, 0, cell);
    return cell;
  }

  take(life: AccountLife): void {
    for (const { window, tiers } of this.windows.values()) {
      const stretches = stretchesOf(life, tiers);
      if (stretches.length > 0) this.count(life, window, stretches);
    }
  }

  private count(life: AccountLife, window: Quarters, stretches: readonly Stretch[]): void {
    const arr = life.over(window);
    if (arr === null || arr.opening <= 0n) return;
    const free = freeOf(stretches, life.overridden, window.until);
    if (free.length === 0) return;
    const band = bandOf(arr.opening);
    this.stratumOf(band, free).sums.take(arr);
  }

  private stratumOf(band: number, stretches: readonly Stretch[]): Stratum {
    let key = String(band);
    for (const { of, first, end } of stretches) key += `:${of.number}.${first}.${end}`;
    const known = this.strata.get(key);
    if (known) return known;
    const stratum: Stratum = { band, sums: new GrowingSums() };
    this.strata.set(key, stratum);
    for (const { of, first, end } of stretches)
      for (const cell of of.cells.slice(first, end)) cell.strata.push(stratum);
    return stratum;
  }
}

/** Some neighbouring cells of one tier and window, `[first, end)`. */
interface Stretch {
  readonly of: CellsOfTier;
  readonly first: number;
  readonly end: number;
}

/** The cells in which an account can be compared, as far as its computed tiers go. */
const stretchesOf = ({ computed }: AccountLife, tiers: CellsOfWindow['tiers']): Stretch[] => {
  const stretches: Stretch[] = [];
  for (const { from, until, computed: tier } of computed) {
    const of = tiers.get(tier);
    if (!of) continue;
    const [first, end] = [
      placeOf(of.cells, from),
      until === null ? of.cells.length : placeOf(of.cells, until),
    ];
    if (first < end) stretches.push({ of, first, end });
  }
  return stretches;
};

/** Those of the cells from whose day to the end of the window the account was never overridden: the last of them, if any. */
const freeOf = (
  stretches: readonly Stretch[],
  overridden: readonly Period[],
  until: Day,
): readonly Stretch[] => {
  let busyUntil: Day | undefined;
  for (const days of overridden) {
    if (days.from >= until) continue;
    if (days.until === null) return [];
    if (busyUntil === undefined || days.until > busyUntil) busyUntil = days.until;
  }
  if (busyUntil === undefined) return stretches;
  const since = busyUntil;
  return stretches.flatMap(({ of, first, end }) => {
    const free = Math.max(first, placeOf(of.cells, since));
    return free < end ? [{ of, first: free, end }] : [];
  });
};

/** How many of the cells lie before a day. */
const placeOf = (cells: readonly Cell[], on: Day): number => {
  let [low, high] = [0, cells.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cells[middle]!.from < on) low = middle + 1;
    else high = middle;
  }
  return low;
};
