import type { Pool } from 'pg';
import type { Cause, RetroKind } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type { TimelineKey } from '../decisions/decisions.queries';
import type { Known } from '../known-at';

/** Effective and computed of an account that has entered the scheme and has no tier. */
export const untiered = 'UNTIERED';

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
  readonly override: null;
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
}

/** A rectangle of both clocks. */
export interface Rectangle extends Segment {
  readonly policyVersion: number | null;
  readonly retroKind: RetroKind | null;
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

/** A change of the effective tier on a day; null is no tier. */
export interface Move {
  readonly externalId: string;
  readonly day: Day;
  readonly kind: MoveKind;
  readonly fromTier: string | null;
  readonly toTier: string | null;
  readonly cause: Cause['kind'] | null;
  readonly restated: boolean;
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

/** Every tier an account has stood at, by the day it applied and by the position at which we learnt it. */
export class TierHistory {
  constructor(private readonly pool: Pool) {}

  /** The tier on a day; null when the account was not onboarded then, as known. Look-ups of one tick go together. */
  answer(_question: TierQuestion): Promise<TierAnswer | null> {
    void this.pool;
    throw new Error('not yet');
  }

  /** The answers to many questions, in their order. */
  answers(_questions: readonly TierQuestion[]): Promise<(TierAnswer | null)[]> {
    throw new Error('not yet');
  }

  /** The history of one account as known at a position, without the second clock; null when it has none. */
  timeline(_timeline: TimelineKey, _at: Known): Promise<Segment[] | null> {
    throw new Error('not yet');
  }

  /** Everything ever believed of one account, in the order in which it was learnt. */
  history(_timeline: TimelineKey, _at: Known): Promise<Rectangle[]> {
    throw new Error('not yet');
  }

  /** Accounts with an answer on the day, in the order of their external ids. */
  portfolioPage(
    _question: PortfolioQuestion,
    _page: { readonly limit: number; readonly after?: string },
  ): Promise<{ items: PortfolioRow[]; next: string | null }> {
    throw new Error('not yet');
  }

  /** The same without end, in batches; holds one connection and little memory until it is done or left. */
  portfolioStream(_question: PortfolioQuestion): AsyncIterable<readonly PortfolioRow[]> {
    throw new Error('not yet');
  }

  /** How many accounts stand at each tier, `UNTIERED` and `NOT_ONBOARDED` among them. */
  distribution(_question: Omit<PortfolioQuestion, 'tier'>): Promise<Distribution> {
    throw new Error('not yet');
  }

  /** How many accounts stood at one tier on the first day and at another on the last; `NONE` is no tier. */
  migration(_question: BetweenQuestion): Promise<Migration> {
    throw new Error('not yet');
  }

  /** Changes of the effective tier with `from < day <= to`, in the order of day and account, and their counts. */
  moves(
    _question: BetweenQuestion,
    _page: { readonly limit: number; readonly after?: MovesCursor },
  ): Promise<MovesPage> {
    throw new Error('not yet');
  }

  movesStream(_question: BetweenQuestion): AsyncIterable<readonly Move[]> {
    throw new Error('not yet');
  }
}
