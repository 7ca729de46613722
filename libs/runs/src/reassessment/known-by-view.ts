import { accountView, type Viewed, viewsOf, viewsWithout } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Facts, With } from '#libs/views';
import type { Plan } from './plan';

/** What is to be folded of an account under a plan: the account, and each line of it where lines are declared. */
export type KnownByView = (externalId: string, plan: Plan) => readonly Viewed[];

/** A few statements for all the accounts, however many lines they have. */
export const knownByView = async (
  facts: Facts,
  externalIds: readonly string[],
  at: Position,
  asked: With,
): Promise<KnownByView> => {
  const known = await facts.knowledgeOf(externalIds, at, asked);
  const gone = asked.serviceLines ? externalIds.filter((externalId) => !known.has(externalId)) : [];
  const left = gone.length > 0 ? await facts.serviceLinesOf(gone, at) : undefined;
  return (externalId, { knowledge: plan, declaresLines }) => {
    const account = known.get(externalId) ?? null;
    if (!declaresLines) return [{ view: accountView, account, plan }];
    return account ? viewsOf(account, plan) : viewsWithout(left?.get(externalId) ?? [], plan);
  };
};
