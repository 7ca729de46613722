import { connect } from 'node:net';
import { startApi, type TestApi } from '../../libs/testing/src/api';
import { onboard, openScheme } from './opened';

// What is sent are these bytes, and not their JSON.
const asItIs = (body: unknown) => body as string;

describe('what no client should send', () => {
  let api: TestApi;
  const json = { 'content-type': 'application/json' };
  const facts = '/v1/accounts/ACME/facts';
  const fact = { factId: 'f1', measure: 'acv', value: '1', validFrom: '2025-01-01' };
  const post = (body: string | Buffer, path = facts) =>
    api
      .as('revops')
      .post(path)
      .set(json)
      .serialize(asItIs)
      .send(body as string);
  const get = (path: string) => api.as('revops').get(path);

  beforeAll(async () => {
    api = await startApi({ patienceMs: 5_000 });
    await openScheme(api, 'cv');
    await onboard(api, 'ACME', '2025-01-01');
    await api.settled();
  });
  afterAll(() => api.close());

  it.each([
    ['an unknown field', { facts: [{ ...fact, colour: 'red' }] }, '/facts/0/colour', /no such field/],
    ['a missing field', { facts: [{ factId: 'f1' }] }, '/facts/0/measure', /is needed/],
    ['a wrong type', { facts: [{ ...fact, value: 5 }] }, '/facts/0/value', /is text/],
    ['another wrong type', { facts: 'all of them' }, '/facts', /is a list/],
    ['nothing', {}, '/facts', /is needed/],
    ['no facts', { facts: [] }, '/facts', /at least 1 entry/],
    [
      'a day that does not exist',
      { facts: [{ ...fact, validFrom: '2025-02-29' }] },
      '/facts/0/validFrom',
      /no day 2025-02-29/,
    ],
    [
      'a day out of range',
      { facts: [{ ...fact, validFrom: '3000-01-01' }] },
      '/facts/0/validFrom',
      /between 1900-01-01 and 2999-12-31/,
    ],
    [
      'an instant out of range',
      { facts: [{ ...fact, validFrom: '1899-12-31T23:00:00Z' }] },
      '/facts/0/validFrom',
      /between 1900/,
    ],
    [
      'an instant without an offset',
      { facts: [{ ...fact, validFrom: '2025-01-01T00:00:00' }] },
      '/facts/0/validFrom',
      /offset/,
    ],
    [
      'a name of 129 characters',
      { facts: [{ ...fact, factId: 'x'.repeat(129) }] },
      '/facts/0/factId',
      /1 to 128/,
    ],
  ])('%s is VALIDATION_FAILED', async (_, body, pointer, detail) => {
    const { status, body: problem } = await post(JSON.stringify(body));
    expect([status, problem.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(problem.errors).toContainEqual({ pointer, detail: expect.stringMatching(detail) });
  });

  it.each([
    ['nesting 20,000 deep', '{"a":'.repeat(20_000), /nested deeper than 32/],
    ['brackets 20,000 deep', '['.repeat(20_000), /nested deeper than 32/],
    [
      '10,001 keys',
      JSON.stringify(Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`k${n}`, 0]))),
      /10000 keys/,
    ],
    ['NUL', '{"facts":[{"factId":"a\\u0000b"}]}', /NUL/],
    ['half a surrogate pair', '{"facts":[{"factId":"\\ud800"}]}', /surrogate/],
    ['a key twice', '{"facts":[],"facts":[]}', /twice/],
    ['a reach for the prototype', '{"__proto__":{"admin":true},"facts":[]}', /cannot be called/],
    ['no JSON', '{"facts":', /not JSON/],
    ['a number without bound', '{"facts":1e999}', /too large/],
    ['Latin-1', Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d]), /not UTF-8/],
    ['a bare word', '"facts"', /JSON object/],
    ['a list', '[]', /JSON object/],
  ])('%s is stopped at the gate', async (_, body, detail) => {
    const { status, body: problem } = await post(body);
    expect([status, problem.code, problem.detail]).toEqual([
      400,
      'VALIDATION_FAILED',
      expect.stringMatching(detail),
    ]);
  });

  it('a body of 30 MB is told so, and the sender hears it', async () => {
    const { status, body } = await post(Buffer.alloc(30_000_000, ' '));
    expect([status, body.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it('a form and a picture are no JSON', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'image/png', 'text/csv']) {
      const { status, body } = await api.as('revops').post(facts).set('content-type', type).send('a=1');
      expect([status, body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
  });

  it.each([
    ['/v1/tiers?limit=1e9', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?limit=501', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?limit=0', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?limit=5&limit=6', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?cursor=abc', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?colour=red', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?__proto__=1', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?constructor=1', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?asOf=2025-02-30', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?asOf=2025-01-01T00:00:00Z', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?knownAt=2025-01-01', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?knownAt=2025-01-01T12:00:00+02:00', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?knownAt=2999-01-01T00:00:00Z', 422, 'KNOWN_AT_IN_FUTURE'],
    ['/v1/tiers?minPosition=-1', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers?minPosition=999999999999999999', 503, 'STALE_READ'],
    ['/v1/tiers?scheme=nope', 404, 'NOT_FOUND'],
    ['/v1/tiers/distribution?scheme=nope', 404, 'NOT_FOUND'],
    ['/v1/tiers/moves?from=2025-02-01&to=2025-01-01', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers/moves?from=2025-01-01&to=2025-01-01', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers/moves?from=2025-01-01', 400, 'VALIDATION_FAILED'],
    ['/v1/tiers/migration?scheme=nope&from=2025-01-01&to=2025-02-01', 404, 'NOT_FOUND'],
    ['/v1/accounts/ACME/tier?asOf=2024-12-31', 404, 'NOT_ONBOARDED'],
    ['/v1/accounts/ACME/tier?scheme=nope', 404, 'NOT_FOUND'],
    ['/v1/accounts/NOBODY/tier', 404, 'NOT_FOUND'],
    ['/v1/accounts/NOBODY/timeline', 404, 'NOT_FOUND'],
    ['/v1/accounts/NOBODY/history', 404, 'NOT_FOUND'],
    ['/v1/accounts/NOBODY', 404, 'NOT_FOUND'],
    ['/v1/accounts/A%00B', 400, 'VALIDATION_FAILED'],
    [`/v1/accounts/${'x'.repeat(129)}`, 400, 'VALIDATION_FAILED'],
    [`/v1/accounts/${'x'.repeat(9000)}`, 414, 'URI_TOO_LONG'],
    ['/v1/accounts/%zz', 400, 'BAD_REQUEST'],
    ['/v1/jobs/1', 400, 'VALIDATION_FAILED'],
    ['/v1/jobs/6f1c1f3e-0d0a-5c0b-9a53-5a7d6b1f1d2e', 404, 'NOT_FOUND'],
    ['/v1/imports/6f1c1f3e-0d0a-5c0b-9a53-5a7d6b1f1d2e/rejects', 404, 'NOT_FOUND'],
    ['/v1/schemes/nope', 404, 'NOT_FOUND'],
    ['/v1/schemes/cv/policies/7', 404, 'NOT_FOUND'],
    ['/v1/schemes/cv/policies/x', 400, 'VALIDATION_FAILED'],
    ['/v1/audit/events?from=2025-02-01&to=2025-01-01', 400, 'VALIDATION_FAILED'],
    ['/v1/nowhere', 404, 'NOT_FOUND'],
  ])('GET %s is %i %s', async (path, status, code) => {
    const answer = await get(path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({
      status,
      title: expect.any(String),
      instance: expect.any(String),
      traceId: expect.any(String),
    });
    expect(answer.body.detail).toMatch(/\w.*[.]$/);
  });

  it('an address that is served is asked with its own methods', async () => {
    const { status, body, headers } = await api.as('admin').delete('/v1/schemes');
    expect([status, body.code, headers['allow']]).toEqual([405, 'METHOD_NOT_ALLOWED', 'GET, HEAD']);
  });

  it.each([
    ['an account that nobody knows', '/v1/accounts/NOBODY/facts', { facts: [fact] }, 404, 'NOT_FOUND'],
    [
      'a correction of a fact that nobody told',
      '/v1/corrections',
      { externalId: 'ACME', factId: 'f9', retroKind: 'ERROR_CORRECTION', reason: 'x', value: '2' },
      404,
      'NOT_FOUND',
    ],
    [
      'a correction that corrects nothing',
      '/v1/corrections',
      { externalId: 'ACME', factId: 'f9', retroKind: 'ERROR_CORRECTION', reason: 'x' },
      400,
      'VALIDATION_FAILED',
    ],
    [
      'a decision dressed as a correction',
      '/v1/corrections',
      { externalId: 'ACME', factId: 'f9', retroKind: 'RETRO_DECISION', reason: 'x', value: '2' },
      422,
      'RETRO_DECISION_IS_NO_CORRECTION',
    ],
    [
      'an evaluation of an unknown scheme',
      '/v1/schemes/nope/evaluations',
      { effectiveOn: '2025-01-01' },
      404,
      'NOT_FOUND',
    ],
    [
      'an evaluation before any policy',
      '/v1/schemes/cv/evaluations',
      { effectiveOn: '2023-12-31' },
      422,
      'POLICY_NOT_IN_FORCE',
    ],
    [
      'a policy for an unknown scheme',
      '/v1/schemes/nope/policies',
      {
        kind: 'bands',
        tiers: [{ code: 'a', rank: 1 }],
        measures: { m: { fact: 'm' } },
        boundaries: [{ tier: 'a', measure: 'm', at: '1', inclusive: true }],
      },
      404,
      'NOT_FOUND',
    ],
    ['a policy of an unknown kind', '/v1/schemes/cv/policies', { kind: 'dice' }, 400, 'VALIDATION_FAILED'],
    [
      'more questions than can be asked at once',
      '/v1/tiers/as-of',
      { items: Array.from({ length: 10_001 }, () => ({ externalId: 'A' })) },
      400,
      'VALIDATION_FAILED',
    ],
  ])('%s is answered with its own code', async (_, path, body, status, code) => {
    const answer = await post(JSON.stringify(body), path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('a time zone that does not exist is not taken', async () => {
    const { status, body } = await api
      .as('admin')
      .put('/v1/settings')
      .send({ governanceTimeZone: 'Mars/Olympus' });
    expect([status, body.code]).toEqual([422, 'UNKNOWN_TIME_ZONE']);
  });

  it('the clock goes forward only, and a real one not at all', async () => {
    const { status, body } = await api.as('admin').post('/v1/clock').send({ now: '2024-01-01T00:00:00Z' });
    expect([status, body.code]).toEqual([409, 'CLOCK_GOES_FORWARD_ONLY']);
  });

  it('half a request line does not take the server with it', async () => {
    const { port, hostname } = new URL(api.url);
    await new Promise<void>((done) => {
      const socket = connect(Number(port), hostname, () => socket.end('GET /v1/tiers HT\r\n\r\n'));
      socket
        .resume()
        .on('close', () => done())
        .on('error', () => undefined);
    });
    await get('/health/live').expect(200);
  });
});
