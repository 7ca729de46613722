import { addDays, type Day, type Decimal, inLastPlaces, isDecimal } from '#libs/kernel';
import { factOn, inputsOn, pointsOf } from '../placement/inputs';
import { cohortsOn, type KnownInput } from '../placement/knowledge';
import type { Judge } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import type { TierCode } from '../vocabulary';
import {
  assessesFor,
  type Detector,
  factDaysWatched,
  factsWatched,
  type Trigger,
  valueOn,
  type Watched,
} from './trigger';

/** The tier that the policy indicates on a day, if the contract were worth what a fact says; of the facts as they are without one. */
const tierFor = (watched: Watched, on: Day, deal?: KnownInput): TierCode | null => {
  const { account, plan, policy, settings, points } = watched;
  const { contract } = settings.deal;
  const judge = judgeOf(policy.document);
  const cuts = cohortsOn(plan, policy.version, on).last?.cuts ?? null;
  if (!deal) return judge.judge(inputsOn(on, policy.document, account, points), cuts).tier;
  if (!readsContract(judge, contract)) return null;
  const others = account.inputs.filter(({ measure }) => !contract.includes(measure));
  const inputs = [...others, ...contract.map((measure) => ({ ...deal, measure, validFrom: on }))];
  return judge.judge(inputsOn(on, policy.document, { ...account, inputs }, pointsOf(inputs)), cuts).tier;
};

const readsContract = ({ reads }: Judge, contract: readonly string[]): boolean =>
  reads.some(({ definition }) => 'fact' in definition && contract.includes(definition.fact));

/** An opportunity has come to another stage or value: the tier it would lead to is provisional. */
export const opportunityStage: Detector = (watched) => {
  const { opportunity, stage } = watched.settings.deal;
  return [...factDaysWatched(watched, [opportunity, stage])].flatMap(([day, facts]): Trigger[] => {
    const deal = factOn(watched.points, opportunity, day);
    if (!deal) return [];
    const tier = tierFor(watched, day, deal);
    const at = valueOn(watched, stage, day);
    const detail = `An opportunity of ${deal.value}${at === null ? '' : ` at ${at}`} would indicate ${tier ?? 'no tier'}.`;
    const factIds = [...new Set([deal.factId, ...facts.map(({ factId }) => factId)])];
    return [{ kind: 'OPPORTUNITY_STAGE', day, detail, factIds, tier, assesses: assessesFor(watched, facts) }];
  });
};

/** A contract was signed: the tier that it leads to binds. */
export const signature: Detector = (watched) =>
  [...factDaysWatched(watched, watched.settings.deal.signature)].map(([day, facts]) => {
    const tier = tierFor(watched, day);
    const signed = facts.map(({ measure, value }) => `${measure} ${value}`).join(', ');
    const detail = `A contract was signed (${signed}) and indicates ${tier ?? 'no tier'}.`;
    const factIds = facts.map(({ factId }) => factId);
    return { kind: 'SIGNATURE', day, detail, factIds, tier, assesses: assessesFor(watched, facts) };
  });

/** A deal that is large against the revenue there is, or that alone would enter a higher tier; or is said to be large. */
export const largeDeal: Detector = (watched) => {
  const { measures, declared } = watched.settings.largeDeal;
  return [
    ...factsWatched(watched, declared).map((fact) => large(watched, fact, 'is declared')),
    ...factsWatched(watched, measures).flatMap((fact) => {
      const why = isDecimal(fact.value) ? whyLarge(watched, fact, fact.value) : undefined;
      return why === undefined ? [] : [large(watched, fact, why)];
    }),
  ];
};

const large = (watched: Watched, fact: KnownInput, why: string): Trigger => ({
  kind: 'LARGE_DEAL',
  day: fact.validFrom,
  detail: `A large deal ${why}: ${fact.measure} ${fact.value}.`,
  factIds: [fact.factId],
  assesses: assessesFor(watched, [fact]),
});

const whyLarge = (watched: Watched, fact: KnownInput, value: Decimal): string | undefined => {
  const { arr: measure, pctOfArr } = watched.settings.largeDeal;
  // What stood before the deal: revenue told on its own day may hold it already.
  const before = addDays(fact.validFrom, -1);
  const arr = valueOn(watched, measure, before);
  if (isDecimal(arr) && inLastPlaces(arr) > 0n && reachesShare(value, arr, pctOfArr))
    return `is at least ${pctOfArr} % of the ARR of ${arr}`;
  const tier = tierFor(watched, fact.validFrom, fact);
  return tier !== null && isOver(watched, tier, tierFor(watched, before))
    ? `alone would enter ${tier}`
    : undefined;
};

const reachesShare = (value: Decimal, whole: Decimal, pct: Decimal): boolean =>
  inLastPlaces(value) * 100n * 10n ** 10n >= inLastPlaces(whole) * inLastPlaces(pct);

/** Where tiers have an order: whether one stands over the other, no tier counting as the lowest. */
const isOver = ({ policy }: Watched, tier: TierCode, standing: TierCode | null): boolean => {
  const { order, places } = judgeOf(policy.document);
  if (order !== 'ordinal') return false;
  return places.get(tier)! > (standing === null ? 0 : (places.get(standing) ?? 0));
};
