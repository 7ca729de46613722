import type { Pool } from 'pg';
import type { AccountKnowledge, PolicyDocument } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { inputsOf, profilesOf, revenueOf } from './account-knowledge';
import { type FactKnown, type FactsPage, readFacts } from './facts-of-account';
import { windowsFor } from './revenue-windows';

/** What the log tells of accounts: their facts, each version from the position it was known. */
export class Facts {
  constructor(private readonly pool: Pool) {}

  /** Everything known of each account at a position; accounts not known then are not in the answer. */
  knowledgeOf(externalIds: readonly string[], at: Position): Promise<Map<string, AccountKnowledge>> {
    return this.knowledge(externalIds, at, revenueOf(this.pool, externalIds, at));
  }

  /**
   * The same for the assessment of one day: revenue is summed by the database for the policy's windows of
   * that day alone, and another window cannot be asked.
   */
  knowledgeForDay(
    externalIds: readonly string[],
    at: Position,
    day: Day,
    document: PolicyDocument,
  ): Promise<Map<string, AccountKnowledge>> {
    return this.knowledge(externalIds, at, windowsFor(this.pool, externalIds, at, day, document));
  }

  /** The facts of one account as known at a position, in the order of their days. */
  factsOf(
    externalId: string,
    at: Position,
    page: FactsPage,
  ): Promise<{ items: FactKnown[]; next: string | null }> {
    return readFacts(this.pool, externalId, at, page);
  }

  private async knowledge(
    externalIds: readonly string[],
    at: Position,
    revenueAsked: Promise<(externalId: string) => AccountKnowledge['revenue']>,
  ): Promise<Map<string, AccountKnowledge>> {
    const [profiles, inputs, revenue] = await Promise.all([
      profilesOf(this.pool, externalIds, at),
      inputsOf(this.pool, externalIds, at),
      revenueAsked,
    ]);
    return new Map(
      profiles.map(({ externalId, onboardedOn }) => [
        externalId,
        { externalId, onboardedOn, inputs: inputs.get(externalId) ?? [], revenue: revenue(externalId) },
      ]),
    );
  }
}
