import { addDays, type Day, latest, type Outcome } from '#libs/kernel';
import type { SchemeKnowledge } from '../placement/knowledge';
import type { ExternalId, SchemeCode, TierCode, View } from '../vocabulary';
import { compose, differenceOf } from './difference';
import type { Handover, OpenChange, Told } from './handover';
import { type HandoverEvent, TreatmentChangeRequired, TreatmentChangeWithdrawn } from './handover.events';
import { readTreatment } from './treatment';
import { treatmentOn } from './treatment-in-force';

/** From a day on the account stands at an effective tier. */
export interface TierStanding {
  readonly from: Day;
  /** Null is no tier. */
  readonly tier: TierCode | null;
  readonly decisionId: string | null;
}

/** Sees to it that those who look after an account are told where it stands today. */
export interface FollowTier {
  readonly type: 'FollowTier';
  readonly scheme: SchemeCode;
  readonly view: View;
  readonly externalId: ExternalId;
  /**
   * The effective tiers up to today as known at `basis`, in the order of their days; neighbours differ. They reach
   * back to a tier before the horizon and to one before today's, or to the account's first day.
   */
  readonly standings: readonly [TierStanding, ...TierStanding[]];
  /** Which policies say how a tier is treated. */
  readonly plan: Pick<SchemeKnowledge, 'policies'>;
  /** Changes before this day are the past, which nobody hands over. */
  readonly horizon: Day;
  readonly basis: string;
  /** The event that made it known; null where only the day has come. */
  readonly eventId: string | null;
}

/** From one tier to another; of the day and the decision of the second. */
interface Change extends TierStanding {
  readonly fromTier: TierCode | null;
}

/** Older knowledge than was used before changes nothing. */
export const follow = (command: FollowTier, state: Handover): Outcome<HandoverEvent> => {
  if (BigInt(command.basis) < state.basis) return [];
  const told = state.open ?? state.handedOver;
  const changes = changesOf(command.standings);
  if (told === null) return required(command, state, changes.filter(isRecent(command)));
  return stoodThere(told, command.standings)
    ? goOn(command, state, told, changes)
    : tellOtherwise(command, state, told);
};

const changesOf = (standings: readonly TierStanding[]): Change[] =>
  standings.slice(1).map((now, index) => ({ ...now, fromTier: standings[index]!.tier }));

const isRecent =
  ({ horizon }: FollowTier) =>
  ({ from }: TierStanding): boolean =>
    from >= horizon;

/** Whether the account stood, by what is known now, where people were told that it stands. */
const stoodThere = ({ tier, day }: Told, standings: FollowTier['standings']): boolean =>
  (standings.findLast(({ from }) => from <= day) ?? standings[0]).tier === tier;

/** What has come since; of the past alone only the end, where it contradicts what people were told. */
const goOn = (command: FollowTier, state: Handover, told: Told, changes: readonly Change[]) => {
  const since = changes.filter(({ from }) => from > told.day);
  const recent = since.filter(isRecent(command));
  const last = since.at(-1);
  if (recent.length > 0 || !last || last.tier === told.tier) return required(command, state, recent);
  return required(command, state, [{ ...last, fromTier: told.tier }]);
};

/** What people were told has turned out otherwise. */
const tellOtherwise = (command: FollowTier, state: Handover, told: Told): HandoverEvent[] => {
  const now = command.standings.at(-1)!;
  if (now.tier === told.tier) return [];
  if (state.open && now.tier === state.handedOver?.tier) return [withdrawn(command, state.open, now)];
  return required(command, state, [{ ...now, fromTier: told.tier, from: latest(now.from, told.day) }]);
};

/** Each change is required in its turn, and takes the place of the one before it that is still open. */
const required = (
  command: FollowTier,
  { open, changes: number }: Handover,
  changes: readonly Change[],
): HandoverEvent[] => {
  const events: HandoverEvent[] = [];
  let before: Pick<OpenChange, 'change' | 'outstanding'> | null = open;
  for (const change of changes) {
    const terms = termsOf(command, change);
    if (!terms) continue;
    const outstanding = before && compose(before.outstanding, terms.difference);
    const superseding = before && outstanding ? { supersedes: before.change, outstanding } : {};
    number += 1;
    events.push(TreatmentChangeRequired({ ...terms, change: number, ...superseding }));
    before = { change: number, outstanding: outstanding ?? terms.difference };
  }
  return events;
};

/** Undefined where neither tier is treated in any way: then there is nothing to hand over. */
const termsOf = (command: FollowTier, { from: day, fromTier, tier: toTier, decisionId }: Change) => {
  const { scheme, view, externalId, plan, basis, eventId } = command;
  const was = treatmentOn(plan, fromTier, addDays(day, -1));
  const is = treatmentOn(plan, toTier, day);
  if ([was, is].every(({ attributes }) => Object.keys(attributes).length === 0)) return undefined;
  return {
    scheme,
    view,
    externalId,
    day,
    fromTier,
    toTier,
    fromPolicyVersion: was.policyVersion,
    policyVersion: is.policyVersion,
    difference: differenceOf(was.attributes, is.attributes),
    dueOn: addDays(day, readTreatment(is.attributes).treatment.acknowledgeWithinDays),
    cause: { decisionId, eventId },
    basis,
  };
};

const withdrawn = (
  command: FollowTier,
  { change }: OpenChange,
  { decisionId }: TierStanding,
): HandoverEvent => {
  const { scheme, view, externalId, basis, eventId } = command;
  const cause = { decisionId, eventId };
  return TreatmentChangeWithdrawn({ scheme, view, externalId, change, cause, basis });
};
