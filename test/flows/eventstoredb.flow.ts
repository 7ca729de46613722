import { instant } from '#libs/kernel';
import { KnownAt, views } from '#libs/views';
import { type Json, startApi, type TestApi } from '../../libs/testing/src/api';
import { EventStoreDbDouble } from '../../libs/testing/src/eventstoredb-double';
import { contract, contractValue, onboard, openScheme } from './opened';

const scheduledOnly = { ...contractValue, assessOn: [] };

describe('a tenant whose events stand in EventStoreDB', () => {
  let double: EventStoreDbDouble;
  let api: TestApi;
  const ask = async (knownAt?: string): Promise<Json> => {
    const { body } = await api
      .as('auditor')
      .get('/v1/accounts/ACME/tier')
      .query({ scheme: 'contract-value', asOf: '2025-04-10', ...(knownAt !== undefined && { knownAt }) })
      .expect(200);
    return body;
  };

  beforeAll(async () => {
    double = await EventStoreDbDouble.start();
    api = await startApi({ now: '2025-01-02T12:00:00Z', eventStoreDb: double.connectionString });
  });
  afterAll(async () => {
    await api.close();
    await double.stop();
  });

  it('has a policy in force', () => openScheme(api, 'contract-value', scheduledOnly));

  it('records accounts and their facts', async () => {
    await api.clock('2025-01-10T15:00:00Z');
    for (const externalId of ['ACME', 'BETA', 'GAMMA']) await onboard(api, externalId, '2025-01-10');
    await contract(api, 'ACME', 'a1', '400000', '2025-03-03');
    await contract(api, 'BETA', 'b1', '2000000', '2025-03-04');
  });

  it('records nothing of a request that is more than the store takes at once, and says so', async () => {
    // As many bytes as a body may have: with what the store writes beside them they are too many for it.
    const facts = Array.from({ length: 1999 }, (_, n) => ({
      factId: `long-${n}`.padEnd(n < 900 ? 70 : 69, '-'),
      measure: 'note'.padEnd(60, 's'),
      value: 'x'.repeat(256),
      source: 's'.repeat(64),
      validFrom: '2025-03-05',
    }));
    const refused = await api.as('revops').post('/v1/accounts/GAMMA/facts').send({ facts }).expect(413);
    expect(refused.body).toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      detail: expect.stringContaining('send less of it in one request'),
    });
    const { body } = await api.as('auditor').get('/v1/accounts/GAMMA/facts').expect(200);
    expect(body.items).toEqual([]);
  });

  it('evaluates its portfolio', async () => {
    await api.clock('2025-04-01T06:00:00Z');
    const order = { effectiveOn: '2025-04-01', kind: 'scheduled' };
    const run = await api.as('revops').post('/v1/schemes/contract-value/evaluations').send(order);
    expect(await api.job(run)).toMatchObject({ policyVersion: 1, assigned: 2 });
    expect(await ask()).toMatchObject({ computed: 'T2', restatedSince: false });
  });

  it('corrects what was keyed wrong, and knows both what is and what was believed', async () => {
    await api.clock('2025-05-20T10:00:00Z');
    const correction = { externalId: 'ACME', factId: 'a1', retroKind: 'ERROR_CORRECTION', value: '240000' };
    await api
      .as('finance')
      .post('/v1/corrections')
      .send({ ...correction, reason: 'Keyed wrong' })
      .expect(200);
    await api.settled();
    expect(await ask()).toMatchObject({ computed: 'T3', restatedSince: false });
    expect(await ask('2025-05-01T00:00:00Z')).toMatchObject({ computed: 'T2', restatedSince: true });
  });

  it('keeps nothing of it in the ledger of the database', async () => {
    expect((await api.instance.pool.query('select from ledger.events')).rowCount).toBe(0);
  });
});

describe.each([
  ['behind', -3_000],
  ['ahead of', 3_000],
])('a tenant whose EventStoreDB has a clock that runs %s the one of the database', (_, skewMs) => {
  let double: EventStoreDbDouble;
  let api: TestApi;
  const account = '/v1/accounts/ACME/tier?scheme=contract-value&asOf=2025-04-10';
  const ask = (knownAt: string) =>
    api
      .as('auditor')
      .get(`${account}&knownAt=${encodeURIComponent(knownAt)}`)
      .expect(200);

  beforeAll(async () => {
    double = await EventStoreDbDouble.start();
    double.now = () => new Date(Date.now() + skewMs);
    api = await startApi({ clock: 'real', eventStoreDb: double.connectionString });
    await openScheme(api, 'contract-value');
    await onboard(api, 'ACME', '2025-01-10');
    await contract(api, 'ACME', 'a1', '400000', '2025-03-03');
    await api.settled();
  });
  afterAll(async () => {
    await api.close();
    await double.stop();
  });

  it('is told for good what was known at a moment, however soon after it is asked', async () => {
    const asked: { knownAt: string; computed: string; position: string }[] = [];
    for (const value of ['100000', '2000000', '300000']) {
      const recorded = await latest();
      for (const knownAt of [recorded, laterOf(recorded, new Date().toISOString())]) {
        const { body } = await ask(knownAt);
        asked.push({ knownAt, computed: body.computed, position: body.position });
      }
      const correction = { externalId: 'ACME', factId: 'a1', retroKind: 'ERROR_CORRECTION', value };
      await api
        .as('finance')
        .post('/v1/corrections')
        .send({ ...correction, reason: 'Keyed wrong' })
        .expect(200);
      await api.settled();
    }
    expect(asked.map(({ computed }) => computed)).toEqual(['T2', 'T2', 'T3', 'T3', 'T1', 'T1']);
    // By somebody who does not remember what was asked before.
    const { pool, store, clock, progress } = api.instance;
    const stranger = new KnownAt(pool, store, clock, progress);
    for (const { knownAt, position } of asked) {
      const known = await stranger.resolve({ knownAt: instant(knownAt), view: 'tier-history' });
      expect([knownAt, String(known.position)]).toEqual([knownAt, position]);
    }
  });

  it('is told moments that never fall, also when its views begin anew and the clock goes back', async () => {
    await api.instance.projector.stop();
    double.now = () => new Date(Date.now() - 60_000);
    await contract(api, 'ACME', 'a2', '500000', '2025-03-04');
    await api.instance.projector.start();
    await api.settled();
    const { rows } = await api.instance.pool.query<{ falls: boolean }>(
      'select recorded_at < lag(recorded_at) over (order by position) as falls from audit_trail',
    );
    expect(rows.filter(({ falls }) => falls)).toEqual([]);
    for (const { name } of views) {
      const { agreed } = await api.instance.projector.rebuild(name);
      expect([name, agreed]).toEqual([name, true]);
    }
  });

  const latest = async (): Promise<string> => {
    const text = 'select max(recorded_at) as at from audit_trail';
    const { rows } = await api.instance.pool.query<{ at: Date }>(text);
    return rows[0]!.at.toISOString();
  };
});

const laterOf = (a: string, b: string): string => (a > b ? a : b);
