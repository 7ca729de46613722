import type { Cause, LoserReason, OverrideKind, RetroKind } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';
import type { Known } from '../known-at';

/** Effective and computed of an account that has entered the scheme and has no tier. */
export const untiered = 'UNTIERED';

/** Effective of an account that is part of another. */
export const mergedInto = 'MERGED_INTO';

/** The override that shapes the tier of a day, and those beside it that do not, each with the reason. */
export interface OverrideInForce {
  /** Null where none shapes the tier. */
  readonly id: string | null;
  readonly type: OverrideKind | null;
  /** Null also where it names none: FREEZE and EXCLUDE. */
  readonly tier: string | null;
  readonly losers: readonly { readonly id: string; readonly reason: LoserReason }[];
}

export interface TierQuestion extends TimelineKey {
  readonly asOf: Day;
  readonly at: Known;
  /** The day it is now, in the governance time zone: an answer for a later one is `scheduled`. */
  readonly today: Day;
}

/** The tier on a day, as known at a position, with everything that leads to it. */
export interface TierAnswer extends TimelineKey {
  readonly asOf: Day;
  readonly knownAt: Instant;
  readonly position: string;
  readonly effective: string;
  readonly computed: string;
  readonly indicated: string | null;
  readonly valid: { readonly from: Day; readonly until: Day | null };
  /** As known at the position: what has been learnt since then shows in `restatedSince` and in the history. */
  readonly known: { readonly fromPosition: string; readonly untilPosition: string | null };
  readonly policyVersion: number | null;
  readonly decisionId: string | null;
  /** The account that this one is part of; absent while it answers for itself. */
  readonly mergedInto?: string;
  /** Null where none stands on the day. */
  readonly override: OverrideInForce | null;
  readonly restatedSince: boolean;
  readonly scheduled: boolean;
}

export interface Segment {
  readonly from: Day;
  readonly until: Day | null;
  readonly effective: string;
  readonly computed: string;
  readonly indicated: string | null;
  readonly cause: Cause['kind'] | null;
  readonly decisionId: string | null;
  readonly overrideId: string | null;
  /** What kind of past-dated change said so; null where none did. */
  readonly retroKind: RetroKind | null;
  /** The account that this one is part of; absent while it answers for itself. */
  readonly mergedInto?: string;
}

/** A rectangle of both clocks; one that a day alone has ended, since somebody had to act by then, has no last position. */
export interface Rectangle extends Segment {
  readonly policyVersion: number | null;
  readonly known: {
    readonly fromPosition: string;
    readonly untilPosition: string | null;
    readonly from: Instant;
    readonly until: Instant | null;
  };
}

export interface PortfolioQuestion {
  readonly scheme: string;
  readonly view: string;
  readonly asOf: Day;
  readonly at: Known;
  /** Only accounts at this effective tier; `UNTIERED` is one. */
  readonly tier?: string;
}

export interface PortfolioRow {
  readonly externalId: string;
  readonly effective: string;
  readonly computed: string;
  readonly indicated: string | null;
  readonly from: Day;
  readonly until: Day | null;
  readonly overrideId: string | null;
}

export interface Distribution {
  readonly asOf: Day;
  readonly position: string;
  readonly tiers: readonly { readonly tier: string; readonly accounts: number }[];
}

export interface BetweenQuestion {
  readonly scheme: string;
  readonly view: string;
  readonly from: Day;
  readonly to: Day;
  readonly at: Known;
}

export interface Migration {
  readonly position: string;
  readonly cells: readonly { readonly from: string; readonly to: string; readonly accounts: number }[];
}

export type MoveKind = 'enter' | 'promotion' | 'demotion' | 'lateral' | 'exit';

/** Why a tier moved: what led to its assessment, or an override that began or ended. */
export type MoveCause = Cause['kind'] | 'OVERRIDE';

/** A change of the effective tier on a day; null is no tier. */
export interface Move {
  readonly externalId: string;
  readonly day: Day;
  readonly kind: MoveKind;
  readonly fromTier: string | null;
  readonly toTier: string | null;
  readonly cause: MoveCause | null;
  readonly restated: boolean;
  /** What kind of past-dated change made it; null where none did. */
  readonly retroKind: RetroKind | null;
}

export interface MovesPage {
  readonly counts: Readonly<Record<MoveKind, number>>;
  readonly items: readonly Move[];
  readonly next: MovesCursor | null;
}

/** The last move of a page. */
export interface MovesCursor {
  readonly day: Day;
  readonly externalId: string;
}
