import {
  AccountMerged,
  AccountOnboarded,
  AccountSplit,
  AccountWithdrawn,
  FactsRecorded,
  LineageUndone,
  PolicyDocument,
  RevenueRecorded,
} from '#libs/domain';
import { day, type Event } from '#libs/kernel';
import { openViews, type Views } from '../../../testing/src/views';
import { Hierarchy } from './hierarchy.queries';

const profile = { name: 'n', onboardedOn: null, ownerSeat: null, parentExternalId: null, attributes: {} };
const onboarded = (externalId: string, parentExternalId: string | null = null) =>
  AccountOnboarded({ externalId, profile: { ...profile, parentExternalId } } as never);
const under = (externalId: string, value: string, validFrom: string) =>
  FactsRecorded({
    externalId,
    facts: [{ factId: `p-${validFrom}`, measure: 'parent', value, validFrom }],
  } as never);
const revenue = (externalId: string, amount: string, occurredOn: string) =>
  RevenueRecorded({
    externalId,
    facts: [{ factId: `${occurredOn}-${amount}`, amount, occurredOn, currency: 'EUR', kind: 'invoice' }],
  } as never);
const because = { retroKind: 'ERROR_CORRECTION', reason: 'r' };

let views: Views;
let hierarchy: Hierarchy;
const head = () => views.store.head();
const learn = async (...events: Event[]): Promise<bigint> => {
  await views.record('2025-06-01', ...events);
  await views.settled();
  return head();
};

beforeAll(async () => {
  views = await openViews();
  hierarchy = new Hierarchy(views.pool);
});
afterAll(() => views.close());

describe('family revenue', () => {
  const window = { from: day('2025-01-01'), until: day('2026-01-01') };
  const family = async (externalId: string, on: string, at: bigint) => {
    const known = await views.facts.knowledgeOf([externalId], at, { families: true });
    return known.get(externalId)!.family!(day(on)).window(window, {}).sum;
  };
  let joined: bigint;

  beforeAll(async () => {
    await learn(onboarded('TOP'), onboarded('MID', 'TOP'), onboarded('LEAF', 'MID'), onboarded('NEW'));
    await learn(
      ...['TOP', 'MID', 'LEAF', 'NEW'].map((id, n) => revenue(id, String(10 ** n), '2025-03-01')),
      under('NEW', 'TOP', '2025-07-01'),
    );
    joined = await head();
  });

  it('is of everybody under an account on the day, and of itself', async () => {
    expect(await family('TOP', '2025-06-30', joined)).toBe('111');
    expect(await family('TOP', '2025-07-01', joined)).toBe('1111');
    expect([await family('MID', '2025-07-01', joined), await family('LEAF', '2025-07-01', joined)]).toEqual([
      '110',
      '100',
    ]);
  });

  it('is as known at the position', async () => {
    expect(await family('TOP', '2025-07-01', joined - 1n)).toBe('111');
  });

  it('is summed for one day where the policy reads it, and not otherwise', async () => {
    const policy = (of: 'account' | 'family') =>
      PolicyDocument.parse({
        kind: 'bands',
        tiers: [
          { code: 'A', rank: 2 },
          { code: 'B', rank: 1 },
        ],
        measures: { total: { revenueWindowMonths: 12, of } },
        boundaries: [{ tier: 'A', measure: 'total', at: '1', inclusive: true }],
      });
    const on = day('2025-07-01');
    const known = (of: 'account' | 'family') => views.facts.knowledgeForDay(['TOP'], joined, on, policy(of));
    const asked = { from: day('2024-07-01'), until: on };
    expect((await known('family')).get('TOP')!.family!(on).window(asked, {}).sum).toBe('1111');
    expect((await known('account')).get('TOP')!.family).toBeUndefined();
    expect((await views.facts.knowledgeOf(['TOP'], joined)).get('TOP')!.family).toBeUndefined();
  });

  it('concerns everybody above an account, also those it has just left', async () => {
    const left = await learn(under('LEAF', '-', '2025-05-01'));
    const away = await learn(under('LEAF', 'ELSEWHERE', '2025-04-01'));
    const of = async (externalId: string, position: bigint) =>
      ((await hierarchy.above([{ externalId, position }]))[0] ?? []).sort();
    expect(await of('LEAF', left)).toEqual(['MID', 'TOP']);
    expect(await of('LEAF', away)).toEqual(['ELSEWHERE', 'MID', 'TOP']);
    expect(await of('TOP', away)).toEqual([]);
  });
});

