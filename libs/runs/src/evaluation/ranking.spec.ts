import { randomUUID } from 'node:crypto';
import { account, schemeKnowledge } from '#libs/domain';
import { Execute } from '#libs/event-store';
import { addDays, day, instant } from '#libs/kernel';
import { context, importing, openWorld, putScheme } from '../../../testing/src/runs';
import { policy } from '../../../testing/src/known';
import type { EvaluationOrder, EvaluationResult } from './evaluation';
import { readScheme } from './scheme-plan';

/** The score is the fit itself; the top tenth is first, the top 40 per cent are second at least. */
const ranked = (rest: object = {}) =>
  policy({
    kind: 'percentile',
    tiers: [
      { code: 'one', rank: 3 },
      { code: 'two', rank: 2 },
      { code: 'three', rank: 1 },
    ],
    measures: { fit: { fact: 'fit' }, basicFit: { fact: 'basicFit' } },
    inputs: [{ measure: 'fit', weight: '1', min: '0', max: '100' }],
    cuts: [
      { tier: 'one', topPct: '10' },
      { tier: 'two', topPct: '40' },
    ],
    ...rest,
  });

const [q1, q2, q3] = ['2024-01-01', '2024-04-01', '2024-07-01'].map(day) as [never, never, never];

describe('a ranked run', () => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  beforeEach(async () => {
    world = await openWorld({ chunk: 7 });
    await world.start();
    await world.clock.moveTo(instant('2024-09-01T00:00:00Z'));
  });
  afterEach(() => world.close());

  const evaluate = async (effectiveOn: string, order: Partial<EvaluationOrder> = {}) => {
    const usual = { scheme: 'abm', kind: 'scheduled', scope: null, dryRun: false, createdBy: 'ana' } as const;
    const id = randomUUID();
    await world.evaluations.request({ ...usual, ...order, id, effectiveOn: day(effectiveOn) });
    const job = (await world.jobs.finished(id))!;
    if (job.state !== 'succeeded') throw new Error(JSON.stringify(job.problem));
    return job.result as EvaluationResult;
  };
  const fits = (scores: readonly (number | string)[], validFrom = '2023-06-01', first = 1) =>
    importing(world)(
      'facts',
      [
        'externalId,measure,value,validFrom',
        ...scores.map(
          (score, index) => `A${String(index + first).padStart(2, '0')},fit,${score},${validFrom}`,
        ),
        '',
      ].join('\n'),
    );
  const onboarded = (count: number) =>
    importing(world)(
      'accounts',
      [
        'externalId,name,onboardedOn',
        ...Array.from({ length: count }, (_, index) => `A${String(index + 1).padStart(2, '0')},A,2023-01-01`),
        '',
      ].join('\n'),
    );
  const cohorts = async () => schemeKnowledge(await readScheme(world.store, 'abm')).cohorts;
  const tierOf = async (externalId: string, asOf: string) => {
    await world.progress.settle('tier-history', await world.store.head(), 60_000);
    const at = { position: await world.store.head(), knownAt: instant('2024-09-01T00:00:00Z') };
    const answer = await world.tierHistory.answer({
      ...{ scheme: 'abm', view: 'ACCOUNT', externalId, at },
      ...{ asOf: day(asOf), today: day('2024-09-01') },
    });
    return answer?.effective;
  };
  const oneTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

  it('of 23 takes the top 3 for the top tenth, and cuts at the third', async () => {
    await putScheme(world, 'abm', ranked());
    await onboarded(23);
    await fits(oneTo(23));
    expect(await evaluate(q1)).toMatchObject({ assessed: 23, assigned: 23 });
    expect(await cohorts()).toEqual([
      {
        day: q1,
        policyVersion: 1,
        cuts: [
          { tier: 'one', topPct: '10', called: 3, score: '21', included: 3, overshoot: 0 },
          { tier: 'two', topPct: '40', called: 10, score: '14', included: 10, overshoot: 0 },
        ],
      },
    ]);
    expect(await Promise.all(['A20', 'A21', 'A13', 'A14'].map((id) => tierOf(id, q1)))).toEqual([
      ...['two', 'one'],
      ...['three', 'two'],
    ]);
  });

  it('of 20 with a tie at the cut takes in all four that tie, and says so', async () => {
    await putScheme(world, 'abm', ranked());
    await onboarded(20);
    await fits([95, 90, 90, 90, ...oneTo(16)]);
    await evaluate(q1);
    expect((await cohorts())[0]!.cuts[0]).toEqual({
      ...{ tier: 'one', topPct: '10', called: 2, score: '90', included: 4, overshoot: 2 },
    });
  });

  it('ranks nobody who is part of another by the day', async () => {
    await putScheme(world, 'abm', ranked());
    await onboarded(20);
    await fits(oneTo(20));
    const merge = { type: 'MergeAccount', externalId: 'A20', into: 'A01', on: q1, reason: 'Bought.' };
    await world.execute.execute(new Execute(account, merge as never, context()));
    expect(await evaluate(q1)).toMatchObject({ assessed: 19, assigned: 19 });
    expect((await cohorts())[0]!.cuts[0]).toMatchObject({ called: 2, score: '18', included: 2 });
    expect(await tierOf('A20', q1)).toBe('MERGED_INTO');
  });

  it('moves nobody between runs because of others, and says on the next run who moved for the cohort alone', async () => {
    await putScheme(world, 'abm', ranked({ assessOn: ['fit'] }));
    await onboarded(20);
    await fits(oneTo(20));
    await evaluate(q1);
    expect(await tierOf('A19', q1)).toBe('one');
    // Ten of the others overtake it; they move at once, by the frozen cut points, and it stays.
    await fits(
      oneTo(10).map((n) => 50 + n),
      '2024-02-01',
    );
    expect(await tierOf('A01', '2024-02-01')).toBe('one');
    expect(await tierOf('A19', addDays(q2, -1))).toBe('one');
    await evaluate(q2);
    expect(await tierOf('A19', q2)).toBe('three');
    await world.progress.settle('audit-trail', await world.store.head(), 60_000);
    const { rows } = await world.pool.query<{ external_id: string; kind: string }>(
      `select external_id, payload::jsonb -> 'cause' ->> 'kind' as kind from (
         select payload, payload::jsonb ->> 'externalId' as external_id from ledger.events
         where type in ('TierPromoted', 'TierDemoted') and payload::jsonb -> 'assessment' ->> 'day' = $1) e
       order by 1`,
      [q2],
    );
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['POPULATION_SHIFT']));
    expect(rows.map(({ external_id: id }) => id)).toContain('A19');
  });

  it('is ranked once a day, by what was known then: a late fact meets the frozen cut points', async () => {
    await putScheme(world, 'abm', ranked());
    await onboarded(20);
    await fits(oneTo(20));
    const dry = await evaluate(q1, { dryRun: true });
    expect(await cohorts()).toEqual([]);
    const run = await evaluate(q1);
    expect(run.decisionsRoot).toBe(dry.decisionsRoot);
    await fits([99], '2023-12-01', 3);
    expect(await tierOf('A03', q1)).toBe('one');
    expect(await tierOf('A19', q1)).toBe('one');
    const head = await world.store.head();
    expect(await evaluate(q1)).toMatchObject({ assessed: 20, unchanged: 20 });
    expect(await world.store.head()).toBe(head);
    await evaluate(q3);
    expect((await cohorts()).map(({ day: on, cuts }) => [on, cuts[0]!.score])).toEqual([
      [q1, '19'],
      [q3, '20'],
    ]);
  });

  it('ranks who came in before the day, is in the programme and has a score', async () => {
    await putScheme(
      world,
      'abm',
      ranked({ gates: [{ measure: 'basicFit', below: '1', outOfProgramme: true, missing: 'pass' }] }),
    );
    await onboarded(12);
    await fits([...oneTo(10), 'unknown']);
    await importing(world)('facts', 'externalId,measure,value,validFrom\nA10,basicFit,0,2023-06-01\n');
    await importing(world)('accounts', 'externalId,name,onboardedOn\nA00,late,2024-01-01\n');
    await importing(world)('facts', 'externalId,measure,value,validFrom\nA00,fit,77,2023-06-01\n');
    await evaluate(q1);
    const stream = [];
    for await (const { event } of world.store.read('scheme-abm')) stream.push(event);
    expect(stream.find(({ type }) => type === 'CohortRanked')?.data).toMatchObject({ accounts: 9 });
    expect(await evaluate(q2, { kind: 'unscheduled' })).toMatchObject({ assessed: 13 });
    expect(await cohorts()).toHaveLength(1);
  });
});
