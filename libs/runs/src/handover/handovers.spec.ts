import { account, ExternalId, FactId, FactValue, handover, Measure } from '#libs/domain';
import { Execute } from '#libs/event-store';
import { day, instant } from '#libs/kernel';
import { contractValue } from '../../../testing/src/documents';
import { context, onboard, openProcess, openWorld, type Process, putScheme } from '../../../testing/src/runs';
import { SimulatedTime } from '../clock/simulated-time';
import { Handovers } from './handovers';

const treated = {
  ...contractValue,
  tiers: (contractValue.tiers as { code: string }[]).map((tier) => ({
    ...tier,
    treatment: { forum: `forum of ${tier.code}` },
  })),
};

describe('the standing hand-over', () => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  const handoversOf = (process: Process) => new Handovers(process);
  let handovers: Handovers;
  let time: SimulatedTime;

  beforeEach(async () => {
    world = await openWorld();
    await world.clock.moveTo(instant('2025-03-01T12:00:00Z'));
    handovers = handoversOf(world);
    time = new SimulatedTime({ ...world, dayHasCome: () => handovers.dayHasCome() });
    await world.start();
    await putScheme(world, 'contract-value', treated);
    await onboard(world, 'ACME', '2024-01-01');
  });
  afterEach(async () => {
    await handovers.close();
    await world.close();
  });

  const acme = ExternalId.parse('ACME');
  const fact = (factId: string, value: string, validFrom: string, externalId = acme) =>
    world.execute.execute(
      new Execute(
        account,
        {
          type: 'RecordFacts',
          externalId,
          facts: [
            {
              factId: FactId.parse(factId),
              measure: Measure.parse('acv'),
              value: FactValue.parse(value),
              validFrom: day(validFrom),
            },
          ],
        },
        context(),
      ),
    );
  const retract = (factId: string) =>
    world.execute.execute(
      new Execute(
        account,
        {
          type: 'CorrectFact',
          externalId: acme,
          factId: FactId.parse(factId),
          retroKind: 'ERROR_CORRECTION',
          reason: 'Never signed.',
          retract: true,
        },
        context(),
      ),
    );
  const settled = async () => {
    await world.progress.settle('tier-history', await world.store.head(), 60_000);
    await world.progress.reach('handover', await world.store.head(), 60_000);
  };
  const told = async (externalId = 'ACME') => {
    const id = { scheme: 'contract-value', view: 'ACCOUNT', externalId };
    const stream = `handover-${handover.idOf(id as never)}`;
    const events = (await world.store.readMany([stream])).get(stream) ?? [];
    return events.map(({ event: { type, data } }) => {
      const {
        day: on,
        fromTier,
        toTier,
      } = data as { day?: string; fromTier?: string | null; toTier?: string };
      return on === undefined ? type : [type, on, fromTier ?? '-', toTier].join(' ');
    });
  };
  const required = (on: string, from: string, to: string) => `TreatmentChangeRequired ${on} ${from} ${to}`;

  it('tells of every change whose day has come, and of none that is history', async () => {
    await handovers.start();
    await fact('1', '100000', '2024-02-01');
    await fact('2', '400000', '2025-02-01');
    await settled();
    expect(await told()).toEqual([required('2025-02-01', 'run-rate', 'growth')]);
    await fact('3', '1000000', '2025-03-01');
    await settled();
    expect(await told()).toEqual([
      required('2025-02-01', 'run-rate', 'growth'),
      required('2025-03-01', 'growth', 'strategic'),
    ]);
  });

  it('names the decision and the event that led to it', async () => {
    await handovers.start();
    await fact('1', '400000', '2025-02-01');
    await settled();
    const stream = 'handover-contract-value/ACCOUNT/ACME';
    const [recorded] = (await world.store.readMany([stream])).get(stream)!;
    const { cause, basis } = recorded!.event.data as { cause: object; basis: string };
    expect(cause).toEqual({
      decisionId: recorded!.context.causationId,
      eventId: recorded!.context.causationId,
    });
    expect(recorded!.context.actor).toBe('system:handover');
    expect(BigInt(basis) < recorded!.position).toBe(true);
  });

  it('takes back what rested on an error', async () => {
    await handovers.start();
    await fact('1', '100000', '2024-02-01');
    await fact('2', '400000', '2025-02-01');
    await settled();
    await retract('2');
    await settled();
    expect(await told()).toEqual([required('2025-02-01', 'run-rate', 'growth'), 'TreatmentChangeWithdrawn']);
  });

  it('waits for the day of a change that lies in the future', async () => {
    await handovers.start();
    await fact('1', '400000', '2025-03-03');
    await settled();
    expect(await told()).toEqual([]);
    await time.moveTo(instant('2025-03-02T23:00:00Z'));
    expect(await told()).toEqual([]);
    await time.moveTo(instant('2025-03-03T00:00:00Z'));
    expect(await told()).toEqual([required('2025-03-03', '-', 'growth')]);
    await time.moveTo(instant('2025-03-04T00:00:00Z'));
    expect(await told()).toHaveLength(1);
  });

  it('is told after a stop what came meanwhile, days as well as events, and nothing twice', async () => {
    await handovers.start();
    await fact('1', '100000', '2025-02-01');
    await fact('2', '400000', '2025-03-10');
    await settled();
    await handovers.close();
    await world.clock.moveTo(instant('2025-03-20T00:00:00Z'));
    await fact('3', '1000000', '2025-03-15');
    await world.pool.query(`update views.checkpoints set "commit" = 0, prepare = 0 where name = 'handover'`);
    handovers = handoversOf(world);
    await handovers.start();
    await settled();
    await handovers.dayHasCome();
    const all = [
      required('2025-02-01', '-', 'run-rate'),
      required('2025-03-10', 'run-rate', 'growth'),
      required('2025-03-15', 'growth', 'strategic'),
    ];
    expect(await told()).toEqual(all);
  });

  it('is done by one process alone', async () => {
    const other = await openProcess(world.pool);
    const theirs = handoversOf(other);
    await Promise.all([handovers.start(), theirs.start()]);
    for (let n = 1; n <= 4; n += 1) await fact(`${n}`, `${n}00000`, `2025-02-0${n}`);
    await settled();
    expect(await told()).toEqual([
      required('2025-02-01', '-', 'run-rate'),
      required('2025-02-03', 'run-rate', 'growth'),
    ]);
    await theirs.close();
    await other.close();
  });

  it('says nothing where no treatment is said', async () => {
    await handovers.start();
    await putScheme(world, 'bare', contractValue);
    await fact('1', '400000', '2025-02-01');
    await settled();
    expect(await told()).toHaveLength(1);
    expect((await world.store.readMany(['handover-bare/ACCOUNT/ACME'])).size).toBe(0);
  });

  it('stops loudly at what it cannot tell, and goes on when it is told to', async () => {
    await handovers.start();
    await settled();
    const broken = jest
      .spyOn(world.tierHistory, 'answers')
      .mockRejectedValue(new TypeError('This cannot be.'));
    await fact('1', '400000', '2025-02-01');
    while ((await world.progress.of('handover')).state !== 'stopped')
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await world.progress.of('handover')).toMatchObject({ error: 'This cannot be.' });
    expect(world.reports).toContainEqual(
      expect.stringMatching(/^The hand-over has stopped at position \d+ \(Tier/),
    );
    broken.mockRestore();
    await handovers.resume();
    await settled();
    expect(await told()).toEqual([required('2025-02-01', '-', 'growth')]);
  });
});
