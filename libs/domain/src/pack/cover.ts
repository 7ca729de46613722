import type { Day, FiscalCalendar } from '#libs/kernel';
import type { PolicyDocument } from '../policy/policy-document';
import type { NotMeasured } from './not-measured';

/** A version that was in force on some day of the quarter, on its days. */
export interface PolicyOfQuarter {
  readonly version: number;
  readonly kind: PolicyDocument['kind'];
  readonly from: Day;
  readonly until: Day | null;
  readonly author: string;
  readonly approvedBy: readonly string[];
}

/** A day of the quarter from which on another version was in force; null is none. */
export interface PolicyChange {
  readonly day: Day;
  readonly from: number | null;
  readonly to: number | null;
}

/** How many accounts stand in the scheme on the closing day, found in three ways that have to agree. */
export interface Population {
  /** Accounts of the scope that were onboarded by then. */
  readonly byAccounts: number;
  /** Timelines of the scope that have a row for that day. */
  readonly byTierHistory: number;
  /** The sum of the migration matrix. */
  readonly byMigration: number;
  readonly agree: boolean;
}

/** What was read: every event of the log up to the pin. */
export interface ReadUpTo {
  readonly position: string;
  /** Positions are dense: as many events as the position says. */
  readonly events: string;
  readonly certificates: NotMeasured;
}

/** Section 1: what the pack is of, and upon what it rests. */
export interface Cover {
  readonly quarter: { readonly label: string; readonly from: Day; readonly until: Day };
  readonly calendar: FiscalCalendar;
  readonly timeZone: string;
  readonly policies: readonly PolicyOfQuarter[];
  readonly policyChanges: readonly PolicyChange[];
  readonly population: Population;
  readonly completeness: ReadUpTo;
  /** The basis in sentences, as a committee reads it. */
  readonly inWords: readonly string[];
}
