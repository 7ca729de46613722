import type { Pool } from 'pg';
import type { Scope } from '#libs/domain';
import { coalesced } from '../coalesced';
import type { TimelineKey } from '../decisions/timeline-key';
import type { Known } from '../known-at';
import { narrowed } from '../part/narrowed';
import { historyOf } from './account-history';
import { timelineOf } from './account-tiers';
import { type KindOfTimeline, kindsOfTimeline } from './kinds-of-timeline';
import { migration, moves, movesStream } from './moves';
import { distribution, portfolioPage, portfolioStream } from './portfolio-tiers';
import { lookUp } from './tier-answers';
import type {
  TierQuestion,
  TierAnswer,
  Segment,
  Rectangle,
  PortfolioQuestion,
  PortfolioRow,
  Distribution,
  BetweenQuestion,
  Migration,
  Move,
  MovesPage,
  MovesCursor,
} from './tier-history.answers';

/** Every tier an account has stood at, by the day it applied and by the position at which we learnt it. */
export class TierHistory {
  private readonly ask = coalesced((questions: readonly TierQuestion[]) => lookUp(this.pool, questions));

  constructor(private readonly pool: Pool) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): TierHistory {
    return scope ? new TierHistory(narrowed(this.pool, scope)) : this;
  }

  /** The tier on a day; null when the account was not onboarded then, as known. Look-ups of one tick go together. */
  answer(question: TierQuestion): Promise<TierAnswer | null> {
    return this.ask(question);
  }

  /** The answers to many questions, in their order. */
  answers(questions: readonly TierQuestion[]): Promise<(TierAnswer | null)[]> {
    return lookUp(this.pool, questions);
  }

  /** The schemes and views that have timelines by now. */
  kinds(): Promise<KindOfTimeline[]> {
    return kindsOfTimeline(this.pool);
  }

  /** The history of one account as known at a position, without the second clock; null when it has none. */
  timeline(timeline: TimelineKey, at: Known): Promise<Segment[] | null> {
    return timelineOf(this.pool, timeline, at);
  }

  /** Everything believed of one account up to a position, in the order in which it was learnt. */
  history(timeline: TimelineKey, at: Known): Promise<Rectangle[]> {
    return historyOf(this.pool, timeline, at);
  }

  /** Accounts with an answer on the day, in the order of their external ids. */
  portfolioPage(
    question: PortfolioQuestion,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<{ items: PortfolioRow[]; next: string | null }> {
    return portfolioPage(this.pool, question, page);
  }

  /** The same without end, in batches; holds one connection and little memory until it is done or left. */
  portfolioStream(question: PortfolioQuestion): AsyncIterable<readonly PortfolioRow[]> {
    return portfolioStream(this.pool, question);
  }

  /** How many accounts stand at each tier, `UNTIERED` and `NOT_ONBOARDED` among them. */
  distribution(question: Omit<PortfolioQuestion, 'tier'>): Promise<Distribution> {
    return distribution(this.pool, question);
  }

  /** How many accounts stood at one tier on the first day and at another on the last; `NONE` is no tier. */
  migration(question: BetweenQuestion): Promise<Migration> {
    return migration(this.pool, question);
  }

  /** Changes of the effective tier with `from < day <= to`, in the order of day and account, and their counts. */
  moves(
    question: BetweenQuestion,
    page: { readonly limit: number; readonly after?: MovesCursor },
  ): Promise<MovesPage> {
    return moves(this.pool, question, page);
  }

  movesStream(question: BetweenQuestion): AsyncIterable<readonly Move[]> {
    return movesStream(this.pool, question);
  }
}
