import { type Day, latest } from '#libs/kernel';
import { pointsOf } from '../placement/inputs';
import type { AccountKnowledge, SchemeKnowledge } from '../placement/knowledge';
import { largeDeal, opportunityStage, signature } from './deals';
import { healthBand, redBeforeRenewal } from './health';
import { intentSpike } from './intent-spike';
import { renewal } from './renewal';
import { credit, expansion, restructure } from './told-by-facts';
import { type Detector, type Trigger, type TriggerKind, triggerKinds } from './trigger';
import { triggersBy } from './trigger-settings';

const detectors: Readonly<Record<TriggerKind, Detector>> = {
  RENEWAL: renewal,
  EXPANSION: expansion,
  OPPORTUNITY_STAGE: opportunityStage,
  SIGNATURE: signature,
  RESTRUCTURE: restructure,
  LARGE_DEAL: largeDeal,
  INTENT_SPIKE: intentSpike,
  HEALTH_BAND: healthBand,
  RED_BEFORE_RENEWAL: redBeforeRenewal,
  CREDIT: credit,
};

/**
 * What called for a look at an account on the days `[from, until)`, by day and kind: each day by the settings of the
 * policy in force on it, and none where there is no policy.
 */
export const triggersOf = (
  account: AccountKnowledge,
  plan: SchemeKnowledge,
  from: Day,
  until: Day,
  kinds: readonly TriggerKind[] = triggerKinds,
): Trigger[] => {
  const points = pointsOf(account.inputs);
  const triggers = plan.policies.flatMap((policy) => {
    const days = {
      from: latest(from, policy.from),
      until: policy.until !== null && policy.until < until ? policy.until : until,
    };
    if (days.from >= days.until) return [];
    const watched = { account, points, plan, policy, settings: triggersBy(policy.document), ...days };
    return kinds.flatMap((kind) => detectors[kind](watched));
  });
  return triggers.sort((a, b) => compare(a.day, b.day) || places.get(a.kind)! - places.get(b.kind)!);
};

const places = new Map(triggerKinds.map((kind, place) => [kind, place]));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
