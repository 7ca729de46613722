import type { Decimal } from '#libs/kernel';
import type { Measure, TierCode } from '../../vocabulary';
import type { Read } from '../measures';

/** A measure's value on a day; null with the problem that kept it from being one. */
export interface Reading {
  readonly measure: Measure;
  readonly value: string | null;
  readonly problem?: string;
}

/** Whether tiers stand in one order, in none, or in a field of two axes. */
export type Order = 'ordinal' | 'nominal' | 'axes';

/** Where a ranked cohort was cut: the score of the last account in, by tier; null when nobody is. */
export type CutPoints = readonly { readonly tier: TierCode; readonly score: Decimal | null }[];

/** Of each rule in its order: matched, not matched, or not evaluated. */
export type Letter = 'M' | 'N' | '?';

/** What the rules alone say of the inputs of a day. */
export interface Judgement {
  /** Null when an input that is needed has no value, or the account is out of the programme. */
  readonly tier: TierCode | null;
  readonly outOfProgramme: boolean;
  /** `GATE:<measure>` for a gate that changed something, `<PROBLEM>:<measure>` for an input without value. */
  readonly reasons: readonly string[];
  /** A letter for every rule, in the order of `rules`. */
  readonly verdicts: string;
  /** The weighted score, where the policy has one and it could be told. */
  readonly score: Decimal | null;
}

/** One rule as a reader is told it. */
export interface Rule {
  /** A JSON Pointer into the document. */
  readonly pointer: string;
  /** The rule as a phrase: `acv is at least 250000`. */
  readonly says: string;
  /** The tier it leads to, caps at or lifts to; null when it takes an account out of the programme, or cuts an axis. */
  readonly tier: TierCode | null;
  /** What it reads: a measure, `score`, or an axis by name; null when several. */
  readonly subject: string | null;
  /** The value that divides, where there is one. */
  readonly at: Decimal | null;
}

/** A policy document made ready to judge many accounts. What kind it is of shows in nothing else. */
export interface Judge {
  readonly order: Order;
  /** By place; the lowest first where there is an order, else as the document has them. */
  readonly tiers: readonly TierCode[];
  readonly places: ReadonlyMap<TierCode, number>;
  /** Every measure that is read, each behind those it is made of. */
  readonly reads: readonly Read[];
  /** Whether it takes cut points of a ranked cohort to judge. */
  readonly ranked: boolean;
  /** The tier that the rules indicate, by the entry edges alone. */
  judge(inputs: readonly Reading[], cuts: CutPoints | null): Judgement;
  /**
   * The tier that the inputs keep for an account that stands at `current`: read with the exit edges for that tier
   * and under it, with the entry edges over it. Asked only of inputs that indicate a tier.
   */
  keep(inputs: readonly Reading[], current: TierCode, cuts: CutPoints | null): TierCode;
  /** The score with which an account takes part in a ranking; null when it does not: not scored, or not in the programme. */
  contends(inputs: readonly Reading[]): Decimal | null;
  /** How far two tiers are apart: ranks, axes that differ, or 1 where there is no order. */
  jump(from: TierCode, to: TierCode): number;
  rules(cuts: CutPoints | null): readonly Rule[];
  /** The value of what a rule reads; null when there is none. */
  valueOf(subject: string, inputs: readonly Reading[]): Decimal | null;
}

/** The reason of who cannot be judged yet: no run has ranked the cohort. */
export const notRanked = 'NOT_RANKED';
