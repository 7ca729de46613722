import { AccessLog } from '../../../apps/api/src/access-log/access-log';
import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';
import { onboard, openScheme } from '../opened';

describe('the access log', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
    await openScheme(api, 'cv');
    for (const id of ['A1', 'A2', 'A3']) await onboard(api, id, '2025-01-01');
    await api.settled();
  });
  afterAll(() => api.close());

  const entries = async (question: object = {}): Promise<Json[]> =>
    (
      await api
        .as('auditor')
        .get('/v1/access-log')
        .query({ limit: 500, ...question })
        .expect(200)
    ).body.items;

  it('tells who read what, with the question and without what else the address held', async () => {
    const reader = await api.person('rita', 'finance', 'cs-lead');
    const question = { scheme: 'cv', asOf: '2025-01-01', search: 'Globex' };
    await reader.get('/v1/accounts').query(question).set('X-Request-Id', 'trace-of-rita').expect(200);
    await reader.get('/v1/accounts/A1/tier?scheme=cv').expect(200);
    const [list, tier, ...none] = await entries({ actor: 'rita' });
    expect(list).toEqual({
      at: expect.stringMatching(/^20\d\d-/),
      actor: 'rita',
      roles: ['finance', 'cs-lead'],
      method: 'GET',
      route: '/v1/accounts',
      path: '/v1/accounts?scheme=cv&asOf=2025-01-01',
      ...{ externalId: null, status: 200, reason: null, rows: null, traceId: 'trace-of-rita' },
    });
    expect([tier.route, tier.path, tier.externalId]).toEqual([
      '/v1/accounts/{externalId}/tier',
      '/v1/accounts/A1/tier?scheme=cv',
      'A1',
    ]);
    expect(none).toEqual([]);
  });

  it('tells how many rows went out with an export', async () => {
    const exporter = await api.person('ed', 'finance');
    for (const type of ['text/csv', 'application/x-ndjson'])
      await exporter.get('/v1/tiers?scheme=cv').set('Accept', type).expect(200);
    expect((await entries({ actor: 'ed' })).map(({ rows }) => rows)).toEqual([3, 3]);
  });

  describe('a denial leaves no event and one entry', () => {
    const expired = () => api.instance.signingKey!.issueToken({ sub: 'old', roles: ['admin'], ttl: '-1h' });
    const limited = () =>
      api.instance.signingKey!.issueToken({
        sub: 'lim',
        roles: ['revops'],
        scope: { region: ['EMEA'] },
      });
    const put = '/v1/accounts/A1';

    it.each<[string, () => Promise<string | undefined>, number, string | null, string]>([
      ['of nobody', async () => undefined, 401, null, 'UNAUTHENTICATED: Send a token'],
      ['of a token that has run out', expired, 401, null, 'UNAUTHENTICATED: The token has expired'],
      [
        'of a made-up key',
        async () => `tlk_${'0'.repeat(16)}_${'x'.repeat(43)}`,
        401,
        null,
        'UNAUTHENTICATED: ',
      ],
      ['of somebody without the role', () => issue('eve', 'finance'), 403, 'eve', 'FORBIDDEN: PUT '],
      [
        'of somebody for whom it is not there',
        limited,
        404,
        'lim',
        'NOT_FOUND: There is no account A1 in your',
      ],
    ])('%s', async (_, token, status, actor, reason) => {
      const [head, from] = [await api.instance.store.head(), new Date().toISOString()];
      const said = await token();
      const answer = await api
        .anybody(said && `Bearer ${said}`)
        .put(put)
        .send({ name: 'Other', onboardedOn: '2025-01-01' });
      expect(answer.status).toBe(status);
      const left = await entries({ from, status });
      expect(left).toHaveLength(1);
      expect(left[0]).toMatchObject({ actor, method: 'PUT', externalId: 'A1', path: put });
      expect(left[0].reason).toContain(reason);
      expect(await api.instance.store.head()).toBe(head);
    });

    const issue = (sub: string, role: string) => api.instance.signingKey!.issueToken({ sub, roles: [role] });
  });

  it('knows the keys that were made and revoked', async () => {
    const admin = await api.person('ada', 'admin');
    const { body } = await admin
      .post('/v1/service-keys')
      .send({ name: 'x', roles: ['auditor'] })
      .expect(201);
    await api.anybody(`Bearer ${body.secret}`).get('/v1/schemes').expect(200);
    await admin.post(`/v1/service-keys/${body.id}/revoke`).expect(200);
    expect((await entries({ actor: 'ada' })).map(({ reason }) => reason)).toEqual([
      `Made the service key ${body.id}.`,
      `Revoked the service key ${body.id}.`,
    ]);
    expect(await entries({ actor: `service-key:${body.id}` })).toHaveLength(1);
    const { rows } = await api.instance.pool.query('select l::text as kept from ops.access_log l');
    expect(rows.filter(({ kept }) => kept.includes(body.secret.slice(21)))).toEqual([]);
  });

  it('holds no health, no metrics and no address that nobody serves', async () => {
    const from = new Date().toISOString();
    for (const path of ['/health/live', '/metrics', '/docs', '/nowhere']) await api.anybody().get(path);
    expect((await entries({ from })).filter(({ route }) => route !== '/v1/access-log')).toEqual([]);
  });

  it('is read in pages that are parts of one answer, and as a stream', async () => {
    const reader = await api.person('paul', 'committee');
    for (let n = 0; n < 7; n += 1) await reader.get(`/v1/schemes/cv?limit=${n}`);
    const whole = await entries({ actor: 'paul' });
    const auditor = api.as('auditor');
    let paths: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await auditor
        .get('/v1/access-log')
        .query({ actor: 'paul', limit: 3, ...(cursor && { cursor }) })
        .expect(200);
      await reader.get('/v1/settings').expect(200);
      paths = [...paths, ...body.items.map(({ path }: Json) => path)];
      cursor = body.nextCursor;
    } while (cursor);
    expect(paths).toEqual(whole.map(({ path }) => path));
    expect(paths).toHaveLength(7);
    const csv = await auditor.get('/v1/access-log?actor=paul').set('Accept', 'text/csv').expect(200);
    expect(csv.text.split('\r\n')[0]).toBe(
      'at,actor,roles,method,route,path,externalId,status,reason,rows,traceId',
    );
    expect(csv.text.trim().split('\r\n').length).toBeGreaterThan(8);
    await auditor.get('/v1/access-log?from=2025-02-01&to=2025-01-01').expect(400);
    await auditor.get('/v1/access-log?cursor=abc').expect(400);
    await api.as('revops').get('/v1/access-log').expect(403);
  });

  it('takes whatever an address says', async () => {
    const reader = await api.person('zoe', 'finance');
    for (const path of [
      '/v1/accounts/a%00b',
      `/v1/accounts/${'%F0%9F%92%A9'.repeat(120)}`,
      '/v1/accounts/%ed%a0%80',
    ])
      await reader.get(path);
    await reader.get('/v1/accounts?externalId=1&externalId=2&cursor=secret');
    const kept = await entries({ actor: 'zoe' });
    expect(kept.length).toBeGreaterThanOrEqual(3);
    expect(kept.at(-1).path).toBe('/v1/accounts?externalId=1&externalId=2');
  });

  it('is kept for as many days as it is to be', async () => {
    const now = new Date();
    await api.instance.pool.query(
      `insert into ops.access_log (at, actor, roles, method, route, path, status, trace_id)
       select $1::timestamptz - n * interval '1 day', 'old', '', 'GET', '/', '/', 200, '' from generate_series(1, 5) n`,
      [now],
    );
    await new AccessLog(api.instance.pool).forget(new Date(now.getTime() - 2.5 * 24 * 3600_000));
    expect(await entries({ actor: 'old' })).toHaveLength(2);
  });
});
