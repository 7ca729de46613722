import type { Day, Decimal } from '#libs/kernel';
import type { ExternalId, FactId, FactValue, Measure } from '../vocabulary';
import type { PolicyDocument } from '../scheme/policy-document';

/** An input fact as the log tells it at a position: its latest correction, not retracted. */
export interface KnownInput {
  readonly factId: FactId;
  readonly measure: Measure;
  readonly value: FactValue;
  readonly validFrom: Day;
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

/** What the log tells of a scheme at one position: which policy on which day, and the days of assessment. */
export interface SchemeKnowledge {
  readonly policies: readonly PolicyInForce[];
  readonly days: readonly AssessmentDay[];
}
