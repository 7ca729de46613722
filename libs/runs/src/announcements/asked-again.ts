import type { OverrideId, ReviewEvent, ReviewId } from '#libs/domain';
import type { Context, EventStore, ExecuteHandler, Position, Recorded } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { ClosedReviews } from '#libs/views';
import { OverridesAsked } from '../reviews/overrides-asked';
import { readReview } from '../reviews/reviews-found';
import { ofDay } from './occasion';

export interface AskedAgainParts {
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly closedReviews: ClosedReviews;
}

/** A review of which overrides may not have been told, and what has happened in it. */
interface Untold {
  readonly reviewId: ReviewId;
  readonly context: Context;
  /** Absent where all that it asks about are to be told. */
  readonly among?: Set<OverrideId>;
}

/**
 * Has overrides told once more what reviews say of them. Whoever pins a review or decides an item tells them at once;
 * what a crash has kept them from is made good here.
 */
export class AskedAgain {
  private readonly asked: OverridesAsked;
  /** The highest position appended. */
  produced: Position = 0n;

  constructor(private readonly parts: AskedAgainParts) {
    this.asked = new OverridesAsked(parts.execute);
  }

  /** What events say of overrides. */
  async after(events: readonly Recorded[], today: () => Promise<Day>): Promise<void> {
    const untold = untoldIn(events);
    if (untold.length === 0) return;
    const on = await today();
    for (const one of untold) await this.tell(one, on);
  }

  /** The answers to reviews that have closed since a day: before anybody says that there was none. */
  async closed(since: Day | null, today: Day): Promise<void> {
    for (const reviewId of await this.parts.closedReviews.between(since, today))
      await this.tell({ reviewId, context: ofDay() }, today);
  }

  private async tell({ reviewId, context, among }: Untold, today: Day): Promise<void> {
    const { review } = await readReview(this.parts.store, reviewId);
    const produced = await this.asked.tell(review, { today, context, among });
    if (produced > this.produced) this.produced = produced;
  }
}

/** Who pinned it or decided goes on: what follows is their doing. */
const contextOf = ({ id, context: { actor, correlationId } }: Recorded): Context => ({
  ...{ actor, correlationId },
  ...{ commandId: id, causationId: id },
});

const untoldIn = (events: readonly Recorded[]): Untold[] => {
  const untold = new Map<ReviewId, Untold>();
  for (const recorded of events) {
    if (recorded.unreadable !== undefined || !recorded.stream.startsWith('review-')) continue;
    // The stream holds the review aggregate's events alone.
    const { type, data } = recorded.event as ReviewEvent;
    const context = contextOf(recorded);
    if (type === 'ReviewPinned') untold.set(data.reviewId, { reviewId: data.reviewId, context });
    if (type !== 'ReviewItemDecided' || data.overrideId === null) continue;
    const known = untold.get(data.reviewId);
    if (!known)
      untold.set(data.reviewId, { reviewId: data.reviewId, context, among: new Set([data.overrideId]) });
    else known.among?.add(data.overrideId);
  }
  return [...untold.values()];
};
