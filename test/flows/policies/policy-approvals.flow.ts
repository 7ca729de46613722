import { type Json, startApi, type TestApi, type TestRole } from '../../../libs/testing/src/api';
import { contractValue } from '../opened';

/** A policy that three roles approve, with golden accounts. */
const asking = {
  ...contractValue,
  approvals: ['revops', 'finance', 'sales-leader'],
  cases: [
    { name: 'just Growth', inputs: { acv: '250000' }, expect: 'T2' },
    { name: 'just under', inputs: { acv: '249999.99' }, expect: 'T3' },
    { name: 'nothing known', inputs: { acv: null }, current: 'T1', expect: 'HELD' },
  ],
};

describe('the approvals of a policy', () => {
  let api: TestApi;
  const policies = '/v1/schemes/cv/policies';
  const post = (role: TestRole, path: string, body: object = {}) =>
    api.as(role).post(`${policies}${path}`).send(body);
  const draft = async (document: object) => {
    const { body } = await post('policy-author', '', document).expect(201);
    await post('policy-author', `/${body.version}/submit`).expect(200);
    return body;
  };
  const get = async (path: string) => {
    await api.settled();
    return (await api.as('auditor').get(`${policies}${path}`).expect(200)).body;
  };

  beforeAll(async () => {
    api = await startApi();
    await api.as('revops').put('/v1/schemes/cv').send({ name: 'Contract value' }).expect(201);
  });
  afterAll(() => api.close());

  it('are said by the document, each role once', async () => {
    const { status, body } = await post('policy-author', '', {
      ...asking,
      approvals: ['finance', 'finance'],
    });
    expect([status, body.errors]).toEqual([
      400,
      [{ pointer: '/approvals', detail: 'Each role is asked for once.' }],
    ]);
    const { version, lint } = await draft(asking);
    expect(version).toBe(1);
    expect(lint.map(({ code, pointer }: Json) => [code, pointer])).toContainEqual([
      'RULE_NOT_COVERED',
      '/boundaries/0',
    ]);
    expect((await get('/1')).missing).toEqual(['revops', 'finance', 'sales-leader']);
  });

  it('are given role by role, and the answer says who is missing', async () => {
    const { body } = await post('finance', '/1/approve', { comment: 'The sums are right.' }).expect(200);
    expect(body).toMatchObject({ state: 'SUBMITTED', missing: ['revops', 'sales-leader'] });
    expect(await get('/1')).toMatchObject({
      state: 'SUBMITTED',
      missing: ['revops', 'sales-leader'],
      approvals: [
        { role: 'finance', approvedBy: 'finance', comment: 'The sums are right.', simulationHash: null },
      ],
    });
  });

  it('are refused to whoever has no role that is asked for, or names one of another', async () => {
    for (const role of ['cs-lead', 'committee'] as const) {
      const { status, body } = await post(role, '/1/approve');
      expect([status, body.code, body.missing]).toEqual([
        403,
        'ROLE_NOT_ASKED_FOR',
        ['revops', 'sales-leader'],
      ]);
    }
    const { status, body } = await post('revops', '/1/approve', { role: 'sales-leader' });
    expect([status, body.code]).toEqual([403, 'ROLE_NOT_HELD']);
    await post('revops', '/1/approve', { role: 'committee' }).expect(400);
  });

  it('are of different people, none of them the author', async () => {
    const many = await api.person('mia', 'revops', 'sales-leader');
    await many.post(`${policies}/1/approve`).send({}).expect(200);
    for (const role of [undefined, 'sales-leader']) {
      const { status, body } = await many.post(`${policies}/1/approve`).send({ role });
      expect([status, body.code, body.rule]).toEqual([403, 'SOD_VIOLATION', 'SOD-5']);
    }
    const author = await api.person('policy-author', 'sales-leader');
    const { status, body } = await author.post(`${policies}/1/approve`).send({});
    expect([status, body.code, body.rule]).toEqual([403, 'SOD_VIOLATION', 'SOD-7']);
  });

  it('are of nobody who may decide for the author, and of no service account', async () => {
    const author = await api.person('policy-author', 'finance');
    const scope = { roles: ['finance'], schemes: ['cv'] };
    const lent = { delegate: 'lee', scope, from: '2025-01-01', until: '2025-01-20' };
    const { body } = await author.post('/v1/delegations').send(lent).expect(201);
    for (const [who, rule] of [
      [await api.person('lee', 'sales-leader'), 'SOD-7'],
      [await api.person('robot', 'service', 'sales-leader'), 'SOD-6'],
    ] as const)
      expect((await who.post(`${policies}/1/approve`).send({}).expect(403)).body.rule).toBe(rule);
    await author.post(`/v1/delegations/${body.id}/revoke`).send({}).expect(200);
  });

  it('approve it when the last is given, and not before', async () => {
    const early = await post('revops', '/1/schedule', { effectiveFrom: '2025-01-01' });
    expect([early.status, early.body.code]).toEqual([422, 'POLICY_NOT_APPROVED']);
    const { body } = await post('sales-leader', '/1/approve').expect(200);
    expect(body).toMatchObject({ state: 'APPROVED', missing: [] });
    expect((await get('/1')).approvals.map(({ role, approvedBy }: Json) => [role, approvedBy])).toEqual([
      ['finance', 'finance'],
      ['revops', 'mia'],
      ['sales-leader', 'sales-leader'],
    ]);
    const types = (
      await api.as('auditor').get('/v1/audit/events?stream=scheme-cv&limit=500').expect(200)
    ).body.items.map(({ type }: Json) => type);
    expect(types.slice(-3)).toEqual(['PolicyApprovalGiven', 'PolicyApprovalGiven', 'PolicyApproved']);
  });

  it('do not do for its golden accounts: those that fail keep it from being scheduled', async () => {
    expect(await get('/1/cases')).toMatchObject({ passed: 3, failed: 0, uncovered: ['/boundaries/0'] });
    const wrong = { name: 'ten thousand', inputs: { acv: '10000' }, expect: 'T2' };
    const { version } = await draft({ ...contractValue, cases: [...asking.cases, wrong] });
    await post('revops', `/${version}/approve`).expect(200);
    const { status, body } = await post('revops', `/${version}/schedule`, { effectiveFrom: '2025-01-01' });
    const failure = { name: 'ten thousand', expected: 'T2', outcome: 'T3', passed: false, reasons: [] };
    expect([status, body.code, body.failures]).toEqual([422, 'GOLDEN_ACCOUNTS_FAILED', [failure]]);
    const cases = await get(`/${version}/cases`);
    expect(cases.items.at(-1)).toEqual(failure);
    expect(cases.rules).toEqual([
      {
        pointer: '/boundaries/0',
        says: 'acv is at least 1000000',
        matched: 0,
        notMatched: 3,
        notEvaluated: 1,
      },
      {
        pointer: '/boundaries/1',
        says: 'acv is at least 250000',
        matched: 1,
        notMatched: 2,
        notEvaluated: 1,
      },
    ]);
    await post('revops', '/1/schedule', { effectiveFrom: '2025-01-01' }).expect(200);
  });
});
