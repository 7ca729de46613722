import { type Day, day, firstDay, lastDay } from '#libs/kernel';
import { policyOn } from '../placement/due-days';
import { factOn, pointsOf } from '../placement/inputs';
import type { AccountKnowledge, SchemeKnowledge } from '../placement/knowledge';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import type { FactId, Measure, TierCode } from '../vocabulary';
import { triggersBy } from './trigger-settings';
import { triggersOf } from './triggers-of';

/** A tier that an opportunity would lead to, or that its signature led to. */
export interface Indication {
  readonly kind: 'provisional' | 'binding';
  readonly day: Day;
  /** Of an opportunity. */
  readonly stage: string | null;
  readonly value: string | null;
  readonly tier: TierCode | null;
  /** Where it stands among the tiers of its policy, the lowest being 0; null without an order. */
  readonly place: number | null;
  readonly policyVersion: number;
  readonly factIds: readonly FactId[];
}

/** The measures whose facts tell of deals, under any policy of a scheme. */
export interface DealMeasures {
  readonly negotiation: ReadonlySet<Measure>;
  readonly signature: ReadonlySet<Measure>;
}

const dealMeasures = new WeakMap<SchemeKnowledge, DealMeasures>();

/** Gathered once for a plan, since a plan is asked about for every fact that comes in. */
export const dealMeasuresOf = (plan: SchemeKnowledge): DealMeasures => {
  const known = dealMeasures.get(plan);
  if (known) return known;
  const deals = plan.policies.map(({ document }) => triggersBy(document).deal);
  const measures = {
    negotiation: new Set(deals.flatMap(({ opportunity, stage }) => [opportunity, stage])),
    signature: new Set(deals.flatMap(({ signature }) => signature)),
  };
  dealMeasures.set(plan, measures);
  return measures;
};

/** Every provisional tier of an account's opportunities, and the binding tier of each signature from the first of them on. */
export const indicationsOf = (account: AccountKnowledge, plan: SchemeKnowledge): Indication[] => {
  const points = pointsOf(account.inputs);
  const kinds = ['OPPORTUNITY_STAGE', 'SIGNATURE'] as const;
  const triggers = triggersOf(account, plan, day(firstDay), day(lastDay), kinds);
  const first = triggers.find(({ kind }) => kind === 'OPPORTUNITY_STAGE')?.day;
  if (first === undefined) return [];
  return triggers
    .filter((trigger) => trigger.day >= first)
    .map(({ kind, day: on, factIds, tier = null }): Indication => {
      const { version, document } = policyOn(plan, on)!;
      const { opportunity, stage } = triggersBy(document).deal;
      const isOpen = kind === 'OPPORTUNITY_STAGE';
      const valueOf = (measure: Measure) => factOn(points, measure, on)?.value ?? null;
      return {
        kind: isOpen ? 'provisional' : 'binding',
        day: on,
        stage: isOpen ? valueOf(stage) : null,
        value: isOpen
          ? valueOf(opportunity)
          : (account.inputs.find(({ factId }) => factId === factIds[0])?.value ?? null),
        tier,
        place: placeOf(document, tier),
        policyVersion: version,
        factIds,
      };
    });
};

const placeOf = (document: PolicyDocument, tier: TierCode | null): number | null => {
  const { order, places } = judgeOf(document);
  return tier === null || order !== 'ordinal' ? null : (places.get(tier) ?? null);
};
