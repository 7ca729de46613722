import type { Day, Pausing } from '#libs/kernel';
import type { ExternalId } from '../vocabulary';
import { type AccountLife, tierOn } from './account-life';
import type { Quarters } from './after-the-end';
import { Comparison } from './comparison';
import { groupOf, type HindsightSums, type Observation, sizing } from './observations';
import { bandOf, nrrDifference, type Outcome, outcomeOf, sumOf } from './outcome';

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
  *sums(): Pausing<HindsightSums[]> {
    const groups = new Map<string, Observation[]>();
    for (const one of this.observations)
      for (const key of one.override.keys) {
        const group = groups.get(key);
        if (group) group.push(one);
        else groups.set(key, [one]);
      }
    const sums: HindsightSums[] = [];
    const sizeOf = sizing();
    for (const key of [...groups.keys()].sort()) {
      sums.push({ key, ...groupOf(groups.get(key)!, sizeOf) });
      yield;
    }
    return sums;
  }

  *rows(): Pausing<HindsightRow[]> {
    return (yield* this.sums()).map(told);
  }

  /** Of all overrides together. */
  total(): Omit<HindsightRow, 'key'> {
    const { key: _, ...row } = told({ key: '', ...groupOf(this.observations, sizing()) });
    return row;
  }
}

const told = ({ key, overridden, comparable, widened }: HindsightSums): HindsightRow => ({
  key,
  overridden: outcomeOf(overridden),
  comparable: outcomeOf(comparable),
  nrrDifference: nrrDifference(overridden, comparable),
  widened,
});
