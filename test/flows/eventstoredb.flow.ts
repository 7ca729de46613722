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
