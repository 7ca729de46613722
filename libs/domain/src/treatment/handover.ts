import { addDays, aggregate, compositeId, type Day, type Outcome, refuse } from '#libs/kernel';
import type { ExternalId, PersonId, SchemeCode, TierCode, View } from '../vocabulary';
import type { AttributeChange } from './difference';
import { follow, type FollowTier } from './follow-tier';
import { type HandoverEvent, handoverEvents, TreatmentAcknowledged } from './handover.events';

// ── State: only what a decision needs ───────────────────────────────────────
/** A tier that people have been told of, and a day on which the account stood there. */
export interface Told {
  readonly tier: TierCode | null;
  readonly day: Day;
}

/** A change that nobody has acknowledged yet. */
export interface OpenChange extends Told {
  readonly change: number;
  /** What is to be changed in the way the account is treated in fact. */
  readonly outstanding: readonly AttributeChange[];
}

export interface Handover {
  /** How many changes have been required by now. */
  readonly changes: number;
  readonly open: OpenChange | null;
  /** The tier as which the account is treated in fact; null while nothing was ever told. */
  readonly handedOver: Told | null;
  readonly acknowledged: ReadonlySet<number>;
  /** The log position whose knowledge was used last. */
  readonly basis: bigint;
}

// ── Commands ────────────────────────────────────────────────────────────────
export interface AcknowledgeTreatment {
  readonly type: 'AcknowledgeTreatment';
  readonly scheme: SchemeCode;
  readonly view: View;
  readonly externalId: ExternalId;
  readonly change: number;
  readonly by: PersonId;
  readonly today: Day;
  readonly comment?: string | undefined;
}

export type HandoverCommand = FollowTier | AcknowledgeTreatment;

// ── Decisions ───────────────────────────────────────────────────────────────
const acknowledge = (
  { scheme, view, externalId, change, by, today, comment }: AcknowledgeTreatment,
  { changes, open, acknowledged }: Handover,
): Outcome<HandoverEvent> => {
  if (acknowledged.has(change)) return [];
  if (change > changes)
    return refuse('unknown', 'NOT_FOUND', `${externalId} has no change of treatment ${change} in ${scheme}.`);
  if (change !== open?.change) return noLongerOpen(externalId, open);
  const about = { scheme, view, externalId, change };
  return [
    TreatmentAcknowledged({
      ...about,
      acknowledgedBy: by,
      acknowledgedOn: today,
      ...(comment && { comment }),
    }),
  ];
};

const noLongerOpen = (externalId: string, open: OpenChange | null) =>
  refuse(
    'out-of-order',
    'TREATMENT_CHANGE_NOT_OPEN',
    open
      ? `Another change has taken the place of this one: acknowledge the open change of ${externalId}.`
      : `The change was withdrawn, since ${externalId} stands where it stood before: there is nothing to acknowledge.`,
  );

// ── The aggregate ───────────────────────────────────────────────────────────
/** Whether those who look after an account have taken on what its tier asks of them. */
export const handover = aggregate<Handover, HandoverCommand, HandoverEvent>({
  category: 'handover',
  idOf: ({ scheme, view, externalId }) => compositeId(scheme, view, externalId),
  events: handoverEvents,
  initialState: () => ({ changes: 0, open: null, handedOver: null, acknowledged: new Set(), basis: 0n }),
  decide: { FollowTier: follow, AcknowledgeTreatment: acknowledge },
  evolve: {
    TreatmentChangeRequired: (state, { change, day, fromTier, toTier, difference, outstanding, basis }) => ({
      ...state,
      changes: change,
      open: { change, tier: toTier, day, outstanding: outstanding ?? difference },
      handedOver: state.open ? state.handedOver : { tier: fromTier, day: addDays(day, -1) },
      basis: BigInt(basis),
    }),
    TreatmentAcknowledged: ({ open, ...state }, { change }) => ({
      ...state,
      open: null,
      handedOver: open && { tier: open.tier, day: open.day },
      acknowledged: new Set([...state.acknowledged, change]),
    }),
    TreatmentChangeWithdrawn: (state, { basis }) => ({ ...state, open: null, basis: BigInt(basis) }),
  },
});
