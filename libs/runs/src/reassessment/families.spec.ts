import { account, type AccountCommand, ExternalId, placement, scheme } from '#libs/domain';
import { Execute } from '#libs/event-store';
import { day, type Day, instant } from '#libs/kernel';
import { bands } from '../../../testing/src/known';
import { context, openWorld, putScheme } from '../../../testing/src/runs';

const byFamily = (of: 'account' | 'family') =>
  bands({
    tiers: [
      { code: 'high', rank: 2 },
      { code: 'low', rank: 1 },
    ],
    measures: { total: { revenueWindowMonths: 12, of } },
    boundaries: [{ tier: 'high', measure: 'total', at: '1000', inclusive: true }],
  });

describe('the reassessment of families', () => {
  let world: Awaited<ReturnType<typeof openWorld>>;

  beforeAll(async () => {
    world = await openWorld();
    await world.clock.moveTo(instant('2025-01-01T00:00:00Z'));
    await putScheme(world, 'own', byFamily('account'));
    await putScheme(world, 'family', byFamily('family'));
    for (const code of ['own', 'family'])
      for (const on of ['2025-04-01', '2025-07-01'])
        await world.execute.execute(
          new Execute(
            scheme,
            {
              type: 'AddAssessmentDay',
              scheme: code,
              day: on,
              kind: 'scheduled',
              externalIds: null,
              runId: 'r',
            } as never,
            context(),
          ),
        );
    await world.start();
  });
  afterAll(() => world.close());

  const ask = async (command: object) => {
    const asked = { externalId: 'LEAF', ...command } as unknown as AccountCommand;
    const { position } = await world.execute.execute(new Execute(account, asked, context()));
    await world.progress.settle('tier-history', await world.store.head(), 60_000);
    return position!;
  };
  const put = (externalId: string, parentExternalId: string | null = null) =>
    ask({
      type: 'PutAccount',
      externalId,
      profile: {
        name: externalId,
        onboardedOn: '2025-01-01',
        ownerSeat: null,
        parentExternalId,
        attributes: {},
      },
    });
  const revenue = (factId: string, amount: string, occurredOn: string, externalId = 'LEAF') =>
    ask({
      type: 'RecordRevenue',
      externalId,
      facts: [{ factId, amount, occurredOn, currency: 'EUR', kind: 'invoice' }],
    });
  const parent = (factId: string, value: string, validFrom: string) =>
    ask({ type: 'RecordFacts', facts: [{ factId, measure: 'parent', value, validFrom }] });
  const correct = (factId: string, more: object) =>
    ask({ type: 'CorrectFact', factId, retroKind: 'ERROR_CORRECTION', reason: 'Keyed wrongly.', ...more });

  const tier = async (externalId: string, asOf: string, position?: bigint, code = 'family') => {
    const at = { position: position ?? (await world.store.head()), knownAt: instant('2025-01-01T00:00:00Z') };
    const asked = {
      scheme: code,
      view: 'ACCOUNT',
      externalId,
      asOf: asOf as Day,
      today: day('2025-01-01'),
      at,
    };
    return (await world.tierHistory.answer(asked))?.effective;
  };
  const causes = async (externalId: string) => {
    const stream = `placement-${placement.idOf({ scheme: 'family', view: 'ACCOUNT', externalId } as never)}`;
    const events = (await world.store.readMany([stream])).get(stream) ?? [];
    return events.map(({ event }) => (event.data as { cause: { kind: string } }).cause.kind);
  };

  it('assesses everybody above an account whose revenue becomes known', async () => {
    await put('TOP');
    await put('MID', 'TOP');
    await put('LEAF', 'MID');
    const before = await world.store.head();
    await revenue('r1', '1000', '2025-03-31');
    for (const externalId of ['TOP', 'MID', 'LEAF']) {
      expect(await tier(externalId, '2025-04-01')).toBe('high');
      expect(await tier(externalId, '2025-04-01', before)).toBe('low');
    }
    expect(await tier('TOP', '2025-04-01', undefined, 'own')).toBe('low');
    expect((await causes('TOP')).at(-1)).toBe('FACT');
  });

  it('assesses the families that an account leaves and joins', async () => {
    await put('OTHER');
    const joined = await parent('p1', 'OTHER', '2025-06-30');
    expect([await tier('TOP', '2025-04-01'), await tier('TOP', '2025-07-01')]).toEqual(['high', 'low']);
    expect([await tier('OTHER', '2025-04-01'), await tier('OTHER', '2025-07-01')]).toEqual(['low', 'high']);
    await correct('p1', { retract: true });
    expect([await tier('TOP', '2025-07-01'), await tier('OTHER', '2025-07-01')]).toEqual(['high', 'low']);
    expect(await tier('OTHER', '2025-07-01', joined)).toBe('low');
    await correct('p1', { validFrom: '2025-03-01' });
    expect([await tier('TOP', '2025-04-01'), await tier('OTHER', '2025-04-01')]).toEqual(['low', 'high']);
    await correct('p1', { retract: true });
  });

  it('does so where the profile names another parent, also one that comes in later', async () => {
    await put('LEAF', 'LATER');
    expect(await tier('MID', '2025-04-01')).toBe('low');
    await put('LATER', 'TOP');
    expect([await tier('LATER', '2025-04-01'), await tier('TOP', '2025-04-01')]).toEqual(['high', 'high']);
  });

  it('gives the survivor of a merger what the absorbed account brings in', async () => {
    const merge = { type: 'MergeAccount', into: 'OTHER', on: '2025-06-01', reason: 'Bought.' };
    const eventPosition = await ask(merge);
    const known = await world.store.head();
    expect(await tier('LEAF', '2025-05-31')).toBe('high');
    expect(await tier('LEAF', '2025-06-01')).toBe('MERGED_INTO');
    expect(await tier('LEAF', '2025-06-01', undefined, 'own')).toBe('MERGED_INTO');
    expect([await tier('OTHER', '2025-04-01'), await tier('OTHER', '2025-07-01')]).toEqual(['low', 'high']);
    expect((await causes('LEAF')).at(-1)).toBe('LINEAGE');
    await revenue('r2', '-500', '2025-06-15');
    expect(await tier('OTHER', '2025-07-01')).toBe('low');
    await correct('r2', { retract: true });

    const stream = (await world.store.readMany(['account-LEAF'])).get('account-LEAF')!;
    const { id: eventId } = stream.find(({ event }) => event.type === 'AccountMerged')!;
    const undo = { type: 'UndoLineage', eventId, kind: 'merge', on: '2025-06-01', into: ['OTHER'] };
    await ask({ ...undo, reason: 'It was another leaf.' });
    expect([await tier('LEAF', '2025-07-01'), await tier('OTHER', '2025-07-01')]).toEqual(['high', 'low']);
    expect(await tier('LEAF', '2025-07-01', known)).toBe('MERGED_INTO');
    expect(await tier('LEAF', '2025-07-01', eventPosition - 1n)).toBe('high');
    expect((await causes('LEAF')).at(-1)).toBe('ERROR_CORRECTION');
  });

  it('takes an account back with the split that brought it about', async () => {
    const splitFrom = { externalId: 'TOP', on: day('2025-03-01') };
    const profile = {
      name: 'PART',
      onboardedOn: day('2025-03-01'),
      ownerSeat: null,
      parentExternalId: ExternalId.parse('OTHER'),
      attributes: {},
    };
    await ask({ type: 'OnboardPart', externalId: 'PART', profile, splitFrom });
    await revenue('r1', '5000', '2025-03-20', 'PART');
    const known = await world.store.head();
    expect([await tier('PART', '2025-04-01'), await tier('OTHER', '2025-04-01')]).toEqual(['high', 'high']);
    await ask({ type: 'WithdrawPart', externalId: 'PART', splitFrom, reason: 'It stayed whole.' });
    expect([await tier('PART', '2025-04-01'), await tier('OTHER', '2025-04-01')]).toEqual([undefined, 'low']);
    expect(await tier('PART', '2025-04-01', known)).toBe('high');
  });

  it('asks for no family where no policy reads one', async () => {
    const alone = await openWorld();
    await putScheme(alone, 'own', byFamily('account'));
    await alone.start();
    const above = jest.spyOn(alone.pool, 'query');
    const command = {
      type: 'PutAccount',
      externalId: 'LEAF',
      profile: {
        name: 'n',
        onboardedOn: '2025-01-01',
        ownerSeat: null,
        parentExternalId: 'TOP',
        attributes: {},
      },
    };
    await alone.execute.execute(new Execute(account, command as never, context()));
    await alone.progress.settle('tier-history', await alone.store.head(), 60_000);
    const asked = above.mock.calls.map(([query]) => (query as { name?: string }).name);
    expect(asked).toContain('facts-profiles');
    expect(asked.filter((name) => name?.startsWith('hierarchy-above') || name === 'hierarchy-under')).toEqual(
      [],
    );
    await alone.close();
  });
});
