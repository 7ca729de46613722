import type { Day } from '#libs/kernel';
import type { Assessment, Cause } from '../placement/placement.events';
import type { CutPoints } from '../policy/judge/judge';
import type { PolicyDocument } from '../policy/policy-document';
import type { Measure, RetroKind, TierCode } from '../vocabulary';

/** What may have moved an account, in the order in which it is looked at. */
export const factors = [
  'hierarchy',
  'inputs',
  'fx',
  'policy',
  'population',
  'stabiliser',
  'override',
  'correction',
] as const;
export type Factor = (typeof factors)[number];

/** Where an account stands at one point of both clocks, and by what. */
export interface Standing {
  /** The effective tier; null without one. */
  readonly tier: TierCode | null;
  /** Whether an override gives it: at a first end, one that does not still stand at the other without giving anything. */
  readonly overridden: boolean;
  /** The decision that it stands by; null before the first. */
  readonly decision: Assessment | null;
  /** Of the decision; before the first that of the policy in force on the day, if one is. */
  readonly document: PolicyDocument | null;
  readonly policyVersion: number | null;
  readonly cuts: CutPoints | null;
  /** Why the decision was recorded as it was. */
  readonly because: Cause | null;
  readonly retroKind: RetroKind | null;
  /** The accounts whose revenue counts as the account's own; absent where none is asked for. */
  readonly family?: readonly string[];
}

/** What exactly a factor was. */
export interface Detail {
  readonly measure?: Measure;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly factIds?: readonly string[];
  readonly fromVersion?: number | null;
  readonly toVersion?: number | null;
  /** The days on which the cohorts were ranked. */
  readonly fromCohort?: Day | null;
  readonly toCohort?: Day | null;
  readonly reasons?: readonly string[];
  readonly retroKind?: RetroKind;
  readonly mergedInto?: string;
}

/** Which factor moved an account, and what exactly it was. */
export interface MoveCause {
  readonly factor: Factor;
  readonly detail: Detail;
}
