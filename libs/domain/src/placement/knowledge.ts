import type { Day, Decimal } from '#libs/kernel';
import type { ExternalId, FactId, FactValue, Measure, ServiceLine } from '../vocabulary';
import type { CutPoints } from '../policy/judge/judge';
import type { PolicyDocument } from '../policy/policy-document';

/** An input fact as the log tells it at a position: its latest correction, not retracted. */
export interface KnownInput {
  readonly factId: FactId;
  readonly measure: Measure;
  readonly value: FactValue;
  readonly validFrom: Day;
  readonly assurance?: Assurance;
}

/** What stands behind a fact, as far as a measure can ask for it. */
export interface Assurance {
  /** Whether it comes with evidence. */
  readonly evidence: boolean;
  /** Whether somebody other than the account's owner has had a part in an assessment; null for what is none. */
  readonly independent: boolean | null;
  /** A model's own confidence, from 0 to 1; null where no model spoke. */
  readonly confidence: Decimal | null;
}

export interface WindowSum {
  readonly sum: Decimal;
  readonly lines: number;
  /** The currencies met; more than one cannot be added. */
  readonly currencies: readonly string[];
}

/** Revenue in a window of days. The whole history of an account can answer, or sums made for one day alone. */
export interface RevenueKnown {
  window(
    period: { readonly from: Day; readonly until: Day },
    filter: { readonly kinds?: readonly string[]; readonly currency?: string },
  ): WindowSum;
  /** The day of the first revenue fact; null when there is none. */
  readonly earliest: Day | null;
}

/** What the log tells of one account at one position. */
export interface AccountKnowledge {
  readonly externalId: ExternalId;
  /** As declared; null when the earliest fact decides. */
  readonly onboardedOn: Day | null;
  /** In any order. */
  readonly inputs: readonly KnownInput[];
  readonly revenue: RevenueKnown;
  /** The revenue of the account and of all that stand under it on a day; its own alone when absent. */
  readonly family?: (on: Day) => RevenueKnown;
  /** From this day on the account is part of another, and has no tier of its own. */
  readonly ended?: { readonly on: Day; readonly into: ExternalId };
  /** Each line that its facts have ever spoken of, as that is assessed; absent where it was not asked for. */
  readonly serviceLines?: ReadonlyMap<ServiceLine, AccountKnowledge | null>;
}

/** A policy version in its time: in force on `[from, until)`. */
export interface PolicyInForce {
  readonly version: number;
  readonly from: Day;
  readonly until: Day | null;
  readonly document: PolicyDocument;
}

/** A day on which the scheme's accounts are assessed; `externalIds: null` means all of them. */
export interface AssessmentDay {
  readonly day: Day;
  readonly kind: 'scheduled' | 'unscheduled';
  readonly externalIds: ReadonlySet<string> | null;
}

/** Where a cohort ranked on the day of a run was cut; it divides until the next run under the same version. */
export interface RankedCohort {
  readonly day: Day;
  readonly policyVersion: number;
  readonly cuts: CutPoints;
}

/** What the log tells of a scheme at one position: which policy on which day, and the days of assessment. */
export interface SchemeKnowledge {
  readonly policies: readonly PolicyInForce[];
  readonly days: readonly AssessmentDay[];
  readonly cohorts: readonly RankedCohort[];
}

/** The cohorts whose cut points divide on a day under a version: the last one by then, and the one before it. */
export const cohortsOn = (
  { cohorts }: Pick<SchemeKnowledge, 'cohorts'>,
  version: number,
  on: Day,
): { readonly last: RankedCohort | null; readonly before: RankedCohort | null } => {
  if (cohorts.length === 0) return { last: null, before: null };
  const ranked = cohorts
    .filter(({ policyVersion, day }) => policyVersion === version && day <= on)
    .sort((a, b) => (a.day < b.day ? 1 : -1));
  return { last: ranked[0] ?? null, before: ranked[1] ?? null };
};
