import { account, ExternalId, type Profile } from '#libs/domain';
import { isRefusal } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import { accountId } from '../portfolio';
import { context } from './fact';

const profile: Profile = {
  name: 'Account',
  onboardedOn: null,
  ownerSeat: null,
  parentExternalId: null,
  attributes: {},
};

/** Accounts about which nothing is known but that they are there. */
export const onboard = async ({ execute }: Instance, accounts: number): Promise<void> => {
  for (let first = 0; first < accounts; first += 2_000) {
    const commands = Array.from({ length: Math.min(2_000, accounts - first) }, (_, index) => ({
      type: 'PutAccount' as const,
      externalId: ExternalId.parse(accountId(first + index)),
      profile,
    }));
    const outcomes = await execute.executeMany(account, commands, context);
    const refused = outcomes.find(isRefusal);
    if (refused) throw new Error(refused.message);
  }
};
