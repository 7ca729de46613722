import type { Clock, EventStore } from '#libs/event-store';
import { type Known, type KnownAt, packViews, type Progress } from '#libs/views';
import { reassessmentName } from '../settling';

export interface SettledMomentParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly knownAt: KnownAt;
}

/** How often it is tried to catch the log at rest; while others write all the time, it never is. */
const looksAtMost = 5;

/**
 * A moment whose position is final, and by which all that was recorded before it was asked for has had its
 * consequences. Where the log comes to rest, no fact at all is known at it of which the tiers do not know.
 * @throws StaleRead
 */
export const settledMoment = async (parts: SettledMomentParts): Promise<Known> => {
  const { store, clock, progress, knownAt } = parts;
  for (let looks = 1; ; looks += 1) {
    const minPosition = await store.head();
    const known = await knownAt.resolve({ knownAt: await clock.now(), minPosition, view: packViews });
    const { produced } = await progress.reach(reassessmentName, known.position);
    if (produced <= known.position || looks === looksAtMost) return known;
  }
};
