import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';
import { contract, contractValue, onboard } from '../opened';

describe('the life of a policy', () => {
  let api: TestApi;
  const policies = '/v1/schemes/cv/policies';
  const post = (role: 'revops' | 'policy-author' | 'finance', path: string, body: object = {}) =>
    api.as(role).post(`${policies}${path}`).send(body);
  const stateOf = async (version: number) => {
    await api.settled();
    return (await api.as('auditor').get(`${policies}/${version}`).expect(200)).body;
  };

  beforeAll(async () => {
    api = await startApi();
    await api.as('revops').put('/v1/schemes/cv').send({ name: 'Contract value' }).expect(201);
  });
  afterAll(() => api.close());

  it('begins as a draft, which says what is wrong with it', async () => {
    const gaps = { ...contractValue, boundaries: [{ tier: 'T4', measure: 'acv', at: '5', inclusive: true }] };
    const { body } = await post('policy-author', '', gaps).expect(201);
    expect(body.version).toBe(1);
    expect(body.lint).toContainEqual(
      expect.objectContaining({ severity: 'error', pointer: expect.stringMatching(/^\/boundaries/) }),
    );
  });

  it('is not handed in while it has errors', async () => {
    const { status, body } = await post('policy-author', '/1/submit');
    expect([status, body.code]).toEqual([422, 'POLICY_HAS_LINT_ERRORS']);
    expect(body.findings.length).toBeGreaterThan(0);
  });

  it('names each member of a document that it cannot read', async () => {
    const { status, body } = await post('policy-author', '', {
      ...contractValue,
      tiers: [{ code: 'T1', rank: '3' }],
      stabilizer: {},
    });
    expect([status, body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/stabilizer',
      '/tiers/0/rank',
    ]);
  });

  it('is drafted once, however often it is sent', async () => {
    const first = await post('policy-author', '', contractValue).expect(201);
    const second = await post('policy-author', '', contractValue).expect(201);
    expect([first.body.version, second.body.version]).toEqual([2, 2]);
    expect(first.body.lint.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
  });

  it('is not scheduled before it is approved', async () => {
    const { status, body } = await post('revops', '/2/schedule', { effectiveFrom: '2025-01-01' });
    expect([status, body.code]).toEqual([422, 'POLICY_NOT_APPROVED']);
  });

  it('is not approved before it is handed in', async () => {
    const { status, body } = await post('finance', '/2/approve');
    expect([status, body.code]).toEqual([409, 'POLICY_OUT_OF_ORDER']);
  });

  it('is handed in by its author, who may not approve it', async () => {
    await post('policy-author', '/2/submit').expect(200);
    const author = await api.person('policy-author', 'policy-author', 'committee');
    const { status, body } = await author.post(`${policies}/2/approve`).send({ simulationHash: 'sha256:0' });
    expect([status, body.code, body.rule]).toEqual([403, 'SOD_VIOLATION', 'SOD-7']);
  });

  it('is approved by another, and scheduled', async () => {
    await post('finance', '/2/approve', { comment: 'As discussed' }).expect(200);
    await post('revops', '/2/schedule', { effectiveFrom: '2024-02-01' }).expect(200);
    expect(await stateOf(2)).toMatchObject({
      state: 'SCHEDULED',
      author: 'policy-author',
      submittedBy: 'policy-author',
      decidedBy: 'finance',
      comment: 'As discussed',
      effectiveFrom: '2024-02-01',
      effectiveUntil: null,
    });
  });

  it('is in force from its day on: an account is assessed by the version of each day', async () => {
    await onboard(api, 'ACME', '2024-02-01');
    await contract(api, 'ACME', 'c1', '300000', '2024-03-01');
    const lower = {
      ...contractValue,
      boundaries: [{ ...contractValue.boundaries[0], at: '300000' }, contractValue.boundaries[1]],
    };
    const { body } = await post('policy-author', '', lower).expect(201);
    for (const [role, step, said] of [
      ['policy-author', 'submit', {}],
      ['revops', 'approve', {}],
      ['revops', 'schedule', { effectiveFrom: '2024-06-01' }],
    ] as const) {
      await post(role, `/${body.version}/${step}`, said).expect(200);
    }
    const minPosition = await contract(api, 'ACME', 'c2', '300000', '2024-06-01');
    const tierOn = async (asOf: string) =>
      (await api.as('auditor').get('/v1/accounts/ACME/tier').query({ asOf, minPosition }).expect(200)).body;
    expect(await tierOn('2024-05-31')).toMatchObject({ effective: 'T2', policyVersion: 2 });
    expect(await tierOn('2024-06-01')).toMatchObject({ effective: 'T1', policyVersion: 3 });
  });

  it('differs from the one before in what its author has changed', async () => {
    const { body } = await api.as('auditor').get(`${policies}/2/diff/3`).expect(200);
    expect(body.changes).toEqual([{ pointer: '/boundaries/0/at', before: '1000000', after: '300000' }]);
    expect(body.inWords).toEqual(['T1 begins at 300,000 of acv instead of 1,000,000.']);
  });

  it('may be rejected, with a reason', async () => {
    const { body } = await post('policy-author', '', { ...contractValue, combine: 'lowest' }).expect(201);
    await post('policy-author', `/${body.version}/submit`).expect(200);
    await post('revops', `/${body.version}/reject`).expect(400);
    await post('revops', `/${body.version}/reject`, { comment: 'Not now' }).expect(200);
    expect(await stateOf(body.version)).toMatchObject({
      state: 'REJECTED',
      decidedBy: 'revops',
      comment: 'Not now',
    });
  });

  it('ends when it is retired, and the days for which it was in force keep it', async () => {
    await post('revops', '/3/retire', { effectiveUntil: '2024-09-01' }).expect(200);
    expect(await stateOf(3)).toMatchObject({ state: 'RETIRED', effectiveUntil: '2024-09-01' });
    const { body } = await api.as('auditor').get('/v1/accounts/ACME/tier?asOf=2024-06-01').expect(200);
    expect(body.effective).toBe('T1');
  });

  it('has its changelog: what each version changed in words, by whom, and what became of it', async () => {
    const { body } = await api.as('auditor').get('/v1/schemes/cv/changelog').expect(200);
    expect(body.items.map(({ version, author, inWords }: Json) => [version, author, inWords])).toEqual([
      [1, 'policy-author', ['The first version: bands, with the tiers T1, T2, T3.']],
      [
        2,
        'policy-author',
        [
          'T1 begins at 1,000,000 of acv, which is new.',
          'T2 begins at 250,000 of acv, which is new.',
          'T4 begins nowhere on acv any more; it began at 5.',
        ],
      ],
      [3, 'policy-author', ['T1 begins at 300,000 of acv instead of 1,000,000.']],
      [
        4,
        'policy-author',
        [
          'T1 begins at 1,000,000 of acv instead of 300,000.',
          'Of the tiers that several measures give, the lowest is taken instead of the highest.',
        ],
      ],
    ]);
    const steps = (version: number) =>
      body.items[version - 1].changes.map(({ change, by, day, comment }: Json) => [change, by, day, comment]);
    expect(steps(1)).toEqual([]);
    expect(steps(2)).toEqual([
      ['SUBMITTED', 'policy-author', null, null],
      ['APPROVED', 'finance', null, 'As discussed'],
      ['SCHEDULED', 'revops', '2024-02-01', null],
    ]);
    expect(steps(3).at(-1)).toEqual(['RETIRED', 'revops', '2024-09-01', null]);
    expect(steps(4).at(-1)).toEqual(['REJECTED', 'revops', null, 'Not now']);
    await api.as('auditor').get('/v1/schemes/none/changelog').expect(404);
  });

  it('is on record from its first word to its last', async () => {
    const { body } = await api.as('auditor').get('/v1/audit/events?stream=scheme-cv&limit=500').expect(200);
    expect(body.items.map(({ type }: { type: string }) => type)).toEqual([
      'SchemeOpened',
      'PolicyDrafted',
      'PolicyDrafted',
      'PolicySubmitted',
      'PolicyApproved',
      'PolicyScheduled',
      'PolicyDrafted',
      'PolicySubmitted',
      'PolicyApproved',
      'PolicyScheduled',
      'PolicyDrafted',
      'PolicySubmitted',
      'PolicyRejected',
      'PolicyRetired',
    ]);
    const approved = body.items.find(({ type }: { type: string }) => type === 'PolicyApproved');
    expect([approved.actor, approved.reason]).toEqual(['finance', 'As discussed']);
  });

  it('belongs to one of many schemes, of which one is primary', async () => {
    await api.as('revops').put('/v1/schemes/other').send({ name: 'Other' }).expect(201);
    const { status, body } = await api
      .as('revops')
      .put('/v1/schemes/other')
      .send({ name: 'Other', primary: true });
    expect([status, body.code]).toEqual([409, 'PRIMARY_SCHEME_IS_SET']);
    await api.settled();
    const { body: list } = await api.as('revops').get('/v1/schemes').expect(200);
    expect(list.items.map((one: Json) => [one.scheme, one.primary])).toEqual([
      ['cv', true],
      ['other', false],
    ]);
  });
});
