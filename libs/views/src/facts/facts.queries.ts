import type { Pool } from 'pg';
import {
  type AccountKnowledge,
  besideLines,
  type PolicyDocument,
  type ServiceLine,
  withLines,
} from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { inputsOf, profilesOf, revenueOf, type RevenueTold } from './account-knowledge';
import { type FactKnown, type FactsPage, readFacts } from './facts-of-account';
import { windowsFor } from './revenue-windows';
import { linesOf } from './service-lines';

/** What the log tells of accounts: their facts, each version from the position it was known. */
export class Facts {
  constructor(private readonly pool: Pool) {}

  /** Everything known of each account at a position; accounts not known then are not in the answer. */
  knowledgeOf(
    externalIds: readonly string[],
    at: Position,
    { serviceLines = false }: { readonly serviceLines?: boolean } = {},
  ): Promise<Map<string, AccountKnowledge>> {
    return this.knowledge(externalIds, at, revenueOf(this.pool, externalIds, at, serviceLines), serviceLines);
  }

  /**
   * The same for the assessment of one day: revenue is summed by the database for the policy's windows of
   * that day alone, and another window cannot be asked. With service lines where the policy declares them.
   */
  knowledgeForDay(
    externalIds: readonly string[],
    at: Position,
    day: Day,
    document: PolicyDocument,
  ): Promise<Map<string, AccountKnowledge>> {
    return this.knowledge(
      externalIds,
      at,
      windowsFor(this.pool, externalIds, at, day, document),
      document.serviceLines !== undefined,
    );
  }

  /** The service lines that the facts of accounts had spoken of by a position, whether or not they still stand. */
  serviceLinesOf(
    externalIds: readonly string[],
    at: Position,
  ): Promise<ReadonlyMap<string, readonly ServiceLine[]>> {
    return linesOf(this.pool, externalIds, at);
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
    revenueAsked: Promise<RevenueTold>,
    byLine: boolean,
  ): Promise<Map<string, AccountKnowledge>> {
    const [profiles, inputs, revenue, lines] = await Promise.all([
      profilesOf(this.pool, externalIds, at),
      inputsOf(this.pool, externalIds, at),
      revenueAsked,
      byLine ? linesOf(this.pool, externalIds, at) : none,
    ]);
    return new Map(
      profiles.map(({ externalId, onboardedOn }) => {
        const own = { externalId, onboardedOn, inputs: inputs.own.get(externalId) ?? [] };
        const account: AccountKnowledge = { ...own, revenue: revenue(externalId) };
        const told = inputs.ofLines.get(externalId);
        if (!byLine) return [externalId, told ? besideLines(account, told.values()) : account];
        const ofLine = (line: ServiceLine) =>
          [line, { inputs: told?.get(line) ?? [], revenue: revenue(externalId, line) }] as const;
        return [externalId, withLines(account, new Map((lines.get(externalId) ?? []).map(ofLine)))];
      }),
    );
  }
}

const none: ReadonlyMap<string, readonly ServiceLine[]> = new Map();