describe('a circle', () => {
  it('is seen before it is closed', async () => {
    const declared = (parent: string) =>
      hierarchy.circleOf('TOP', (told) => ({ ...told, declared: parent as never }));
    expect(await declared('MID')).toEqual({ on: '1900-01-01', path: ['TOP', 'MID'] });
    expect(await declared('NEW')).toEqual({ on: '2025-07-01', path: ['TOP', 'NEW'] });
    expect(await declared('STRANGER')).toBeNull();
  });

  it('has an end where it was not seen, and its smallest account is the family', async () => {
    const at = await learn(
      onboarded('C1', 'C3'),
      onboarded('C2', 'C1'),
      onboarded('C3', 'C2'),
      onboarded('C4', 'C3'),
    );
    const kin = await hierarchy.kinship(['C4'], day('2025-06-01'), at);
    expect([kin.pathOf('C4'), kin.isHeadOfCircle('C1')]).toEqual([['C3', 'C2', 'C1'], true]);
    const tops = await hierarchy.ultimateParents(day('2025-06-01'), at, { limit: 1, after: 'B' });
    expect(tops).toEqual({ items: ['C1'], next: 'C1' });
  });
});

describe('lineage', () => {
  const merged = (externalId: string, into: string, on: string) =>
    AccountMerged({ externalId, into, on, reason: 'Bought.' } as never);

  it('tells what came from what, on which day, as known when', async () => {
    const at = await learn(onboarded('OLD'), merged('OLD', 'TOP', '2025-08-01'));
    const [told] = await hierarchy.lineageOf('OLD', { position: at });
    expect(told).toMatchObject({ kind: 'merge', from: 'OLD', into: 'TOP', on: '2025-08-01', share: null });
    expect(await hierarchy.lineageOf('TOP', { position: at })).toEqual([told]);
    expect(await hierarchy.lineageOf('OLD', { position: at - 1n })).toEqual([]);
    const { eventId } = told!;
    const undone = await learn(
      LineageUndone({
        externalId: 'OLD',
        eventId,
        kind: 'merge',
        on: '2025-08-01',
        into: ['TOP'],
        ...because,
      } as never),
    );
    expect((await hierarchy.lineageOf('OLD', { position: at }))[0]).toEqual(told);
    expect((await hierarchy.lineageOf('OLD', { position: undone }))[0]!.known).toMatchObject({
      fromPosition: String(at),
      untilPosition: String(undone),
      until: '2025-06-01T12:00:00.000Z',
    });
    expect((await hierarchy.kinship(['OLD'], day('2025-08-01'), at)).pathOf('OLD')).toEqual(['TOP']);
    expect((await hierarchy.kinship(['OLD'], day('2025-08-01'), undone)).pathOf('OLD')).toEqual([]);
  });

  it('ends what is known of an account', async () => {
    const at = await learn(merged('OLD', 'NEW', '2025-09-01'));
    const ended = async (position: bigint) =>
      (await views.facts.knowledgeOf(['OLD'], position)).get('OLD')!.ended;
    expect(await ended(at)).toEqual({ on: '2025-09-01', into: 'NEW' });
    expect(await ended(at - 1n)).toBeUndefined();
  });

  it('tells the parts of a split with their shares, by the event that told of them', async () => {
    const part = (externalId: string, share: string) => ({ externalId, name: externalId, share });
    const into = [part('SOUTH', '0.4'), part('NORTH', '0.6')];
    const splitFrom = { externalId: 'TOP', on: '2025-10-01' };
    const at = await learn(AccountSplit({ externalId: 'TOP', into, on: '2025-10-01', reason: 'r' } as never));
    const told = (await hierarchy.lineageOf('TOP', { position: at })).filter(({ kind }) => kind === 'split');
    expect(told.map((one) => [one.from, one.into, one.share])).toEqual([
      ['TOP', 'NORTH', '0.6'],
      ['TOP', 'SOUTH', '0.4'],
    ]);
    expect(await hierarchy.lineageTold(told[0]!.eventId)).toMatchObject({
      kind: 'split',
      into: ['NORTH', 'SOUTH'],
    });
    expect(await hierarchy.lineageTold('another')).toBeNull();
    const begun = await learn(AccountOnboarded({ externalId: 'NORTH', profile, splitFrom } as never));
    const gone = await learn(AccountWithdrawn({ externalId: 'NORTH', splitFrom, ...because } as never));
    expect((await views.portfolio.get('NORTH', begun))?.externalId).toBe('NORTH');
    expect(await views.portfolio.get('NORTH', gone)).toBeNull();
    expect(await hierarchy.unknown(['NORTH', 'TOP'], gone)).toEqual(new Set(['NORTH']));
    const [, again] = [await head(), await learn(onboarded('NORTH', 'TOP'))];
    expect((await views.portfolio.get('NORTH', again))?.parentExternalId).toBe('TOP');
    expect(await views.portfolio.get('NORTH', gone)).toBeNull();
  });

  it('is the same in the rows that are rebuilt, with those of the accounts', async () => {
    expect(await views.projector.rebuild('hierarchy')).toMatchObject({ agreed: true });
    expect(await views.projector.rebuild('portfolio')).toMatchObject({ agreed: true });
    expect(views.reports).toEqual([]);
  });
});
