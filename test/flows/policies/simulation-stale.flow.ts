import { type Json, startApi, type TestApi, type TestRole } from '../../../libs/testing/src/api';
import { contract, contractValue, onboard, openScheme } from '../opened';

const lower = {
  ...contractValue,
  boundaries: [{ ...contractValue.boundaries[0], at: '300000' }, contractValue.boundaries[1]],
};
const period = { from: '2024-01-01', to: '2024-12-31' };

describe('the hash of a simulation', () => {
  let api: TestApi;
  const policies = '/v1/schemes/cv/policies';
  const post = (role: TestRole, path: string, body: object = {}) =>
    api.as(role).post(`${policies}${path}`).send(body);
  const simulate = async (terms: object = period, version = 2) =>
    api.job(await post('revops', `/${version}/simulate`, terms));
  const approve = async (simulationHash: string) => {
    const { status, body } = await post('finance', '/2/approve', { simulationHash });
    return [status, body.code];
  };
  const correct = (more: object) =>
    api
      .as('revops')
      .post('/v1/corrections')
      .send({
        externalId: 'ACME',
        factId: 'c1',
        retroKind: 'ERROR_CORRECTION',
        reason: 'Typed wrong.',
        ...more,
      })
      .expect(200);
  const evaluate = async (effectiveOn: string) =>
    api.job(
      await api.as('revops').post('/v1/schemes/cv/evaluations').send({ effectiveOn, kind: 'scheduled' }),
    );

  beforeAll(async () => {
    api = await startApi();
    await openScheme(api, 'cv');
    for (const [externalId, value] of [
      ['ACME', '320000'],
      ['BOLT', '1200000'],
    ] as const) {
      await onboard(api, externalId, '2024-02-01');
      await contract(api, externalId, 'c1', value, '2024-03-01');
    }
    await post('policy-author', '', lower).expect(201);
    await post('policy-author', '/2/submit').expect(200);
  });
  afterAll(() => api.close());

  it('holds while nothing that was read has changed, and follows what has', async () => {
    const first = await simulate();
    expect(first).toMatchObject({ accounts: 2, moved: 1, moves: { promotion: 1, unchanged: 1 } });
    await correct({ value: '310000' });
    expect(await approve(first.hash)).toEqual([409, 'SIMULATION_STALE']);
    const second = await simulate();
    expect(second.hash).not.toBe(first.hash);
    await correct({ value: '320000' });
    expect(await approve(second.hash)).toEqual([409, 'SIMULATION_STALE']);
    const third = await simulate();
    expect([third.hash, third.position === first.position]).toEqual([first.hash, false]);
  });

  it('is of the data up to its last day: a review behind it changes nothing, one before it does', async () => {
    const before = await simulate();
    await evaluate('2025-01-01');
    expect((await simulate()).hash).toBe(before.hash);
    await evaluate('2024-10-01');
    expect(await approve(before.hash)).toEqual([409, 'SIMULATION_STALE']);
  });

  it('is not outdated by what becomes of policies, until the plan changes', async () => {
    const { hash } = await simulate();
    await post('policy-author', '', { ...lower, combine: 'lowest' }).expect(201);
    await post('policy-author', '/3/submit').expect(200);
    await post('policy-author', '/3/shadow', { from: '2025-06-01' }).expect(200);
    await post('finance', '/3/approve').expect(200);
    await post('revops', '/3/schedule', { effectiveFrom: '2025-02-01' }).expect(200);
    await post('revops', '/3/retire', { effectiveUntil: '2025-03-01' }).expect(200);
    expect(await approve(hash)).toEqual([200, undefined]);
  });

  it('is not made for a version with errors, days in the wrong order, or nothing there', async () => {
    const faulty = { ...contractValue, boundaries: [contractValue.boundaries[0]] };
    const { body } = await post('policy-author', '', faulty).expect(201);
    const errors = await post('revops', `/${body.version}/simulate`, period);
    expect([errors.status, errors.body.code]).toEqual([422, 'POLICY_HAS_LINT_ERRORS']);
    for (const terms of [
      {},
      { from: '2024-01-01' },
      { from: '2024-02-01', to: '2024-01-01' },
      { ...period, asOf: '2024-01-01' },
    ])
      expect((await post('revops', '/2/simulate', terms)).status).toBe(400);
    await post('revops', '/99/simulate', period).expect(404);
    await api.as('revops').post('/v1/schemes/none/policies/1/simulate').send(period).expect(404);
    await api.as('auditor').get(`${policies}/99/simulations`).expect(404);
    await api
      .as('auditor')
      .get(`${policies}/2/simulations/${'0'.repeat(8)}-0000-0000-0000-000000000000/accounts`)
      .expect(404);
  });
});

