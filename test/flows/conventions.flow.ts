import { type Json, startApi, type TestApi } from '../../libs/testing/src/api';
import { contract, onboard, openScheme } from './opened';

describe('the conventions', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startApi();
    await openScheme(api, 'cv');
    for (const id of ['A1', 'A2', 'A3', 'A4', 'A5']) await onboard(api, id, '2025-01-01');
    await contract(api, 'A1', 'c1', '300000', '2025-01-01');
    await api.settled();
  });
  afterAll(() => api.close());

  describe('a repeated request', () => {
    const body = { facts: [{ factId: 'k1', measure: 'acv', value: '5', validFrom: '2025-01-01' }] };
    const post = (key: string, said: object, role: 'revops' | 'service' = 'revops') =>
      api.as(role).post('/v1/accounts/A2/facts').set('Idempotency-Key', key).send(said);

    it('is answered as it was, and done once', async () => {
      const first = await post('key-1', body).expect(200);
      const second = await post('key-1', { facts: [{ validFrom: '2025-01-01', ...body.facts[0] }] }).expect(
        200,
      );
      expect(second.body).toEqual(first.body);
      expect(second.headers['ledger-position']).toBe(first.headers['ledger-position']);
      expect(second.headers['idempotency-replayed']).toBe('true');
    });

    it('is refused with another body', async () => {
      const { status, body: problem } = await post('key-1', { facts: [{ ...body.facts[0], value: '6' }] });
      expect([status, problem.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    });

    it('is refused with another address', async () => {
      const { status, body: problem } = await api
        .as('revops')
        .post('/v1/accounts/A3/facts')
        .set('Idempotency-Key', 'key-1')
        .send(body);
      expect([status, problem.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    });

    it("is another's own, under the same key", async () => {
      const { status, headers } = await post('key-1', body, 'service');
      expect([status, headers['idempotency-replayed']]).toEqual([200, undefined]);
    });

    it('is done once, however many come at once', async () => {
      const said = { facts: [{ ...body.facts[0], factId: 'k2' }] };
      const answers = await Promise.all(Array.from({ length: 8 }, () => post('key-2', said)));
      const done = answers.filter(({ status }) => status === 200);
      expect(done.length).toBeGreaterThanOrEqual(1);
      expect(new Set(done.map(({ text }) => text)).size).toBe(1);
      for (const { status, body: problem } of answers) {
        if (status !== 200) expect([status, problem.code]).toEqual([409, 'IDEMPOTENCY_IN_PROGRESS']);
      }
    });

    it('gets the same refusal again', async () => {
      const wrong = { facts: [{ ...body.facts[0], value: '7' }] };
      const first = await post('key-3', wrong).expect(409);
      const second = await post('key-3', wrong).expect(409);
      expect(first.body.code).toBe('FACT_CONFLICT');
      expect(second.text).toBe(first.text);
    });

    it('needs a key that can be kept', async () => {
      const { status, body: problem } = await post('a key with spaces', body);
      expect([status, problem.errors[0].pointer]).toEqual([400, '/Idempotency-Key']);
    });

    it('of long work leads to the same job', async () => {
      const run = () =>
        api
          .as('revops')
          .post('/v1/schemes/cv/evaluations')
          .set('Idempotency-Key', 'run-1')
          .send({ effectiveOn: '2025-01-01' });
      const [first, second] = [await run().expect(202), await run().expect(202)];
      expect(second.headers['location']).toBe(first.headers['location']);
      await api.job(first);
    });
  });

  describe('a change meant for one revision', () => {
    it('is made there and nowhere else', async () => {
      const revops = api.as('revops');
      const put = (tag: string, name: string) =>
        revops.put('/v1/accounts/A3').set('If-Match', tag).send({ name, onboardedOn: '2025-01-01' });
      const { headers } = await revops.get('/v1/accounts/A3').expect(200);
      const changed = await put(headers['etag']!, 'Third').expect(200);
      const { status, body } = await put(headers['etag']!, 'Fourth');
      expect([status, body.code]).toEqual([412, 'REVISION_CONFLICT']);
      await put('"not ours"', 'Fourth').expect(412);
      await put(changed.headers['etag']!, 'Fourth').expect(200);
    });

    it('is meant for the account with its facts', async () => {
      const tag = async () => (await api.as('revops').get('/v1/accounts/A4').expect(200)).headers['etag'];
      const before = await tag();
      const position = await contract(api, 'A4', 'c1', '10', '2025-01-01');
      await api.as('revops').get(`/v1/accounts/A4?minPosition=${position}`).expect(200);
      expect(await tag()).not.toBe(before);
    });

    it('holds for schemes as well', async () => {
      const put = (tag: string) =>
        api.as('revops').put('/v1/schemes/cv').set('If-Match', tag).send({ name: 'CV' });
      await api.settled();
      const { headers } = await api.as('revops').get('/v1/schemes/cv').expect(200);
      await put('"0"').expect(412);
      await put(headers['etag']!).expect(200);
    });
  });

  describe('a list in pages', () => {
    it('is of one moment, whatever is written meanwhile', async () => {
      const page = (cursor?: string) =>
        api
          .as('auditor')
          .get('/v1/tiers')
          .query({ scheme: 'cv', asOf: '2025-01-01', limit: 2, ...(cursor && { cursor }) });
      const whole = await api.as('auditor').get('/v1/tiers?scheme=cv&asOf=2025-01-01').expect(200);
      const found: unknown[] = [];
      let cursor: string | undefined;
      for (let n = 0; ; n += 1) {
        const { body } = await page(cursor).expect(200);
        expect(body.position).toBe(whole.body.position);
        found.push(...body.items);
        if (body.nextCursor === null) break;
        cursor = body.nextCursor as string;
        await onboard(api, `A1-${n}`, '2025-01-01');
        await contract(api, 'A5', `c${n}`, `${n + 1}000000`, '2025-01-01');
        await api.settled();
      }
      expect(found).toEqual(whole.body.items);
    });

    it('goes on with its own question only', async () => {
      const { body } = await api.as('auditor').get('/v1/tiers?scheme=cv&limit=1').expect(200);
      const answer = await api
        .as('auditor')
        .get('/v1/tiers')
        .query({ scheme: 'cv', tier: 'T1', limit: 1, cursor: body.nextCursor });
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, '/cursor']);
    });

    it('finds accounts by name and by tier', async () => {
      await api.settled();
      const ids = async (query: object) =>
        (await api.as('auditor').get('/v1/accounts').query(query).expect(200)).body.items.map(
          (one: Json) => one.externalId,
        );
      expect(await ids({ search: 'a2' })).toEqual(['A2']);
      expect(await ids({ scheme: 'cv', tier: 'T2', asOf: '2025-01-01' })).toEqual(['A1']);
    });
  });

  describe('a stream', () => {
    it('gives the portfolio as CSV and as lines of JSON', async () => {
      const ask = (type: string) =>
        api.as('auditor').get('/v1/tiers?scheme=cv&asOf=2025-01-01').set('Accept', type).buffer();
      const csv = await ask('text/csv').expect(200);
      expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
      const [head, ...lines] = csv.text.trim().split('\r\n');
      expect(head).toBe('externalId,effective,computed,indicated,from,until,overrideId');
      expect(lines).toContain('A1,T2,T2,T2,2025-01-01,,');
      const parse = (response: Json, done: (error: null, text: string) => void) => {
        let text = '';
        response.on('data', (piece: Buffer) => (text += piece.toString())).on('end', () => done(null, text));
      };
      const ndjson = await ask('application/x-ndjson').parse(parse).expect(200);
      expect(String(ndjson.body).trim().split('\n')).toHaveLength(lines.length);
    });

    it('keeps a spreadsheet from running what a person wrote', async () => {
      await onboard(api, encodeURIComponent('=cmd()'), '2025-01-01');
      await api.settled();
      const csv = await api
        .as('auditor')
        .get('/v1/tiers?scheme=cv')
        .set('Accept', 'text/csv')
        .buffer()
        .expect(200);
      expect(csv.text).toContain("\r\n'=cmd(),");
      const audit = await api
        .as('auditor')
        .get('/v1/audit/events')
        .query({ externalId: '=cmd()' })
        .set('Accept', 'text/csv')
        .buffer();
      expect(audit.text).toContain(",AccountOnboarded,'=cmd(),");
    });

    it('is not given in a format that nobody writes', async () => {
      const { status, body } = await api.as('auditor').get('/v1/tiers?scheme=cv').set('Accept', 'image/png');
      expect([status, body.code]).toEqual([406, 'NOT_ACCEPTABLE']);
    });
  });

  it('a read waits for what was written', async () => {
    for (let n = 0; n < 5; n += 1) {
      const minPosition = await contract(api, 'A1', `w${n}`, `${300_000 + n}`, '2025-01-01');
      const { body } = await api
        .as('auditor')
        .get('/v1/accounts/A1/tier')
        .query({ scheme: 'cv', minPosition })
        .expect(200);
      expect(BigInt(body.position)).toBeGreaterThanOrEqual(BigInt(minPosition));
    }
  });

  it('every exchange has a name, the one its caller gave where there is one', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const traced = await api
      .as('revops')
      .get('/v1/nowhere')
      .set('traceparent', `00-${trace}-b7ad6b7169203331-01`);
    expect([traced.headers['x-request-id'], traced.body.traceId]).toEqual([trace, trace]);
    const other = await api.as('revops').get('/v1/nowhere');
    expect(other.body.traceId).toMatch(/^[\da-f]{32}$/);
  });

  it('metrics, health and documentation need no token', async () => {
    const anybody = api.anybody();
    for (const path of ['/health/live', '/health/ready', '/openapi.json', '/docs'])
      await anybody.get(path).expect(200);
    const { text } = await anybody.get('/metrics').expect(200);
    for (const name of [
      'http_request_seconds',
      'log_position',
      'projection_lag{view="tier-history"}',
      'jobs{kind="evaluation"',
    ]) {
      expect(text).toContain(`tierledger_${name}`);
    }
  });

  it('a view is rebuilt beside the one that answers', async () => {
    const result = await api.job(
      await api.as('admin').post('/v1/ops/projections/tier-history/rebuild').expect(202),
    );
    expect(result).toMatchObject({ view: 'tier-history', agreed: true });
    await api.as('admin').post('/v1/ops/projections/nope/rebuild').expect(404);
  });
});
