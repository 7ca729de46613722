import type { Clock, EventStore } from '#libs/event-store';
import { type Known, type KnownAt, packViews, type Progress, StaleRead } from '#libs/views';
import { reassessmentName } from '../settling';

export interface SettledMomentParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly knownAt: KnownAt;
}

/** How often it is tried to catch the log at rest. */
const looksAtMost = 20;

/**
 * A moment whose position is final and by which all that was recorded has had its consequences: no fact is known
 * at it of which the tiers do not know. @throws StaleRead where the log does not come to rest
 */
export const settledMoment = async (parts: SettledMomentParts): Promise<Known> => {
  const { store, clock, progress, knownAt } = parts;
  for (let looks = 1; ; looks += 1) {
    const minPosition = await store.head();
    const known = await knownAt.resolve({ knownAt: await clock.now(), minPosition, view: packViews });
    const { produced } = await progress.reach(reassessmentName, known.position);
    if (produced <= known.position) return known;
    if (looks === looksAtMost) throw new StaleRead(reassessmentName, produced, known.position);
  }
};
