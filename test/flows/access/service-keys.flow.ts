import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';
import { KeyBook } from '../../../apps/api/src/service-keys/key-book';
import { KeyCallers } from '../../../apps/api/src/service-keys/key-callers';
import { everythingButDate } from './everything-but-date';
import { onboard, openScheme } from '../opened';

describe('a service key', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ clock: 'real' });
    await openScheme(api, 'cv');
    await onboard(api, 'A1', '2025-01-01');
    await api.settled();
  });
  afterAll(() => api.close());
  afterEach(() => jest.useRealTimers());

  const make = async (terms: object = {}): Promise<Json> => {
    const { body } = await api
      .as('admin')
      .post('/v1/service-keys')
      .send({ name: 'billing', roles: ['service'], ...terms })
      .expect(201);
    return body;
  };
  const using = (secret: string) => api.anybody(`Bearer ${secret}`);
  const listed = async (id: string): Promise<Json> => {
    const { body } = await api.as('auditor').get('/v1/service-keys').expect(200);
    return body.items.find((key: Json) => key.id === id);
  };

  it('is told once, and opens what its roles open', async () => {
    const { secret, ...told } = await make({ perMinute: 1000, expiresOn: '2199-01-01' });
    expect(secret).toBe(`tlk_${told.id}_${secret.split('_').slice(2).join('_')}`);
    expect(told).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      ...{ name: 'billing', roles: ['service'], scope: null, perMinute: 1000, expiresOn: '2199-01-01' },
      ...{
        createdBy: 'admin',
        createdAt: expect.any(String),
        lastUsedAt: null,
        revokedBy: null,
        revokedAt: null,
      },
    });
    expect(await listed(told.id)).toEqual(told);
    await using(secret).get('/v1/schemes').expect(200);
    await using(secret).put('/v1/settings').send({}).expect(403);
  });

  it('stands behind what it records', async () => {
    const { secret, id } = await make();
    const facts = [{ factId: 'f1', measure: 'acv', value: '5', validFrom: '2025-01-01' }];
    const { body } = await using(secret).post('/v1/accounts/A1/facts').send({ facts }).expect(200);
    const events = await api
      .as('auditor')
      .get(`/v1/audit/events?actor=service-key:${id}`)
      .query({ minPosition: body.position });
    expect(events.body.items.map((event: Json) => event.type)).toEqual(['FactsRecorded']);
  });

  it('is kept as a hash', async () => {
    const { secret } = await make({ name: 'hashed' });
    const { rows } = await api.instance.pool.query(
      `select k::text as kept from ops.service_keys k union all select i::text from ops.idempotency i`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ kept }) => kept.includes(secret.slice(21)))).toEqual([]);
  });

  it('is used: the list says so', async () => {
    const { secret, id } = await make();
    await using(secret).get('/v1/schemes').expect(200);
    await soon(async () => expect((await listed(id)).lastUsedAt).not.toBeNull());
  });

  it('decides nothing', async () => {
    for (const roles of [
      ['revops'],
      ['service', 'finance'],
      ['admin'],
      ['service', 'service'],
      [],
      'service',
    ]) {
      const { status, body } = await api.as('admin').post('/v1/service-keys').send({ name: 'x', roles });
      expect([status, body.errors[0].pointer]).toEqual([400, '/roles']);
    }
    const { secret } = await make({ roles: ['service', 'auditor'] });
    const approve = '/v1/overrides/00000000-0000-4000-8000-000000000000/approve';
    await using(secret).post(approve).send({}).expect(403);
    await using(secret).post('/v1/delegations').send({}).expect(403);
    await using(secret)
      .post('/v1/service-keys')
      .send({ name: 'more', roles: ['service'] })
      .expect(403);
    await using(secret).get('/v1/audit/events').expect(200);
  });

  it('is for a part of the portfolio where it says so', async () => {
    const { secret, scope } = await make({ scope: { region: ['EMEA'] }, roles: ['auditor'] });
    expect(scope).toEqual({ region: ['EMEA'] });
    const { body } = await using(secret).get('/v1/accounts/A1').expect(404);
    expect(body.code).toBe('NOT_FOUND');
    await using((await make({ scope: {} })).secret)
      .get('/v1/accounts/A1')
      .expect(200);
  });

  it.each([
    ['a scope that is none', { scope: { region: 'EMEA' } }, '/scope'],
    ['a day gone by', { expiresOn: '2020-01-01' }, '/expiresOn'],
    ['no calls at all', { perMinute: 0 }, '/perMinute'],
    ['no name', { name: '' }, '/name'],
    ['a secret of its own', { secret: 'x' }, '/secret'],
  ])('is not made with %s', async (_, terms, pointer) => {
    const said = { name: 'x', roles: ['service'], ...terms };
    const { status, body } = await api.as('admin').post('/v1/service-keys').send(said);
    expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
  });

  it('made again by the same request is not, since its secret is told', async () => {
    const again = () =>
      api
        .as('admin')
        .post('/v1/service-keys')
        .set('Idempotency-Key', 'once')
        .send({ name: 'once', roles: ['service'] });
    await again().expect(201);
    expect((await again().expect(409)).body.code).toBe('SECRET_TOLD_ONCE');
    const { body } = await api.as('admin').get('/v1/service-keys').expect(200);
    expect(body.items.filter((key: Json) => key.name === 'once')).toHaveLength(1);
  });

  it('opens nothing that is changed, cut, or of another', async () => {
    const [one, other] = [await make(), await make()];
    const tail = (key: Json) => key.secret.slice(21);
    for (const said of [
      `tlk_${one.id}_${tail(other)}`,
      `tlk_${'0'.repeat(16)}_${tail(one)}`,
      one.secret.slice(0, -1),
      `${one.secret}A`,
      `tlk_${one.id.toUpperCase()}G_${tail(one)}`,
      `tlk_' or true --_${tail(one)}`,
      `tlk_${one.id}_`,
      'tlk_',
    ]) {
      const { status, body } = await using(said).get('/v1/schemes');
      expect([said, status, body.code]).toEqual([said, 401, 'UNAUTHENTICATED']);
    }
    await api.anybody(one.secret).get('/v1/schemes').expect(401);
    await using(one.secret).get('/v1/schemes').expect(200);
  });

  it('is revoked at once, and stays so', async () => {
    const { secret, id } = await make();
    await using(secret).get('/v1/schemes').expect(200);
    const revoke = () => api.as('admin').post(`/v1/service-keys/${id}/revoke`);
    const { body } = await revoke().expect(200);
    expect([body.revokedBy, body.revokedAt]).toEqual(['admin', expect.any(String)]);
    await using(secret).get('/v1/schemes').expect(401);
    expect((await revoke().expect(200)).body.revokedAt).toBe(body.revokedAt);
    await api.as('admin').post('/v1/service-keys/0123456789abcdef/revoke').expect(404);
    await api.as('admin').post('/v1/service-keys/nobody/revoke').expect(400);
  });

  it('opens nothing from the day on which it expires', async () => {
    const { secret, id } = await make({ expiresOn: '2199-01-01' });
    await using(secret).get('/v1/schemes').expect(200);
    await api.instance.pool.query(
      `update ops.service_keys set expires_at = clock_timestamp() - interval '1 second' where id = $1`,
      [id],
    );
    await using((await make()).secret)
      .get('/v1/schemes')
      .expect(200);
    await using(secret).get('/v1/schemes').expect(401);
  });

  it('is held to its own limit', async () => {
    const { secret } = await make({ perMinute: 3 });
    stayInThisMinute();
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await using(secret).get('/v1/schemes')).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const { body, headers } = await using(secret).get('/v1/schemes');
    expect([body.code, Number(headers['retry-after']) > 0]).toEqual(['RATE_LIMITED', true]);
  });

  describe('in another process', () => {
    /** Whether that process lets the key pass. */
    const elsewhere = () => {
      const callers = new KeyCallers(new KeyBook(api.instance.pool));
      return async (secret: string) => {
        try {
          return (await callers.callerOf(`Bearer ${secret}`)).sub;
        } catch (problem) {
          return (problem as { status: number }).status;
        }
      };
    };
    it('is known as soon as it is made', async () => {
      const passes = elsewhere();
      await passes((await make()).secret);
      const { secret, id } = await make();
      expect(await passes(secret)).toBe(`service-key:${id}`);
    });

    it('opens nothing five seconds after it was revoked', async () => {
      const passes = elsewhere();
      const { secret, id } = await make();
      await passes(secret);
      await api.as('admin').post(`/v1/service-keys/${id}/revoke`).expect(200);
      jest.useFakeTimers({ now: Date.now() + 5_001, doNotFake: [...everythingButDate] });
      expect(await passes(secret)).toBe(401);
    });

    it('has one limit with all others', async () => {
      const { secret } = await make({ perMinute: 60 });
      stayInThisMinute();
      const calls = [elsewhere(), elsewhere(), elsewhere()].flatMap((passes) =>
        // As many as whole portions have, so that none of them takes a call that it does not need.
        Array.from({ length: 51 }, () => passes(secret)),
      );
      const told = await Promise.all(calls);
      expect(told.filter((one) => one === 429)).toHaveLength(3 * 51 - 60);
    });
  });
});

/** A minute that ends in the middle of a test would begin a new count: here it does not end. */
const stayInThisMinute = () =>
  jest.useFakeTimers({ now: Date.now() - (Date.now() % 60_000), doNotFake: [...everythingButDate] });

const soon = async (check: () => Promise<void>): Promise<void> => {
  for (let tries = 0; tries < 500; tries += 1) {
    try {
      return await check();
    } catch {
      await new Promise((done) => setTimeout(done, 20));
    }
  }
  return check();
};
