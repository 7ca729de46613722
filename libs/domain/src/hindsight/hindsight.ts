import type { Day } from '#libs/kernel';
import type { ExternalId } from '../vocabulary';
import { type AccountLife, tierOn } from './account-life';
import type { Quarters } from './after-the-end';
import { type Cell, Comparison, type Stratum } from './comparison';
import {
  add,
  bandOf,
  leastShown,
  nothing,
  nrrDifference,
  type Outcome,
  outcomeOf,
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
  private readonly comparison = new Comparison();

  constructor(overrides: readonly EndedOverride[]) {
    for (const one of overrides)
      this.ended.set(one.externalId, [...(this.ended.get(one.externalId) ?? []), one]);
  }

  /** Whether there is anything to compare with. */
  get hasObserved(): boolean {
    return this.observations.length > 0;
  }

  /** An account that was overridden. */
  observe(life: AccountLife): void {
    for (const override of this.ended.get(life.externalId) ?? []) {
      const tier = tierOn(life, override.from);
      const arr = life.over(override.window);
      if (tier === undefined || arr === null || arr.opening <= 0n) continue;
      const cell = this.comparison.cellOf(override, tier);
      this.observations.push({ override, cell, band: bandOf(arr.opening), sums: sumOf(arr) });
    }
  }

  /** Any account, overridden or not, behind all of those. */
  compare(life: AccountLife): void {
    this.comparison.take(life);
  }

  /** By key. */
  sums(): HindsightSums[] {
    const groups = new Map<string, Observation[]>();
    for (const one of this.observations)
      for (const key of one.override.keys) {
        const group = groups.get(key);
        if (group) group.push(one);
        else groups.set(key, [one]);
      }
    return [...groups.keys()].sort().map((key) => ({ key, ...groupOf(groups.get(key)!) }));
  }

  rows(): HindsightRow[] {
    return this.sums().map(told);
  }

  /** Of all overrides together. */
  total(): Omit<HindsightRow, 'key'> {
    const { key: _, ...row } = told({ key: '', ...groupOf(this.observations) });
    return row;
  }
}

/** Too few of its size to compare with. */
const isWide = ({ cell, band }: Observation): boolean => {
  const ofSize = cell.strata.filter((stratum) => stratum.band === band);
  return ofSize.reduce((n, { sums }) => n + sums.n, 0) < leastShown;
};

const groupOf = (observations: readonly Observation[]): Omit<HindsightSums, 'key'> => {
  const accounts = new Map(
    observations.map((one) => [
      JSON.stringify([one.override.externalId, one.override.window.from]),
      one.sums,
    ]),
  );
  const strata = new Set<Stratum>();
  let widened = 0;
  for (const one of observations) {
    const wide = isWide(one);
    if (wide) widened += 1;
    for (const stratum of one.cell.strata) if (wide || stratum.band === one.band) strata.add(stratum);
  }
  return {
    overridden: [...accounts.values()].reduce(add, nothing),
    comparable: [...strata].map(({ sums }) => sums).reduce(add, nothing),
    widened,
  };
};

const told = ({ key, overridden, comparable, widened }: HindsightSums): HindsightRow => ({
  key,
  overridden: outcomeOf(overridden),
  comparable: outcomeOf(comparable),
  nrrDifference: nrrDifference(overridden, comparable),
  widened,
});
