import type { Pool } from 'pg';
import type { Position } from '#libs/event-store';
import type { AccountKnowledge, PolicyDocument } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';

/** A fact as it was said at a position. */
export interface FactKnown {
  readonly externalId: string;
  readonly factId: string;
  readonly kind: 'input' | 'revenue';
  readonly measure: string | null;
  readonly value: string;
  readonly day: Day;
  readonly currency: string | null;
  readonly revenueKind: string | null;
  readonly source: string | null;
  readonly originRecordedAt: Instant | null;
  readonly known: { readonly fromPosition: string; readonly untilPosition: string | null };
}

/** What the log tells of accounts: their facts, each version from the position it was known. */
export class Facts {
  constructor(private readonly pool: Pool) {}

  /** Everything known of each account at a position; accounts not known then are not in the answer. */
  knowledgeOf(_externalIds: readonly string[], _at: Position): Promise<Map<string, AccountKnowledge>> {
    void this.pool;
    throw new Error('not yet');
  }

  /**
   * The same for the assessment of one day: revenue is summed by the database for the policy's windows of
   * that day alone, and another window cannot be asked.
   */
  knowledgeForDay(
    _externalIds: readonly string[],
    _at: Position,
    _day: Day,
    _document: PolicyDocument,
  ): Promise<Map<string, AccountKnowledge>> {
    throw new Error('not yet');
  }

  /** The facts of one account, in the order of their days; `after` is the last item's `cursor`. */
  factsOf(
    _externalId: string,
    _at: Position,
    _page: { readonly limit: number; readonly after?: string },
  ): Promise<{ items: FactKnown[]; next: string | null }> {
    throw new Error('not yet');
  }
}
