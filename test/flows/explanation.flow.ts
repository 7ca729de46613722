import { type Json, startApi, type TestApi } from '../../libs/testing/src/api';
import { contract, contractValue, onboard, openScheme } from './opened';

const stabilised = {
  ...contractValue,
  assessOn: [],
  measures: { acv: { fact: 'acv', freshnessDays: 400 }, margin: { fact: 'margin' } },
  gates: [{ measure: 'margin', below: '10', capTier: 'T2', missing: 'pass' }],
  stabiliser: { demotionConfirmations: 2, minTenureDays: 0, renewalShieldDays: 0, onboardingGraceDays: 0 },
};
const ids = ['DOWN', 'ERR', 'STILL', 'UP'];

describe('an account explained', () => {
  let api: TestApi;
  const get = async (path: string, status = 200): Promise<Json> => {
    await api.settled();
    return (await api.as('auditor').get(path).expect(status)).body;
  };
  const evaluate = async (effectiveOn: string) =>
    api.job(
      await api
        .as('revops')
        .post('/v1/schemes/cv/evaluations')
        .send({ effectiveOn, kind: 'scheduled' })
        .expect(202),
    );
  const fact = (externalId: string, factId: string, measure: string, value: string, validFrom: string) =>
    api
      .as('revops')
      .post(`/v1/accounts/${externalId}/facts`)
      .send({ facts: [{ factId, measure, value, validFrom }] })
      .expect(200);

  beforeAll(async () => {
    api = await startApi({ now: '2025-01-02T09:00:00Z' });
    await openScheme(api, 'cv', stabilised);
    for (const id of ids) {
      await onboard(api, id, '2024-06-01');
      await contract(api, id, 'c1', id === 'ERR' ? '1200000' : '300000', '2024-07-01');
    }
    await onboard(api, 'LATE', '2025-06-15');
    await evaluate('2025-01-01');
    await api.clock('2025-04-01T09:00:00Z');
    await contract(api, 'DOWN', 'c2', '200000', '2025-02-01');
    await contract(api, 'UP', 'c2', '1000000', '2025-02-01');
    await fact('UP', 'm1', 'margin', '25', '2025-02-01');
    await evaluate('2025-04-01');
    await api.clock('2025-04-20T09:00:00Z');
  });
  afterAll(() => api.close());

  it('is told by every rule, its inputs, its stabiliser and its distances', async () => {
    const told = await get('/v1/accounts/DOWN/explain?scheme=cv&asOf=2025-04-15');
    expect(told).toMatchObject({
      ...{ effective: 'T2', computed: 'T2', indicated: 'T3', decidedOn: '2025-04-01', policyVersion: 1 },
      ...{ kind: 'bands', outcome: 'REAFFIRMED', overridesConsidered: [], replay: { identical: true } },
      reasons: [{ code: 'WATCH_OPENED', says: expect.stringContaining('first time') }],
      inputs: [
        {
          ...{ measure: 'acv', value: '200000', problem: null, factIds: ['c2'], validFrom: '2025-02-01' },
          freshness: { ageDays: 73, limitDays: 400 },
        },
        { measure: 'margin', value: null, problem: 'MISSING', factIds: [] },
      ],
      stabiliser: {
        before: { tier: 'T2', heldSince: '2025-01-01', watch: null },
        after: { tier: 'T2', watch: { direction: 'demotion', seen: 1, needed: 2, since: '2025-04-01' } },
        ...{ state: 'WATCH', projectedDate: null },
      },
      toStay: { tier: 'T2', needs: [{ subject: 'acv', atLeast: '225000', distance: '-25000' }] },
      toRise: [{ tier: 'T1', needs: [{ subject: 'acv', atLeast: '1000000', distance: '800000' }] }],
      cause: { kind: 'RUN', retroKind: null },
    });
    expect(told.rules.map((rule: Json) => [rule.pointer, rule.verdict, rule.distance])).toEqual([
      ['/boundaries/0', 'NOT_MATCHED', '800000'],
      ['/boundaries/1', 'NOT_MATCHED', '50000'],
      ['/gates/0', 'NOT_EVALUATED', null],
    ]);
  });

  it('is told before its first assessment too, and not where there is no answer', async () => {
    expect(await get('/v1/accounts/DOWN/explain?asOf=2024-12-31')).toMatchObject({
      ...{ effective: 'UNTIERED', outcome: 'NOT_ASSESSED', decisionId: null, replay: null, rules: [] },
    });
    expect(await get('/v1/accounts/DOWN/explain?asOf=2024-01-01', 404)).toMatchObject({
      code: 'NOT_ONBOARDED',
    });
    expect(await get('/v1/accounts/NOBODY/explain', 404)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is told what would lead to another tier', async () => {
    const { changes, impossible, ...rest } = await get('/v1/accounts/DOWN/why-not?target=T1&asOf=2025-04-15');
    expect(rest).toMatchObject({ target: 'T1', indicated: 'T3', computed: 'T2', alone: true });
    expect(changes).toEqual([
      {
        ...{
          measure: 'acv',
          from: '200000',
          to: '1000000',
          change: '800000',
          direction: 'up',
          relativePct: '400',
        },
        proof: { indicated: 'T1', verdicts: 'MM?', computedNow: 'T1', reasons: [], watch: null },
      },
    ]);
    expect(impossible.map((one: Json) => one.measure)).toEqual(['margin']);
    expect(await get('/v1/accounts/DOWN/why-not?target=T9', 422)).toMatchObject({
      code: 'UNKNOWN_TIER',
      tiers: ['T3', 'T2', 'T1'],
    });
    expect(await get('/v1/accounts/DOWN/why-not?target=T1&asOf=2024-12-31', 422)).toMatchObject({
      code: 'NOT_ASSESSED',
    });
  });

  it('stands on the watch list while a move is being confirmed, or an edge is near', async () => {
    const { items } = await get('/v1/watch-list?asOf=2025-04-15');
    expect(items.map((one: Json) => [one.externalId, one.nearest?.edge, one.nearest?.pct])).toEqual([
      ['DOWN', 'exit', '11.1111111111'],
    ]);
    expect(items[0]).toMatchObject({ watch: { seen: 1, needed: 2 }, deadline: null, toStay: { tier: 'T2' } });
    const wider = await get('/v1/watch-list?asOf=2025-04-15&withinPct=40&limit=2');
    expect(wider.items.map((one: Json) => one.externalId)).toEqual(['DOWN', 'UP']);
    const rest = await get(`/v1/watch-list?asOf=2025-04-15&withinPct=40&limit=2&cursor=${wider.nextCursor}`);
    expect(rest.items.map((one: Json) => one.externalId)).toEqual(['ERR', 'STILL']);
    expect(rest.nextCursor).toBeNull();
  });

  it('moves for one cause each, which add up', async () => {
    await api.clock('2025-07-02T09:00:00Z');
    await contract(api, 'LATE', 'c1', '50000', '2025-06-20');
    await evaluate('2025-07-01');
    const told = await get('/v1/portfolio/diff?scheme=cv&a=2025-01-31&b=2025-07-01');
    expect([told.moved, told.counts]).toEqual([
      3,
      {
        ...{ hierarchy: 0, inputs: 3, fx: 0, policy: 0, population: 0, stabiliser: 0 },
        ...{ override: 0, correction: 0 },
      },
    ]);
    expect(told.items).toMatchObject([
      {
        ...{ externalId: 'DOWN', fromTier: 'T2', toTier: 'T3' },
        cause: {
          factor: 'inputs',
          detail: { measure: 'acv', from: '300000', to: '200000', factIds: ['c2'] },
        },
        decisionIds: { a: expect.any(String), b: expect.any(String) },
      },
      { externalId: 'LATE', fromTier: null, toTier: 'T3', decisionIds: { a: null } },
      { externalId: 'UP', fromTier: 'T2', toTier: 'T1', cause: { factor: 'inputs' } },
    ]);
    const pending = await get('/v1/portfolio/diff?scheme=cv&a=2025-04-15&b=2025-07-01&limit=1');
    expect([pending.moved, pending.counts.stabiliser, pending.counts.inputs]).toEqual([2, 1, 1]);
    expect(pending.items).toMatchObject([
      { externalId: 'DOWN', cause: { factor: 'stabiliser', detail: { reasons: ['CONFIRMED'] } } },
    ]);
    const next = await get(
      `/v1/portfolio/diff?scheme=cv&a=2025-04-15&b=2025-07-01&limit=1&cursor=${pending.nextCursor}`,
    );
    expect([next.moved, next.nextCursor, next.items[0].externalId]).toEqual([2, null, 'LATE']);
  });

  it('moves by a correction where the same day is told otherwise by now', async () => {
    await api.clock('2025-07-03T09:00:00Z');
    await api
      .as('revops')
      .post('/v1/corrections')
      .send({
        externalId: 'ERR',
        factId: 'c1',
        retroKind: 'ERROR_CORRECTION',
        reason: 'keyed',
        value: '240000',
      })
      .expect(200);
    const told = await get('/v1/portfolio/diff?scheme=cv&a=2025-07-01,2025-07-02T12:00:00Z&b=2025-07-01');
    expect([told.moved, told.counts.correction]).toEqual([1, 1]);
    expect(told.items).toMatchObject([
      {
        ...{ externalId: 'ERR', fromTier: 'T1', toTier: 'T3' },
        cause: { factor: 'correction', detail: { retroKind: 'ERROR_CORRECTION', factIds: ['c1'] } },
      },
    ]);
    const csv = await api
      .as('finance')
      .get('/v1/portfolio/diff?scheme=cv&a=2025-07-01,2025-07-02T12:00:00Z&b=2025-07-01')
      .set('Accept', 'text/csv')
      .expect(200);
    expect(csv.text.split('\r\n')[1]).toMatch(/^ERR,T1,T3,correction,acv,1200000,240000,c1,/);
  });

  it('is compared between two points of both clocks, and nothing else', async () => {
    const refused = async (query: string) => {
      const { status, body } = await api.as('auditor').get(`/v1/portfolio/diff?${query}`);
      return [status, body.code];
    };
    expect(await refused('a=2025-01-31')).toEqual([400, 'VALIDATION_FAILED']);
    expect(await refused('a=nonsense&b=2025-07-01')).toEqual([400, 'VALIDATION_FAILED']);
    expect(await refused('a=2025-01-31&a=2025-02-01&b=2025-07-01')).toEqual([400, 'VALIDATION_FAILED']);
    expect(await refused('a=2025-01-31,yesterday&b=2025-07-01')).toEqual([400, 'VALIDATION_FAILED']);
    expect(await refused('a=2025-01-31,2099-01-01T00:00:00Z&b=2025-07-01')).toEqual([
      422,
      'KNOWN_AT_IN_FUTURE',
    ]);
    expect(await refused('scheme=none&a=2025-01-31&b=2025-07-01')).toEqual([404, 'NOT_FOUND']);
  });

  it('moved on a day for a cause, and on another day did not move', async () => {
    expect(await get('/v1/accounts/DOWN/moves/2025-07-01/cause?scheme=cv')).toMatchObject({
      ...{ fromTier: 'T2', toTier: 'T3', cause: { factor: 'stabiliser' } },
    });
    expect(await get('/v1/accounts/DOWN/moves/2025-06-01/cause?scheme=cv', 404)).toMatchObject({
      code: 'NO_MOVE',
    });
  });

  it('moves by another policy', async () => {
    const policies = '/v1/schemes/cv/policies';
    const lower = {
      ...stabilised,
      boundaries: [stabilised.boundaries[0], { ...stabilised.boundaries[1], at: '350000' }],
    };
    const { body } = await api.as('policy-author').post(policies).send(lower).expect(201);
    await api.as('policy-author').post(`${policies}/${body.version}/submit`).expect(200);
    await api.as('revops').post(`${policies}/${body.version}/approve`).send({}).expect(200);
    await api
      .as('revops')
      .post(`${policies}/${body.version}/schedule`)
      .send({ effectiveFrom: '2025-09-01' })
      .expect(200);
    await contract(api, 'STILL', 'c2', '300000', '2025-07-01');
    for (const on of ['2025-10-01', '2026-01-01']) {
      await api.clock(`${on}T09:00:00Z`);
      await evaluate(on);
    }
    const told = await get('/v1/portfolio/diff?scheme=cv&a=2025-08-01&b=2026-01-01');
    expect(told.items).toMatchObject([
      { externalId: 'STILL', cause: { factor: 'policy', detail: { fromVersion: 1, toVersion: 2 } } },
    ]);
  });

  it('flaps when it turns back twice', async () => {
    await openScheme(api, 'plain');
    await onboard(api, 'FLAP', '2025-01-01');
    const values = ['300000', '1000000', '300000', '1000000'];
    for (const [index, value] of values.entries())
      await contract(api, 'FLAP', `c${index}`, value, `2025-0${index + 2}-01`);
    const told = await get('/v1/flaps?scheme=plain&from=2024-12-31&to=2025-12-31');
    expect(told.items).toMatchObject([
      { externalId: 'FLAP', reversals: 2, moves: [{ kind: 'enter' }, {}, {}, { day: '2025-05-01' }] },
    ]);
    expect((await get('/v1/flaps?scheme=plain&reversals=3')).items).toEqual([]);
    expect((await get('/v1/flaps?scheme=plain')).items).toEqual([
      expect.objectContaining({ externalId: 'FLAP', reversals: 2 }),
    ]);
  });

  it('comes out the same, byte by byte, when its decisions are taken again', async () => {
    const sampled = async (body: object) =>
      (await api.as('auditor').post('/v1/ops/replay-sample').send(body).expect(200)).body;
    const all = await sampled({ n: 1000, seed: 's' });
    expect(all.sampled).toBeGreaterThan(15);
    expect([all.identical, all.different]).toEqual([all.sampled, []]);
    expect(await sampled({ n: 3 })).toMatchObject({ sampled: 3, identical: 3 });
    const ofOne = await sampled({ externalId: 'DOWN' });
    expect(ofOne.sampled).toBeGreaterThan(2);
    await api.as('revops').post('/v1/ops/replay-sample').send({}).expect(403);
  });

  it('is found to be different where a decision on record was tampered with', async () => {
    await api.instance.pool.query(
      `update views.decisions set assessment = replace(assessment, '"computed":"T2"', '"computed":"T1"')
       where external_id = 'STILL' and day = '2025-01-01'`,
    );
    const { body } = await api
      .as('admin')
      .post('/v1/ops/replay-sample')
      .send({ externalId: 'STILL' })
      .expect(200);
    expect(body.different).toContainEqual(
      expect.objectContaining({ day: '2025-01-01', computed: 'T1', replayed: 'T2' }),
    );
  });
});
