import { randomUUID } from 'node:crypto';
import {
  account,
  type AccountCommand,
  accountView,
  ExternalId,
  FactId,
  PolicyDocument,
  SchemeCode,
} from '#libs/domain';
import { Execute } from '#libs/event-store';
import { addMonths, type Day, day, decimal } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import { silent } from '../../progress';
import { knownBy } from '../../questions';
import { evaluate } from '../evaluated';
import { openScheme } from '../open-scheme';
import type { Quarter } from '../superstore';

/** Where the members of a made-up group stand on a day. */
export interface GroupStanding {
  readonly on: Day;
  readonly tiers: readonly (readonly [externalId: string, tier: string])[];
}

const scheme = SchemeCode.parse('group');
const [head, maker, dealer] = ['DEMO-GROUP', 'DEMO-MAKER', 'DEMO-DEALER'].map((id) => ExternalId.parse(id));
const members = [head!, maker!, dealer!];

/** By the revenue of an account with all that stand under it. */
const document = PolicyDocument.parse({
  kind: 'bands',
  tiers: [
    { code: 'GLOBAL', rank: 2 },
    { code: 'LOCAL', rank: 1 },
  ],
  measures: { familySales: { revenueWindowMonths: 12, kinds: ['invoice'], of: 'family' } },
  boundaries: [{ tier: 'GLOBAL', measure: 'familySales', at: '10000', inclusive: true }],
});

/** A group of three made-up accounts: the parent stands by what all of them buy, and one is merged into another. */
export const playGroup = async (instance: Instance, { from, until }: Quarter): Promise<GroupStanding[]> => {
  await openScheme(instance, {
    ...{
      scheme,
      name: 'Groups',
      description: 'Sales of an account with all under it',
      primary: false,
      document,
    },
  });
  await found(instance, from);
  await evaluate(instance, scheme, from, silent);
  const before = await standing(instance, from);
  await tell(instance, {
    ...{ type: 'MergeAccount', externalId: dealer!, into: maker!, on: addMonths(from, 1), reason: 'Bought.' },
  });
  await evaluate(instance, scheme, until, silent);
  return [before, await standing(instance, until)];
};

const found = async (instance: Instance, on: Day): Promise<void> => {
  for (const externalId of members) {
    const parentExternalId = externalId === head ? null : head!;
    const profile = { name: externalId, onboardedOn: day('2015-01-01'), ownerSeat: null, parentExternalId };
    await tell(instance, { type: 'PutAccount', externalId, profile: { ...profile, attributes: {} } });
  }
  const bought = [
    [maker!, '7000'],
    [dealer!, '4000'],
  ] as const;
  for (const [externalId, amount] of bought) {
    const fact = { factId: FactId.parse('made-up'), occurredOn: addMonths(on, -3), amount: decimal(amount) };
    const facts = [{ ...fact, currency: 'USD', kind: 'invoice' }];
    await tell(instance, { type: 'RecordRevenue', externalId, facts });
  }
};

const tell = ({ execute }: Instance, command: AccountCommand) =>
  execute.execute(
    new Execute(account, command, { actor: 'paula', commandId: randomUUID(), correlationId: randomUUID() }),
  );

const standing = async (instance: Instance, on: Day): Promise<GroupStanding> => {
  const at = await knownBy(instance, undefined);
  const questions = members.map((externalId) => ({
    ...{ scheme, view: accountView, externalId, asOf: on, at, today: on },
  }));
  const answers = await instance.tierHistory.answers(questions);
  return { on, tiers: members.map((id, index) => [id, answers[index]?.effective ?? 'NONE'] as const) };
};
