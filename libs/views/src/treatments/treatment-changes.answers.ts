import type { AttributeChange } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Instant } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';

export type TreatmentChangeState = 'open' | 'acknowledged' | 'superseded' | 'withdrawn';

/** A change of an account's treatment, and what has become of it. */
export interface TreatmentChange extends TimelineKey {
  readonly id: string;
  /** Counts the changes of the timeline from 1. */
  readonly change: number;
  readonly state: TreatmentChangeState;
  /** Open, and behind the day by which it was to be acknowledged. */
  readonly overdue: boolean;
  readonly day: Day;
  readonly fromTier: string | null;
  readonly toTier: string | null;
  readonly fromPolicyVersion: number | null;
  readonly policyVersion: number | null;
  readonly difference: readonly AttributeChange[];
  /** What differs from the treatment that was handed over last. */
  readonly outstanding: readonly AttributeChange[];
  /** The number of the change whose place it took. */
  readonly supersedes: number | null;
  readonly dueOn: Day;
  readonly cause: { readonly decisionId: string | null; readonly eventId: string | null };
  readonly requiredAt: Instant;
  /** When it ceased to be open; null while it is. */
  readonly settledAt: Instant | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedOn: Day | null;
  readonly comment: string | null;
}

export interface TreatmentChangesQuestion {
  readonly at: Position;
  /** What is overdue is behind its day today. */
  readonly today: Day;
  readonly scheme?: string | undefined;
  readonly view?: string | undefined;
  readonly externalId?: string | undefined;
  /** The tier that the account has come to. */
  readonly tier?: string | undefined;
  readonly state?: TreatmentChangeState | 'overdue' | undefined;
}

/** The last change of a page. */
export interface TreatmentChangesCursor {
  readonly dueOn: Day;
  readonly knownFrom: string;
  readonly change: number;
}