describe('a simulation of a version that ranks', () => {
  let api: TestApi;
  const policies = '/v1/schemes/fit/policies';
  const ranked = {
    kind: 'percentile',
    tiers: [
      { code: 'one', rank: 3 },
      { code: 'two', rank: 2 },
      { code: 'three', rank: 1 },
    ],
    measures: { fit: { fact: 'fit' } },
    inputs: [{ measure: 'fit', weight: '1', min: '0', max: '100' }],
    cuts: [
      { tier: 'one', topPct: '10' },
      { tier: 'two', topPct: '40' },
    ],
  };
  const plain = {
    ...contractValue,
    tiers: ranked.tiers,
    boundaries: [
      { tier: 'one', measure: 'acv', at: '2', inclusive: true },
      { tier: 'two', measure: 'acv', at: '1', inclusive: true },
    ],
  };

  beforeAll(async () => {
    api = await startApi();
    await openScheme(api, 'fit', plain);
    for (let n = 1; n <= 10; n += 1) {
      const externalId = `A${String(n).padStart(2, '0')}`;
      await onboard(api, externalId, '2024-02-01');
      const facts = [{ factId: 'f', measure: 'fit', value: String(n), validFrom: '2024-02-01' }];
      await api.as('revops').post(`/v1/accounts/${externalId}/facts`).send({ facts }).expect(200);
    }
    await contract(api, 'A01', 'c', '2', '2024-03-01');
  });
  afterAll(() => api.close());

  it('ranks the accounts on the day, and foretells what the run then makes', async () => {
    await api.as('policy-author').post(policies).send(ranked).expect(201);
    await api.as('policy-author').post(`${policies}/2/submit`).expect(200);
    const asOf = '2025-01-01';
    const accepted = await api.as('revops').post(`${policies}/2/simulate`).send({ asOf });
    const { hash, moves } = await api.job(accepted);
    expect(moves).toMatchObject({ enter: 9, demotion: 1, unchanged: 0 });
    const { body } = await api
      .as('auditor')
      .get(`${policies}/2/simulations/${accepted.body.id}/accounts`)
      .expect(200);
    await api.as('finance').post(`${policies}/2/approve`).send({ simulationHash: hash }).expect(200);
    await api.as('revops').post(`${policies}/2/schedule`).send({ effectiveFrom: asOf }).expect(200);
    await api.job(
      await api
        .as('revops')
        .post('/v1/schemes/fit/evaluations')
        .send({ effectiveOn: asOf, kind: 'scheduled' }),
    );
    await api.settled();
    const { body: tiers } = await api
      .as('auditor')
      .get('/v1/tiers')
      .query({ scheme: 'fit', asOf })
      .expect(200);
    expect(tiers.items.map(({ externalId, effective }: Json) => [externalId, effective])).toEqual(
      body.items.map(({ externalId, toTier }: Json) => [externalId, toTier]),
    );
  });
});

describe('a simulation of a version that reads families', () => {
  let api: TestApi;
  const byRevenue = (of: 'account' | 'family') => ({
    kind: 'bands',
    tiers: [
      { code: 'HIGH', rank: 2 },
      { code: 'LOW', rank: 1 },
    ],
    measures: { total: { revenueWindowMonths: 12, of } },
    boundaries: [{ tier: 'HIGH', measure: 'total', at: '1000', inclusive: true }],
  });

  beforeAll(async () => {
    api = await startApi();
    await openScheme(api, 'family', byRevenue('account'));
    await onboard(api, 'PARENT', '2024-01-01');
    await api
      .as('revops')
      .put('/v1/accounts/CHILD')
      .send({ name: 'CHILD', onboardedOn: '2024-01-01', parentExternalId: 'PARENT' })
      .expect(201);
    const facts = [
      { factId: 'r', occurredOn: '2024-06-01', amount: '1500', currency: 'EUR', kind: 'invoice' },
    ];
    await api.as('revops').post('/v1/accounts/CHILD/revenue').send({ facts }).expect(200);
  });
  afterAll(() => api.close());

  it('has the revenue of all that stand under an account', async () => {
    const policies = '/v1/schemes/family/policies';
    await api.as('policy-author').post(policies).send(byRevenue('family')).expect(201);
    const accepted = await api.as('revops').post(`${policies}/2/simulate`).send({ asOf: '2025-01-01' });
    await api.job(accepted);
    const { body } = await api
      .as('auditor')
      .get(`${policies}/2/simulations/${accepted.body.id}/accounts`)
      .expect(200);
    expect(
      body.items.map(({ externalId, fromTier, toTier }: Json) => [externalId, fromTier, toTier]),
    ).toEqual([
      ['CHILD', 'HIGH', 'HIGH'],
      ['PARENT', 'LOW', 'HIGH'],
    ]);
  });
});
