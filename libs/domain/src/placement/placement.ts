import { aggregate, compositeId, type Day } from '#libs/kernel';
import { type Assessment, type PlacementEvent, placementEvents } from './placement.events';
import { type Reassess, reassess } from './reassess';

// ── State: only what a decision needs ───────────────────────────────────────
export interface Placement {
  /** Null while no day has an answer. */
  readonly opened: Day | null;
  /** The log position whose knowledge was used last. */
  readonly basis: bigint;
  /** In order of their days. */
  readonly assessments: Assessment[];
}

// ── Evolutions ──────────────────────────────────────────────────────────────
const append = (
  { opened, assessments }: Placement,
  { assessment, basis }: { assessment: Assessment; basis: string },
): Placement => {
  assessments.push(assessment);
  return { opened, basis: BigInt(basis), assessments };
};

// ── The aggregate ───────────────────────────────────────────────────────────
/** The history of one account in one scheme and view, as the facts and the plan give it. */
export const placement = aggregate<Placement, Reassess, PlacementEvent>({
  category: 'placement',
  idOf: ({ scheme, view, externalId }) => compositeId(scheme, view, externalId),
  events: placementEvents,
  initialState: () => ({ opened: null, basis: 0n, assessments: [] }),
  decide: { Reassess: reassess },
  evolve: {
    TimelineOpened: (_, { from, basis }) => ({ opened: from, basis: BigInt(basis), assessments: [] }),
    TierAssigned: append,
    TierPromoted: append,
    TierDemoted: append,
    TierMoved: append,
    TierReaffirmed: append,
    TierHeld: append,
    TierWithheld: append,
    TierRestated: ({ assessments }, { from, opened, basis, assessments: believed }) => ({
      opened,
      basis: BigInt(basis),
      assessments: [...assessments.filter(({ day }) => day < from), ...believed],
    }),
    TimelineClosed: (_, { basis }) => ({ opened: null, basis: BigInt(basis), assessments: [] }),
  },
});
