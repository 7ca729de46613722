import { overlaps, type Day, type Period } from '#libs/kernel';
import type { ComputedSegment } from '../override/computed-segments';
import type { ExternalId, TierCode } from '../vocabulary';
import type { Quarters } from './after-the-end';
import {
  add,
  bandOf,
  leastShown,
  nothing,
  nrrDifference,
  type Outcome,
  outcomeOf,
  type ArrOver,
  sumOf,
  type Sums,
} from './outcome';

/** An override that has ended, with what it is grouped by: a seat, a reason, each of its approvers. */
export interface EndedOverride {
  readonly externalId: ExternalId;
  /** Its first day. */
  readonly from: Day;
  /** The window behind its end. */
  readonly window: Quarters;
  readonly keys: readonly string[];
}

/** An account as hindsight looks at it. */
export interface AccountLife {
  readonly externalId: ExternalId;
  /** In the order of their days, without a hole. */
  readonly computed: readonly Pick<ComputedSegment, 'from' | 'until' | 'computed'>[];
  /** The days on which it was overridden. */
  readonly overridden: readonly Period[];
  /** What it came to; null where it had no ARR to begin with. */
  over(window: Quarters): ArrOver | null;
}

/** Overridden accounts beside those that were left in the tier computed for them. */
export interface HindsightRow {
  readonly key: string;
  readonly overridden: Outcome;
  readonly comparable: Outcome;
  readonly nrrDifference: Outcome['nrr'];
  /** For how many of the overridden there were too few of their size, so that all sizes were compared. */
  readonly widened: number;
}

export interface HindsightSums {
  readonly key: string;
  readonly overridden: Sums;
  readonly comparable: Sums;
  readonly widened: number;
}

/** What the comparison of an override is about: one computed tier on its first day, over one window. */
interface Cell {
  readonly from: Day;
  readonly tier: TierCode | null;
  readonly window: Quarters;
  readonly counts: Map<number, number>;
  readonly strata: Set<Stratum>;
}

/** Accounts of one size that can be compared in the same cells, over one window. */
interface Stratum {
  readonly band: number;
  readonly cells: readonly Cell[];
  sums: Sums;
}

interface Observation {
  readonly override: EndedOverride;
  readonly cell: Cell;
  readonly band: number;
  readonly sums: Sums;
}

/**
 * What became of overrides: an account counts once a window and group, however often it was overridden before. First
 * it is shown the overridden accounts, then every account of the scheme, each once; it keeps no account.
 */
export class Hindsight {
  private readonly ended = new Map<string, EndedOverride[]>();
  private readonly observations: Observation[] = [];
  private readonly cells = new Map<Day, Map<TierCode | null, Cell[]>>();
  private readonly strata = new Map<string, Stratum>();
  private readonly numbers = new Map<Cell, number>();

  constructor(overrides: readonly EndedOverride[]) {
    for (const one of overrides)
      this.ended.set(one.externalId, [...(this.ended.get(one.externalId) ?? []), one]);
  }

  /** An account that was overridden. */
  observe(life: AccountLife): void {
    for (const override of this.ended.get(life.externalId) ?? []) {
      const tier = tierOn(life, override.from);
      const standing = life.over(override.window);
      if (tier === undefined || standing === null || standing.opening <= 0n) continue;
      const cell = this.cellOf(override, tier);
      this.observations.push({ override, cell, band: bandOf(standing.opening), sums: sumOf(standing) });
    }
  }

  /** Any account, overridden or not, behind all of those. */
  compare(life: AccountLife): void {
    const byWindow = new Map<Day, Cell[]>();
    for (const [from, byTier] of this.cells) {
      const tier = tierOn(life, from);
      for (const cell of tier === undefined ? [] : (byTier.get(tier) ?? [])) {
        if (wasOverridden(life, from, cell.window.until)) continue;
        const cells = byWindow.get(cell.window.from);
        if (cells) cells.push(cell);
        else byWindow.set(cell.window.from, [cell]);
      }
    }
    for (const cells of byWindow.values()) this.count(life, cells);
  }

  /** By key. */
  sums(): HindsightSums[] {
    const keys = [...new Set(this.observations.flatMap(({ override }) => override.keys))].sort();
    return keys.map((key) => ({
      key,
      ...groupOf(this.observations.filter(({ override }) => override.keys.includes(key))),
    }));
  }

  rows(): HindsightRow[] {
    return this.sums().map(told);
  }

  /** Of all overrides together. */
  total(): Omit<HindsightRow, 'key'> {
    const { key: _, ...row } = told({ key: '', ...groupOf(this.observations) });
    return row;
  }

  private cellOf({ from, window }: EndedOverride, tier: TierCode | null): Cell {
    const byTier = this.cells.get(from) ?? new Map<TierCode | null, Cell[]>();
    this.cells.set(from, byTier);
    const cells = byTier.get(tier) ?? [];
    byTier.set(tier, cells);
    const found = cells.find((one) => one.window.from === window.from);
    if (found) return found;
    const cell: Cell = { from, tier, window, counts: new Map(), strata: new Set() };
    cells.push(cell);
    this.numbers.set(cell, this.numbers.size);
    return cell;
  }

  private count(life: AccountLife, cells: readonly Cell[]): void {
    const standing = life.over(cells[0]!.window);
    if (standing === null || standing.opening <= 0n) return;
    const band = bandOf(standing.opening);
    const key = `${band}:${cells.map((cell) => this.numbers.get(cell)).join()}`;
    const stratum = this.strata.get(key) ?? { band, cells, sums: nothing };
    this.strata.set(key, stratum);
    stratum.sums = add(stratum.sums, sumOf(standing));
    for (const cell of cells) {
      cell.strata.add(stratum);
      cell.counts.set(band, (cell.counts.get(band) ?? 0) + 1);
    }
  }
}

const wasOverridden = ({ overridden }: AccountLife, from: Day, until: Day): boolean =>
  overridden.some((days) => overlaps(days, { from, until }));

/** Undefined before its first day. */
const tierOn = ({ computed }: AccountLife, on: Day): TierCode | null | undefined =>
  computed.find(({ from, until }) => from <= on && (until === null || on < until))?.computed;

const isWide = ({ cell, band }: Observation): boolean => (cell.counts.get(band) ?? 0) < leastShown;

const groupOf = (observations: readonly Observation[]): Omit<HindsightSums, 'key'> => {
  const accounts = new Map(
    observations.map((one) => [
      JSON.stringify([one.override.externalId, one.override.window.from]),
      one.sums,
    ]),
  );
  const strata = new Set<Stratum>();
  for (const one of observations)
    for (const stratum of one.cell.strata) if (isWide(one) || stratum.band === one.band) strata.add(stratum);
  return {
    overridden: [...accounts.values()].reduce(add, nothing),
    comparable: [...strata].map(({ sums }) => sums).reduce(add, nothing),
    widened: observations.filter(isWide).length,
  };
};

const told = ({ key, overridden, comparable, widened }: HindsightSums): HindsightRow => ({
  key,
  overridden: outcomeOf(overridden),
  comparable: outcomeOf(comparable),
  nrrDifference: nrrDifference(overridden, comparable),
  widened,
});
