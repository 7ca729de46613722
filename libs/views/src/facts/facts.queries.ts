import type { Pool } from 'pg';
import {
  type AccountKnowledge,
  besideLines,
  type PolicyDocument,
  readsFamilies,
  type ServiceLine,
  type WindowSum,
  withLines,
} from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { type Families, familiesOf } from '../hierarchy/families';
import { inputsOf, profilesOf, revenueOf, type RevenueTold } from './account-knowledge';
import { type Behind, type FactKnown, type FactsPage, readBehind, readFacts } from './facts-of-account';
import { windowsFor } from './revenue-windows';
import { linesOf, sumsByLine } from './service-lines';

/** The views that what is known of accounts is read from: whoever asks as of a position waits for all of them. */
export const knowledgeViews: readonly string[] = ['facts', 'portfolio', 'hierarchy'];

/** What is to be known of accounts beside what is theirs alone. */
export interface With {
  readonly serviceLines?: boolean;
  /** The revenue of all that stand under them. */
  readonly families?: boolean;
}

interface Asked {
  readonly families: Promise<Families> | null;
  readonly revenue: (externalIds: readonly string[]) => Promise<RevenueTold>;
  readonly byLine: boolean;
}

/** What the log tells of accounts: their facts, each version from the position it was known. */
export class Facts {
  constructor(private readonly pool: Pool) {}

  /** Everything known of each account at a position; accounts not known then are not in the answer. */
  knowledgeOf(
    externalIds: readonly string[],
    at: Position,
    { serviceLines = false, families = false }: With = {},
  ): Promise<Map<string, AccountKnowledge>> {
    return this.knowledge(externalIds, at, {
      families: families ? familiesOf(this.pool, externalIds, at, null) : null,
      revenue: (ids) => revenueOf(this.pool, ids, at, serviceLines),
      byLine: serviceLines,
    });
  }

  /**
   * The same for the assessment of one day: revenue is summed by the database for the policy's windows of
   * that day alone, and another window cannot be asked. With service lines where the policy declares them, and
   * with families where it reads their revenue.
   */
  knowledgeForDay(
    externalIds: readonly string[],
    at: Position,
    day: Day,
    document: PolicyDocument,
  ): Promise<Map<string, AccountKnowledge>> {
    return this.knowledge(externalIds, at, {
      families: readsFamilies(document) ? familiesOf(this.pool, externalIds, at, day) : null,
      revenue: (ids) => windowsFor(this.pool, ids, at, day, document),
      byLine: document.serviceLines !== undefined,
    });
  }

  /** The service lines that the facts of accounts had spoken of by a position, whether or not they still stand. */
  serviceLinesOf(
    externalIds: readonly string[],
    at: Position,
  ): Promise<ReadonlyMap<string, readonly ServiceLine[]>> {
    return linesOf(this.pool, externalIds, at);
  }

  /** What the revenue of each service line of an account comes to in a window; nothing for a line without any. */
  sumsByLine(
    externalId: string,
    at: Position,
    window: { readonly from: Day; readonly until: Day },
  ): Promise<ReadonlyMap<string, WindowSum>> {
    return sumsByLine(this.pool, externalId, at, window);
  }

  /** The facts of one account as known at a position, in the order of their days. */
  factsOf(
    externalId: string,
    at: Position,
    page: FactsPage,
  ): Promise<{ items: FactKnown[]; next: string | null }> {
    return readFacts(this.pool, externalId, at, page);
  }

  /** What stands behind some input facts of an account as known at a position, by their ids. */
  behind(externalId: string, factIds: readonly string[], at: Position): Promise<ReadonlyMap<string, Behind>> {
    return readBehind(this.pool, externalId, factIds, at);
  }

  private async knowledge(
    externalIds: readonly string[],
    at: Position,
    { families: familiesAsked, revenue: revenueAsked, byLine }: Asked,
  ): Promise<Map<string, AccountKnowledge>> {
    const families = await familiesAsked;
    const [profiles, inputs, revenue, lines] = await Promise.all([
      profilesOf(this.pool, externalIds, at),
      inputsOf(this.pool, externalIds, at),
      revenueAsked(families?.externalIds ?? externalIds),
      byLine ? linesOf(this.pool, externalIds, at) : none,
    ]);
    const familyOf = families?.revenue(revenue);
    return new Map(
      profiles.map(({ externalId, ...profile }) => {
        const own = { externalId, ...profile, inputs: inputs.own.get(externalId) ?? [] };
        const family = familyOf && { family: familyOf(externalId) };
        const account: AccountKnowledge = { ...own, revenue: revenue(externalId), ...family };
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
