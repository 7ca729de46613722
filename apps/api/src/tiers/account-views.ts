import { Injectable } from '@nestjs/common';
import {
  accountView,
  agrees,
  judgeOf,
  type LineStanding,
  type PolicyDocument,
  policyOn,
  type RolledUp,
  rollUp,
  schemeKnowledge,
  type ServiceLine,
  TierCode,
  viewOfLine,
} from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { addMonths, decimal } from '#libs/kernel';
import { readScheme } from '#libs/runs';
import { Facts, mergedInto, type TierAnswer, TierHistory, untiered } from '#libs/views';
import type { Standing } from './questions';
import type { ViewsAnswered } from './views-answer';

type LineAnswer = TierAnswer & { readonly name: ServiceLine };

/** An account and its service lines on one day, as known at one moment. */
@Injectable()
export class AccountViews {
  constructor(
    private readonly tierHistory: TierHistory,
    private readonly facts: Facts,
    private readonly store: EventStore,
  ) {}

  async on(externalId: string, standing: Standing): Promise<ViewsAnswered> {
    const { scheme, asOf, at } = standing;
    const names = (await this.facts.serviceLinesOf([externalId], at.position)).get(externalId) ?? [];
    const views = [accountView, ...names.map(viewOfLine)];
    const [account = null, ...answers] = await this.tierHistory.answers(
      views.map((view) => ({ ...standing, view, externalId })),
    );
    const serviceLines = names.flatMap((name, index) => {
      const answer = answers[index];
      return answer ? [{ name, ...answer }] : [];
    });
    const rolledUp = await this.rolledUp(externalId, standing, serviceLines);
    return {
      ...{ externalId, scheme, asOf, knownAt: at.knownAt, position: String(at.position) },
      account,
      serviceLines,
      rollUp: told(rolledUp),
      agrees: agrees(rolledUp, tierOf(account)),
    };
  }

  private async rolledUp(
    externalId: string,
    { scheme, asOf, at }: Standing,
    lines: readonly LineAnswer[],
  ): Promise<RolledUp> {
    const plan = schemeKnowledge(await readScheme(this.store, scheme, at.position));
    const document = policyOn(plan, asOf)?.document;
    if (!document?.serviceLines) return rollUp('none', [], []);
    const { rollUp: rule } = document.serviceLines;
    const trailing = { from: addMonths(asOf, -12), until: asOf };
    const sums = rule === 'largest' ? await this.facts.sumsByLine(externalId, at.position, trailing) : none;
    return rollUp(
      rule,
      lines.map((line) => ({
        ...{ name: line.name, tier: tierOf(line) },
        revenue: sums.get(line.name) ?? noRevenue,
      })),
      ladderOf(document),
    );
  }
}

const none: ReadonlyMap<string, LineStanding['revenue']> = new Map();
const noRevenue = { sum: decimal('0'), lines: 0, currencies: [] };

const ladderOf = (document: PolicyDocument): readonly TierCode[] => judgeOf(document).tiers;

/** Effective, and no tier of the scheme. */
const withoutTier: ReadonlySet<string> = new Set([untiered, mergedInto]);

const tierOf = (answer: TierAnswer | null): TierCode | null =>
  answer === null || withoutTier.has(answer.effective) ? null : TierCode.parse(answer.effective);

/** Null where no line decides; a line that decides without having a tier says so. */
const told = ({ rule, tier, from }: RolledUp): ViewsAnswered['rollUp'] => ({
  rule,
  tier: from.length === 0 ? null : (tier ?? untiered),
  from,
});
