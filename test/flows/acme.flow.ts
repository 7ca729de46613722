import { type Json, startApi, type TestApi } from '../../libs/testing/src/api';
import { acmeComputed } from '../golden/numbers';
import { contract, onboard, openScheme } from './opened';

// The worked example, without its override: fiscal year from 1 February, New York.
describe('ACME', () => {
  let api: TestApi;
  const ask = (asOf: string, knownAt: string) =>
    api.as('auditor').get('/v1/accounts/ACME/tier').query({ scheme: 'contract-value', asOf, knownAt });

  beforeAll(async () => {
    api = await startApi({ now: '2025-01-02T12:00:00Z' });
  });
  afterAll(() => api.close());

  it('belongs to a tenant in New York whose fiscal year begins in February', async () => {
    const terms = { governanceTimeZone: 'America/New_York', fiscalCalendar: { startMonth: 2 } };
    await api.as('revops').put('/v1/settings').send(terms).expect(201);
    await openScheme(api, 'contract-value');
  });

  it('is onboarded on 10 January and assigned T3', async () => {
    await api.clock('2025-01-10T15:00:00Z');
    await onboard(api, 'ACME', '2025-01-10');
    await contract(api, 'ACME', 'c1', '100000', '2025-01-10');
  });

  it('signs on 3 March for 400,000, which reaches us on 12 March', async () => {
    await api.clock('2025-03-12T14:00:00Z');
    await contract(api, 'ACME', 'c2', '400000', '2025-03-03T17:00:00-05:00');
  });

  it('turns out on 20 May to have signed for 240,000', async () => {
    await api.clock('2025-05-20T10:00:00Z');
    const correction = { externalId: 'ACME', factId: 'c2', retroKind: 'ERROR_CORRECTION', value: '240000' };
    await api
      .as('finance')
      .post('/v1/corrections')
      .send({ ...correction, reason: 'Keyed wrong' })
      .expect(200);
    await api.clock('2025-07-10T12:00:00Z');
    await api.settled();
  });

  it.each(acmeComputed)('on %s, as known at %s, stands at %s', async (asOf, knownAt, computed) => {
    const { status, body } = await ask(asOf, knownAt);
    if (computed === null) return expect([status, body.code]).toEqual([404, 'NOT_ONBOARDED']);
    expect([status, body.computed, body.effective, body.asOf]).toEqual([200, computed, computed, asOf]);
    return undefined;
  });

  it('answers every row at once, in the order asked', async () => {
    const items = acmeComputed.map(([asOf, knownAt]) => ({ externalId: 'ACME', asOf, knownAt }));
    const { body } = await api
      .as('auditor')
      .post('/v1/tiers/as-of')
      .send({ scheme: 'contract-value', items })
      .expect(200);
    expect(body.items.map(({ computed }: { computed: string }) => computed)).toEqual(
      acmeComputed.map(([, , computed]) => computed ?? 'NOT_ONBOARDED'),
    );
  });

  it('answers a bare list as well, for the scheme of the address', async () => {
    const items = [{ externalId: 'ACME', asOf: '2025-03-05' }];
    const { body } = await api
      .as('auditor')
      .post('/v1/tiers/as-of?scheme=contract-value')
      .send(items)
      .expect(200);
    expect(body.items[0].effective).toBe('T3');
  });

  it('says that what was believed at close has been restated since', async () => {
    const { body } = await ask('2025-03-05', '2025-05-06T22:00:00Z').expect(200);
    expect(body).toMatchObject({
      restatedSince: true,
      scheduled: false,
      valid: { from: '2025-03-03', until: null },
    });
    expect(BigInt(body.known.fromPosition)).toBeLessThanOrEqual(BigInt(body.position));
  });

  it('has the rectangles of the golden history', async () => {
    const { body } = await api.as('auditor').get('/v1/accounts/ACME/history').expect(200);
    const tiered = body.rectangles.filter(({ computed }: { computed: string }) => computed !== 'UNTIERED');
    expect(
      tiered
        .map((one: Json) => [one.from, one.until, one.known.from, one.known.until, one.computed])
        .sort((a: string[], b: string[]) => (a.join() < b.join() ? -1 : 1)),
    ).toEqual([
      ['2025-01-10', null, '2025-01-10T15:00:00.000Z', '2025-03-12T14:00:00.000Z', 'T3'],
      ['2025-01-10', '2025-03-03', '2025-03-12T14:00:00.000Z', null, 'T3'],
      ['2025-03-03', null, '2025-03-12T14:00:00.000Z', '2025-05-20T10:00:00.000Z', 'T2'],
      ['2025-03-03', null, '2025-05-20T10:00:00.000Z', null, 'T3'],
    ]);
  });

  it('is an error correction, not a demotion', async () => {
    const { body } = await api.as('auditor').get('/v1/accounts/ACME/history').expect(200);
    const last = body.rectangles.filter((one: Json) => one.known.from === '2025-05-20T10:00:00.000Z');
    expect(last.map((one: Json) => [one.cause, one.retroKind])).toEqual([
      ['ERROR_CORRECTION', 'ERROR_CORRECTION'],
    ]);
    const moves = await api.as('auditor').get('/v1/tiers/moves?from=2025-01-31&to=2025-06-30').expect(200);
    expect(moves.body.counts).toEqual({ enter: 0, promotion: 0, demotion: 0, lateral: 0, exit: 0 });
  });

  it('refuses to say what will be known tomorrow', async () => {
    const { status, body } = await ask('2025-03-05', '2025-07-10T12:00:00.001Z');
    expect([status, body.code]).toEqual([422, 'KNOWN_AT_IN_FUTURE']);
  });
});
