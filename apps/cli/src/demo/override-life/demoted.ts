import type { Quarter } from '../superstore';
import { customerValue } from '../customer-value';
import { done, type Person } from '../people';

/** A customer who has just fallen by one tier. */
export interface Demoted {
  readonly externalId: string;
  readonly fromTier: string;
  readonly toTier: string;
}

/** Those of whom a sales leader might ask that they stay: one from the highest tier, and two from the next. */
export const demotedIn = async (reader: Person, { from, until }: Quarter): Promise<Demoted[]> => {
  const asked = `/tiers/moves?scheme=${customerValue}&from=${from}&to=${until}&limit=500`;
  const { items } = await done(reader.get<{ readonly items: readonly Demoted[] }>(asked));
  const fallen = (tier: string, to: string) =>
    items.filter(({ fromTier, toTier }) => fromTier === tier && toTier === to);
  return [...fallen('PLATINUM', 'GOLD').slice(0, 1), ...fallen('GOLD', 'SILVER').slice(0, 2)];
};
