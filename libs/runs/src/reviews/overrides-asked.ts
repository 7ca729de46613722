import { override, type OverrideId, type Review, wordsToOverrides } from '#libs/domain';
import { type Context, type ExecuteHandler, idFor, type Position } from '#libs/event-store';
import { type Day, isRefusal } from '#libs/kernel';

interface Telling {
  readonly today: Day;
  readonly context: Context;
  /** These alone, where they are given. */
  readonly among?: ReadonlySet<OverrideId> | undefined;
}

/** Overrides that are told together. */
const chunk = 1_000;

/**
 * Tells overrides what a review has to say of them: by when it is to be answered, and what it was answered. What an
 * override has been told it knows, so that it can be told again by whoever does not know whether it was.
 */
export class OverridesAsked {
  constructor(private readonly execute: ExecuteHandler) {}

  /** Answers with the highest position that was appended; 0 when all of them knew. */
  async tell(review: Review, { today, context, among }: Telling): Promise<Position> {
    const words = wordsToOverrides(review, today, among);
    let produced: Position = 0n;
    for (let from = 0; from < words.length; from += chunk) {
      const some = words.slice(from, from + chunk);
      const outcomes = await this.execute.executeMany(override, some, (_, index) => {
        const { type, reviewId, overrideId } = some[index]!;
        return { ...context, commandId: idFor(context.commandId, `${type} ${reviewId} ${overrideId}`) };
      });
      for (const outcome of outcomes) {
        if (isRefusal(outcome)) throw new Error(`A review asks about what is not there: ${outcome.message}`);
        const { position } = outcome.receipt;
        if (position !== null && position > produced) produced = position;
      }
    }
    return produced;
  }
}
