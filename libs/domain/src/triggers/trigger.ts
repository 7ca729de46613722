import type { Day } from '#libs/kernel';
import { factOn, type Points } from '../placement/inputs';
import type { AccountKnowledge, KnownInput, PolicyInForce, SchemeKnowledge } from '../placement/knowledge';
import { assessesOn } from '../placement/due-days';
import type { FactId, Measure, TierCode } from '../vocabulary';
import type { TriggerSettings } from './trigger-settings';

export const triggerKinds = [
  'RENEWAL',
  'EXPANSION',
  'OPPORTUNITY_STAGE',
  'SIGNATURE',
  'RESTRUCTURE',
  'LARGE_DEAL',
  'INTENT_SPIKE',
  'HEALTH_BAND',
  'RED_BEFORE_RENEWAL',
  'CREDIT',
] as const;
export type TriggerKind = (typeof triggerKinds)[number];

/** Something that calls for a look at an account's tier on a day. */
export interface Trigger {
  readonly kind: TriggerKind;
  readonly day: Day;
  /** What happened, as a sentence. */
  readonly detail: string;
  readonly factIds: readonly FactId[];
  /** The tier that an opportunity or a signature leads to; null where none could be told. */
  readonly tier?: TierCode | null;
  /** Whether the policy assesses the account for it by itself, unscheduled. */
  readonly assesses: boolean;
}

/** One account on the days `[from, until)` of one policy. */
export interface Watched {
  readonly account: AccountKnowledge;
  readonly points: Points;
  readonly plan: SchemeKnowledge;
  readonly policy: PolicyInForce;
  readonly settings: TriggerSettings;
  readonly from: Day;
  readonly until: Day;
}

/** Finds the triggers of some kinds. */
export type Detector = (watched: Watched) => readonly Trigger[];

export const isWatched = ({ from, until }: Watched, day: Day): boolean => from <= day && day < until;

/** The facts of some measures that begin on the days watched. */
export const factsWatched = (watched: Watched, measures: readonly Measure[]): KnownInput[] =>
  measures.flatMap((measure) =>
    (watched.points.get(measure) ?? []).filter(({ validFrom }) => isWatched(watched, validFrom)),
  );

/** The same by day, each day with the facts that begin on it. */
export const factDaysWatched = (watched: Watched, measures: readonly Measure[]): Map<Day, KnownInput[]> => {
  const days = new Map<Day, KnownInput[]>();
  for (const fact of factsWatched(watched, measures))
    days.set(fact.validFrom, [...(days.get(fact.validFrom) ?? []), fact]);
  return days;
};

export const assessesFor = ({ policy }: Watched, facts: readonly Pick<KnownInput, 'measure'>[]): boolean =>
  facts.some(({ measure }) => assessesOn(policy.document).has(measure));

export const valueOn = ({ points }: Watched, measure: Measure, on: Day): string | null =>
  factOn(points, measure, on)?.value ?? null;
