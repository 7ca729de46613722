import { idFor, type Context } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { Known, TierHistory } from '#libs/views';
import type { Teller, TellingTime } from './teller';
import { handoverActor } from './touched';

/** Ids of what follows from a day alone derive from this one. */
const namespace = 'a2f1c9d4-6f0e-5b7a-9c55-3f2f7a1f0b6e';

/**
 * Tells of the changes that lay in the future when they became known and whose day has come since: those that the
 * tier history has between the day told of last and today.
 */
export const tellOfNewDays = async (
  tierHistory: TierHistory,
  teller: Teller,
  { since, at, time }: { readonly since: Day; readonly at: Known; readonly time: TellingTime },
): Promise<void> => {
  const context = contextOf(time.today);
  for (const kind of await tierHistory.kinds()) {
    if (!(await teller.treats(kind.scheme, at.position))) continue;
    for await (const moves of tierHistory.movesStream({ ...kind, from: since, to: time.today, at })) {
      const movers = [...new Set(moves.map(({ externalId }) => externalId))];
      await teller.tell(
        movers.map((externalId) => ({ ...kind, externalId, eventId: null, context })),
        at,
        time,
      );
    }
  }
};

const contextOf = (today: Day): Context => {
  const commandId = idFor(namespace, today);
  return { actor: handoverActor, commandId, correlationId: commandId };
};
