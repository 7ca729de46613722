import { day, decimal } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import { ExternalId, FactId, FactValue, Measure } from '../vocabulary';
import { account } from './account';
import {
  AccountMerged,
  AccountOnboarded,
  AccountSplit,
  AccountWithdrawn,
  FactsRecorded,
  LineageUndone,
} from './account.events';
import type { MergeAccount, SplitAccount } from './lineage';

const id = (text: string) => ExternalId.parse(text);
const [acme, giant] = [id('ACME'), id('GIANT')];
const profile = {
  name: 'Acme',
  onboardedOn: day('2025-01-10'),
  ownerSeat: null,
  parentExternalId: null,
  attributes: {},
};
const onboarded = AccountOnboarded({ externalId: acme, profile });
const withoutDay = AccountOnboarded({ externalId: acme, profile: { ...profile, onboardedOn: null } });
const contract = FactsRecorded({
  externalId: acme,
  facts: [
    {
      factId: FactId.parse('f'),
      measure: Measure.parse('acv'),
      value: FactValue.parse('1'),
      validFrom: day('2025-03-01'),
    },
  ],
});
const reason = 'Acme was bought.';
const on = day('2025-04-01');
const merge: MergeAccount = { type: 'MergeAccount', externalId: acme, into: giant, on, reason };
const merged = AccountMerged({ externalId: acme, into: giant, on, reason });
const undo = {
  type: 'UndoLineage',
  externalId: acme,
  eventId: 'e1',
  reason: 'It was another Acme.',
} as const;
const undone = LineageUndone({
  externalId: acme,
  eventId: 'e1',
  kind: 'merge',
  on,
  into: [giant],
  retroKind: 'ERROR_CORRECTION',
  reason: 'It was another Acme.',
});
const scenario = given(account);

describe('a merger', () => {
  it('makes an account part of another from a day on, once', () => {
    scenario(onboarded).when(merge).then(merged);
    scenario(onboarded, merged).when(merge).thenNothing();
    scenario(onboarded, merged)
      .when({ ...merge, on: day('2025-05-01') })
      .thenRefused('ALREADY_MERGED');
    scenario(onboarded, merged)
      .when({ ...merge, into: id('OTHER') })
      .thenRefused('ALREADY_MERGED');
  });

  it('is of an account that is known, and another than itself', () => {
    scenario().when(merge).thenRefused('NOT_FOUND');
    scenario(onboarded)
      .when({ ...merge, into: acme })
      .thenRefused('MERGE_INTO_ITSELF');
  });

  it('is not before the account came in', () => {
    scenario(onboarded)
      .when({ ...merge, on: day('2025-01-09') })
      .thenRefused('BEFORE_ONBOARDING');
    const early = { ...merge, on: day('2025-01-10') };
    scenario(onboarded)
      .when(early)
      .then(AccountMerged({ externalId: acme, into: giant, on: early.on, reason }));
    scenario(withoutDay).when(merge).thenRefused('BEFORE_ONBOARDING');
    scenario(withoutDay, contract)
      .when({ ...merge, on: day('2025-02-28') })
      .thenRefused('BEFORE_ONBOARDING');
    scenario(withoutDay, contract).when(merge).then(merged);
  });

  it('is undone, once, and may be made again', () => {
    const command = { ...undo, kind: 'merge', on, into: [giant] } as const;
    scenario(onboarded, merged).when(command).then(undone);
    scenario(onboarded, merged, undone).when(command).thenNothing();
    scenario(onboarded, merged, undone).when(merge).then(merged);
  });

  it('lets facts come in as before', () => {
    scenario(onboarded, merged)
      .when({ type: 'RecordFacts', externalId: acme, facts: contract.data.facts })
      .then(contract);
  });
});

const part = (externalId: string, share: string) => ({
  externalId: id(externalId),
  name: externalId,
  share: decimal(share),
});
const parts = [part('NORTH', '0.6'), part('SOUTH', '0.4')];
const split: SplitAccount = { type: 'SplitAccount', externalId: acme, into: parts, on, reason };
const wasSplit = AccountSplit({ externalId: acme, into: parts, on, reason });

describe('a split', () => {
  it('gives parts of an account away, which itself goes on', () => {
    scenario(onboarded).when(split).then(wasSplit);
    scenario(onboarded, wasSplit).when(split).thenNothing();
    scenario(onboarded, wasSplit).when(merge).then(merged);
  });

  it('gives away no more than there is', () => {
    const shared = (...shares: string[]) => ({
      ...split,
      into: shares.map((share, n) => part(`P${n}`, share)),
    });
    scenario(onboarded).when(shared('0.6', '0.41')).thenRefused('SHARES_DO_NOT_FIT');
    scenario(onboarded).when(shared('-0.1', '0.4')).thenRefused('SHARES_DO_NOT_FIT');
    const some = shared('0', '0.3333');
    scenario(onboarded)
      .when(some)
      .then(AccountSplit({ externalId: acme, into: some.into, on, reason }));
  });

  it('is into accounts of their own', () => {
    scenario(onboarded)
      .when({ ...split, into: [part('ACME', '0.1')] })
      .thenRefused('SPLIT_INTO_ITSELF');
    const twice = [part('NORTH', '0.1'), part('NORTH', '0.2')];
    scenario(onboarded)
      .when({ ...split, into: twice })
      .thenRefused('SPLIT_INTO_ITSELF');
  });

  it('is of an account that is there on the day', () => {
    scenario().when(split).thenRefused('NOT_FOUND');
    scenario(onboarded)
      .when({ ...split, on: day('2025-01-09') })
      .thenRefused('BEFORE_ONBOARDING');
    scenario(onboarded, merged).when(split).thenRefused('ALREADY_MERGED');
    const before = { ...split, on: day('2025-03-31') };
    scenario(onboarded, merged)
      .when(before)
      .then(AccountSplit({ externalId: acme, into: parts, on: before.on, reason }));
  });

  const splitFrom = { externalId: acme, on };
  const north = id('NORTH');
  const onboardPart = { type: 'OnboardPart', externalId: north, profile, splitFrom } as const;
  const fromSplit = AccountOnboarded({ externalId: north, profile, splitFrom });
  const withdrawPart = { type: 'WithdrawPart', externalId: north, splitFrom, reason } as const;
  const withdrawn = AccountWithdrawn({ externalId: north, splitFrom, retroKind: 'ERROR_CORRECTION', reason });

  it('onboards each part, once, and no account that is there', () => {
    scenario().when(onboardPart).then(fromSplit);
    scenario(fromSplit).when(onboardPart).thenNothing();
    scenario(AccountOnboarded({ externalId: north, profile }))
      .when(onboardPart)
      .thenRefused('ACCOUNT_EXISTS');
  });

  it('is undone with its parts, and a part may come in again by itself', () => {
    const command = { ...undo, kind: 'split', on, into: [id('SOUTH'), north] } as const;
    scenario(onboarded, wasSplit)
      .when(command)
      .then(LineageUndone({ ...undone.data, kind: 'split', into: [id('SOUTH'), north] }));
    scenario(fromSplit).when(withdrawPart).then(withdrawn);
    scenario(fromSplit, withdrawn).when(withdrawPart).thenNothing();
    const byItself = AccountOnboarded({ externalId: north, profile });
    scenario(fromSplit, withdrawn).when({ type: 'PutAccount', externalId: north, profile }).then(byItself);
    scenario(fromSplit, withdrawn, byItself).when(withdrawPart).thenNothing();
  });
});
