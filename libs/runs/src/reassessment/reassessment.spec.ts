import { randomUUID } from 'node:crypto';
import { account, ExternalId, FactId, FactValue, Measure, placement, scheme, SchemeCode } from '#libs/domain';
import { Execute } from '#libs/event-store';
import { type Day, day, decimal, instant } from '#libs/kernel';
import { contractValue } from '../../../testing/src/documents';
import { context, onboard, openProcess, openWorld, putScheme } from '../../../testing/src/runs';

type World = Awaited<ReturnType<typeof openWorld>>;

describe('the standing reassessment', () => {
  let world: World;

  beforeEach(async () => {
    world = await openWorld();
    await world.clock.moveTo(instant('2025-01-01T00:00:00Z'));
  });
  afterEach(() => world.close());

  const acme = ExternalId.parse('ACME');
  const fact = (factId: string, value: string, validFrom: string, measure = 'acv') =>
    world.execute.execute(
      new Execute(
        account,
        {
          type: 'RecordFacts',
          externalId: acme,
          facts: [
            {
              factId: FactId.parse(factId),
              measure: Measure.parse(measure),
              value: FactValue.parse(value),
              validFrom: day(validFrom),
            },
          ],
        },
        context(),
      ),
    );
  const correct = (factId: string, value: string) =>
    world.execute.execute(
      new Execute(
        account,
        {
          type: 'CorrectFact',
          externalId: acme,
          factId: FactId.parse(factId),
          retroKind: 'ERROR_CORRECTION',
          reason: 'Keyed wrongly.',
          value: FactValue.parse(value),
        },
        context(),
      ),
    );
  const revenue = (factId: string, amount: string, occurredOn: string) =>
    world.execute.execute(
      new Execute(
        account,
        {
          type: 'RecordRevenue',
          externalId: acme,
          facts: [
            {
              factId: FactId.parse(factId),
              occurredOn: day(occurredOn),
              amount: decimal(amount),
              currency: 'EUR',
              kind: 'invoice',
            },
          ],
        },
        context(),
      ),
    );
  const addDay = (on: string) =>
    world.execute.execute(
      new Execute(
        scheme,
        {
          type: 'AddAssessmentDay',
          scheme: SchemeCode.parse('contract-value'),
          day: day(on),
          kind: 'scheduled',
          externalIds: null,
          runId: randomUUID(),
        },
        context(),
      ),
    );
  const placed = async (externalId = 'ACME') => {
    const stream = `placement-${placement.idOf({ scheme: 'contract-value', view: 'ACCOUNT', externalId } as never)}`;
    const events = (await world.store.readMany([stream])).get(stream) ?? [];
    return events.map(({ event: { type, data }, context: { causationId } }) => {
      const { assessment, cause, retroKind, basis } = data as {
        assessment?: { day: string; computed: string };
        cause: { kind: string };
        retroKind?: string;
        basis: string;
      };
      return {
        type,
        ...(assessment && { day: assessment.day, tier: assessment.computed }),
        cause: cause.kind,
        ...(retroKind && { retroKind }),
        basis,
        causationId,
      };
    });
  };
  const types = async (externalId?: string) => (await placed(externalId)).map(({ type }) => type);
  const settled = async () => world.progress.settle('tier-history', await world.store.head(), 60_000);
  const answer = async (asOf: string, at: bigint) => {
    const { effective } = (await world.tierHistory.answer({
      scheme: 'contract-value',
      view: 'ACCOUNT',
      externalId: 'ACME',
      asOf: asOf as Day,
      today: day('2025-01-01'),
      at: { position: at, knownAt: await world.clock.now() },
    }))!;
    return effective;
  };

  it('places an account by its facts, and leaves every belief on record', async () => {
    await world.start();
    await putScheme(world, 'contract-value', contractValue);
    await onboard(world, 'ACME', '2024-01-01');
    const first = await fact('1', '100000', '2024-02-01');
    const late = await fact('2', '400000', '2024-01-15');
    const wrong = await correct('2', '1000000');
    const back = await correct('2', '400000');
    await settled();
    expect(await placed()).toMatchObject([
      { type: 'TimelineOpened', cause: 'ACCOUNT' },
      {
        type: 'TierAssigned',
        day: '2024-02-01',
        tier: 'run-rate',
        cause: 'LATE_FACT',
        basis: String(first.position),
      },
      { type: 'TierRestated', cause: 'LATE_FACT', retroKind: 'LATE_FACT', basis: String(late.position) },
      {
        type: 'TierRestated',
        cause: 'ERROR_CORRECTION',
        retroKind: 'ERROR_CORRECTION',
        basis: String(wrong.position),
      },
      { type: 'TierRestated', cause: 'ERROR_CORRECTION', basis: String(back.position) },
    ]);
  });

  it('believes what was known at each event, also when many come at once', async () => {
    await putScheme(world, 'contract-value', contractValue);
    await onboard(world, 'ACME', '2024-01-01');
    const positions = [];
    for (const [id, value] of [
      ['1', '100000'],
      ['2', '300000'],
      ['3', '2000000'],
    ] as const)
      positions.push(await fact(id, value, '2024-02-01'));
    await world.start();
    await settled();
    expect((await placed()).map(({ basis }) => basis).slice(1)).toEqual(
      positions.map(({ position }) => String(position)),
    );
    const head = await world.store.head();
    expect(await answer('2024-02-01', head)).toBe('strategic');
    expect(await answer('2024-02-01', head - 1n)).toBe('growth');
    expect(await answer('2024-02-01', head - 2n)).toBe('run-rate');
  });

  it('folds everybody when a policy comes into force behind them', async () => {
    await world.start();
    await onboard(world, 'ACME', '2024-01-01');
    await onboard(world, 'BETA');
    await fact('1', '300000', '2024-02-01');
    await putScheme(world, 'contract-value', contractValue);
    await settled();
    expect(await placed()).toMatchObject([
      { type: 'TimelineOpened', cause: 'POLICY' },
      { type: 'TierAssigned', tier: 'growth', cause: 'POLICY' },
    ]);
    expect(await types('BETA')).toEqual([]);
  });

  it('lets revenue behind the last assessment pass, and takes up what reaches before it', async () => {
    const byRevenue = {
      ...contractValue,
      measures: { acv: { revenueWindowMonths: 12 } },
      assessOn: [],
    };
    await world.start();
    await putScheme(world, 'contract-value', byRevenue);
    await onboard(world, 'ACME', '2023-01-01');
    await addDay('2024-01-01');
    await revenue('1', '1', '2023-06-01');
    await settled();
    expect(await types()).toEqual(['TimelineOpened', 'TierAssigned']);
    const knowledge = jest.spyOn(world.facts, 'knowledgeOf');
    await revenue('2', '300000', '2024-05-02');
    await settled();
    expect(knowledge).not.toHaveBeenCalled();
    await revenue('3', '300000', '2023-12-31');
    await settled();
    expect(await types()).toEqual(['TimelineOpened', 'TierAssigned', 'TierRestated']);
    expect(await answer('2024-06-01', await world.store.head())).toBe('growth');
  });

  it('goes on where it was, in whichever process, and does nothing twice', async () => {
    await world.start();
    await putScheme(world, 'contract-value', contractValue);
    await onboard(world, 'ACME', '2024-01-01');
    await fact('1', '100000', '2024-02-01');
    await settled();
    await world.reassessment.close();
    await fact('2', '300000', '2024-03-01');
    const other = await openProcess(world.pool);
    await other.start();
    await settled();
    await world.pool.query(
      `update views.checkpoints set "commit" = 0, prepare = 0 where name = 'reassessment'`,
    );
    await other.close();
    const again = await openProcess(world.pool);
    await again.start();
    const head = await world.store.head();
    await again.progress.settle('tier-history', head, 60_000);
    expect(await types()).toEqual(['TimelineOpened', 'TierAssigned', 'TierPromoted']);
    expect(await world.store.head()).toBe(head);
    await again.close();
  });

  it('is done by one process alone', async () => {
    await world.start();
    const other = await openProcess(world.pool);
    await other.start();
    await putScheme(world, 'contract-value', contractValue);
    await onboard(world, 'ACME', '2024-01-01');
    for (let n = 1; n <= 5; n += 1) await fact(`${n}`, `${n}00000`, `2024-02-0${n}`);
    await settled();
    expect(await types()).toHaveLength(6);
    await other.close();
  });

  it('stops loudly at what it cannot fold, and goes on when it is told to', async () => {
    await world.start();
    await putScheme(world, 'contract-value', contractValue);
    await onboard(world, 'ACME', '2024-01-01');
    await settled();
    const broken = jest.spyOn(world.facts, 'knowledgeOf').mockRejectedValue(new TypeError('This cannot be.'));
    const { position } = await fact('1', '100000', '2024-02-01');
    while ((await world.progress.of('reassessment')).state !== 'stopped')
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await world.progress.of('reassessment')).toMatchObject({
      error: 'This cannot be.',
      errorPosition: position,
    });
    expect(world.reports).toContainEqual(
      expect.stringContaining(`stopped at position ${position} (FactsRecorded)`),
    );
    broken.mockRestore();
    await world.reassessment.resume();
    await settled();
    expect(await types()).toEqual(['TimelineOpened', 'TierAssigned']);
  });

  it('is waited for before the simulated clock moves', async () => {
    await world.start();
    await putScheme(world, 'contract-value', contractValue);
    await onboard(world, 'ACME', '2024-01-01');
    await fact('1', '100000', '2024-02-01');
    await world.simulatedTime.moveTo(instant('2025-02-01T00:00:00Z'));
    expect(await types()).toEqual(['TimelineOpened', 'TierAssigned']);
    expect(await world.clock.now()).toBe('2025-02-01T00:00:00.000Z');
    await expect(world.simulatedTime.moveTo(instant('2025-01-01T00:00:00Z'))).rejects.toMatchObject({
      code: 'CLOCK_GOES_FORWARD_ONLY',
    });
  });
});
