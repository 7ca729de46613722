import type { Day, Decimal } from '#libs/kernel';
import type { RetroKind } from '../vocabulary';

/** One promotion or demotion of the quarter. */
export interface PackMove {
  readonly externalId: string;
  readonly name: string;
  readonly day: Day;
  readonly fromTier: string;
  readonly toTier: string;
  /** A promotion or demotion by this many tiers; null where the policy of the day does not know both. */
  readonly steps: number | null;
  /** What the history says caused it, and in a sentence. */
  readonly cause: string;
  readonly inWords: string;
  /** Why the row came late, where it did. */
  readonly retroKind: RetroKind | null;
  readonly decisionId: string | null;
  readonly policyVersion: number | null;
  /** The override that made it, or by whose end it came. */
  readonly overrideId: string | null;
  /** On the closing day. */
  readonly arr: Decimal;
}

/** A change of the quarter that is there since an error was corrected: no promotion or demotion that anybody earned. */
export interface CorrectedMove extends PackMove {
  readonly kind: 'promotion' | 'demotion';
}

/** Sections 3 and 4: in the order of day and account, without those that correct an error. */
export interface MovesSection {
  readonly moves: readonly PackMove[];
  readonly accounts: number;
}

/** An account of which days before the quarter are told otherwise at the pin than when the quarter opened. */
export interface Restatement {
  readonly externalId: string;
  readonly name: string;
  /** The days of which it is told otherwise, the first inside and the last outside. */
  readonly from: Day;
  readonly until: Day;
  /** As known when the quarter opened; null: not onboarded. */
  readonly was: string | null;
  /** As known at the pin. */
  readonly is: string | null;
  readonly retroKind: RetroKind | null;
  readonly cause: string | null;
  readonly decisionId: string | null;
  readonly overrideId: string | null;
  /** The position that told it. */
  readonly position: string;
  /** On the closing day. */
  readonly arr: Decimal;
}

/** A move before the quarter that only one of both knowledges has. */
export interface RestatedMove {
  readonly externalId: string;
  readonly day: Day;
  readonly fromTier: string | null;
  readonly toTier: string | null;
  readonly kind: string;
  /** `ADDED`: only the pin knows it. `WITHDRAWN`: only the opening knew it. */
  readonly change: 'ADDED' | 'WITHDRAWN';
}

/** Section 5. */
export interface RestatementsSection {
  /** The last position recorded by the moment at which the quarter's first day began. */
  readonly openingPosition: string;
  readonly rows: readonly Restatement[];
  /** Accounts first heard of since, which had days before the quarter and no tier on any of them. */
  readonly cameLate: number;
  readonly moves: readonly RestatedMove[];
  /** Of the quarter itself, in the order of day and account. */
  readonly corrected: readonly CorrectedMove[];
}
