import { setTimeout as pause } from 'node:timers/promises';
import { type Json, startApi, type TestApi, type TestRole } from '../../../libs/testing/src/api';
import { contract, contractValue, onboard, openScheme } from '../opened';

const challenger = {
  ...contractValue,
  boundaries: [{ ...contractValue.boundaries[0], at: '300000' }, contractValue.boundaries[1]],
};

describe('a policy in the shadow', () => {
  let api: TestApi;
  const policies = '/v1/schemes/cv/policies';
  const post = (role: TestRole, path: string, body: object = {}) =>
    api.as(role).post(`${policies}${path}`).send(body);
  const evaluate = async (effectiveOn: string, more: object = {}) =>
    api.job(
      await api
        .as('revops')
        .post('/v1/schemes/cv/evaluations')
        .send({ effectiveOn, kind: 'scheduled', ...more }),
    );
  const shadow = async () => {
    await api.settled();
    return (await api.as('auditor').get(`${policies}/2/shadow`).expect(200)).body;
  };
  /** The comparison is made beside the run, and ends soon after it. */
  const comparedOn = async (day: string): Promise<Json> => {
    for (let tries = 0; tries < 4_000; tries += 1) {
      const { items } = await shadow();
      const found = items.find((one: Json) => one.day === day);
      if (found) return found;
      await pause(50);
    }
    throw new Error(`Nothing was compared on ${day}.`);
  };

  beforeAll(async () => {
    api = await startApi();
    await openScheme(api, 'cv');
    for (const [externalId, value] of [
      ['ACME', '320000'],
      ['BOLT', '1200000'],
      ['CORE', '10000'],
    ] as const) {
      await onboard(api, externalId, '2024-02-01');
      await contract(api, externalId, 'c1', value, '2024-03-01');
    }
    await post('policy-author', '', challenger).expect(201);
  });
  afterAll(() => api.close());

  it('runs from a day on, as a draft already', async () => {
    expect(await shadow()).toEqual({ from: null, items: [] });
    await post('policy-author', '/2/shadow', { from: '2024-07-01' }).expect(200);
    expect(await shadow()).toEqual({ from: '2024-07-01', items: [] });
    const { body } = await api.as('auditor').get(`${policies}/2`).expect(200);
    expect([body.state, body.shadowFrom]).toEqual(['DRAFT', '2024-07-01']);
  });

  it('is held against every review by itself, and assigns nothing', async () => {
    await evaluate('2024-10-01');
    const compared = await comparedOn('2024-10-01');
    expect(compared).toMatchObject({
      agreements: 2,
      differences: 1,
      matrix: [
        { from: 'T1', to: 'T1', accounts: 1 },
        { from: 'T2', to: 'T1', accounts: 1 },
        { from: 'T3', to: 'T3', accounts: 1 },
      ],
    });
    const { body: job } = await api.as('auditor').get(`/v1/jobs/${compared.jobId}`).expect(200);
    expect(job).toMatchObject({
      kind: 'simulation',
      createdBy: 'system:shadow',
      result: { from: '2024-07-01', to: '2024-10-01', moved: 1 },
    });
    const { body } = await api.as('auditor').get('/v1/accounts/ACME/tier?asOf=2024-10-01').expect(200);
    expect([body.effective, body.policyVersion]).toEqual(['T2', 1]);
  });

  it('is not compared on a day before its first, nor by a dry or an unscheduled run', async () => {
    await evaluate('2024-06-01');
    await evaluate('2024-11-01', { dryRun: true });
    await evaluate('2024-11-02', { kind: 'unscheduled' });
    await evaluate('2024-12-01');
    await comparedOn('2024-12-01');
    expect((await shadow()).items.map(({ day }: Json) => day)).toEqual(['2024-12-01', '2024-10-01']);
  });

  it('binds no approval by what it has compared', async () => {
    const { body } = await api.as('auditor').get(`${policies}/2/simulations`).expect(200);
    expect(body.items).toEqual([]);
    await post('policy-author', '/2/submit').expect(200);
    await post('finance', '/2/approve').expect(200);
    expect((await shadow()).from).toBe('2024-07-01');
  });

  it('ends when it is told to, or becomes part of the plan', async () => {
    await post('revops', '/2/unshadow').expect(200);
    expect((await shadow()).from).toBeNull();
    await post('revops', '/2/shadow', { from: '2025-01-01' }).expect(200);
    await post('revops', '/2/schedule', { effectiveFrom: '2025-01-01' }).expect(200);
    expect((await shadow()).from).toBeNull();
    const { status, body } = await post('revops', '/2/shadow', { from: '2025-02-01' });
    expect([status, body.code]).toEqual([409, 'POLICY_OUT_OF_ORDER']);
    await post('revops', '/9/shadow', { from: '2025-02-01' }).expect(404);
  });
});
