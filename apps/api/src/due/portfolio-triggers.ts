import { Injectable } from '@nestjs/common';
import {
  accountView,
  knownUnder,
  planUnder,
  readsFamilies,
  type SchemeKnowledge,
  type Scope,
  type Trigger,
  type TriggerKind,
  triggerMeasures,
  triggersBy,
  triggersOf,
} from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { Facts, Standings } from '#libs/views';

/** The days `[from, until)` of some kinds of triggers. */
export interface TriggersAsked {
  readonly from: Day;
  readonly until: Day;
  readonly kinds: readonly TriggerKind[];
  /** The account itself, or one of its service lines. */
  readonly view: string;
}

/** Accounts that are looked at together. */
const chunk = 1_000;

/** The triggers of every account, read off its facts as known at a position. */
@Injectable()
export class PortfolioTriggers {
  constructor(
    private readonly facts: Facts,
    private readonly standings: Standings,
  ) {}

  /** Accounts without any are not in the answer. */
  async byAccount(
    plan: SchemeKnowledge,
    { from, until, kinds, view }: TriggersAsked,
    at: Position,
    inside: Scope | null,
  ): Promise<ReadonlyMap<string, readonly Trigger[]>> {
    const measures = new Set(plan.policies.flatMap(({ document }) => triggerMeasures(triggersBy(document))));
    const families = plan.policies.some(({ document }) => readsFamilies(document));
    const externalIds = await this.standings.within(inside).havingFacts([...measures], at);
    const [known, ofView] = [{ families, serviceLines: view !== accountView }, planUnder(plan, view)];
    const found = new Map<string, readonly Trigger[]>();
    for (let next = 0; next < externalIds.length; next += chunk) {
      const some = externalIds.slice(next, next + chunk);
      for (const [externalId, account] of await this.facts.knowledgeOf(some, at, known)) {
        const under = knownUnder(account, plan, view);
        const triggers = under ? triggersOf(under, ofView, from, until, kinds) : [];
        if (triggers.length > 0) found.set(externalId, triggers);
      }
    }
    return found;
  }
}
