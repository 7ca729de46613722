import { type Json, startApi, type TestApi } from '../../libs/testing/src/api';
import { contract, contractValue, onboard, openScheme } from './opened';

const stabilised = {
  ...contractValue,
  assessOn: [],
  stabiliser: { demotionConfirmations: 2, minTenureDays: 0, renewalShieldDays: 0, onboardingGraceDays: 0 },
};

describe('a quarter of a portfolio', () => {
  let api: TestApi;
  const evaluate = async (effectiveOn: string, more: object = {}) =>
    api.job(
      await api
        .as('revops')
        .post('/v1/schemes/cv/evaluations')
        .send({ effectiveOn, kind: 'scheduled', ...more })
        .expect(202),
    );
  const tier = async (externalId: string, query: object = {}) => {
    await api.settled();
    return (await api.as('sales-leader').get(`/v1/accounts/${externalId}/tier`).query(query).expect(200))
      .body;
  };

  beforeAll(async () => {
    api = await startApi({ now: '2025-04-01T09:00:00Z' });
    await openScheme(api, 'cv', stabilised);
  });
  afterAll(() => api.close());

  it('begins with accounts without a tier', async () => {
    for (const [id, onboardedOn] of [
      ['BIG', '2025-01-10'],
      ['MID', '2025-01-10'],
      ['NEW', null],
    ] as const)
      await onboard(api, id, onboardedOn);
    expect(await tier('BIG')).toMatchObject({
      effective: 'UNTIERED',
      computed: 'UNTIERED',
      indicated: null,
      policyVersion: null,
      valid: { from: '2025-01-10', until: null },
    });
    const { status, body } = await api.as('finance').get('/v1/accounts/NEW/tier');
    expect([status, body.code]).toEqual([404, 'NOT_ONBOARDED']);
  });

  it('learns their contracts, and nothing moves before the review', async () => {
    await contract(api, 'BIG', 'c1', '1200000', '2025-01-15');
    await contract(api, 'MID', 'c1', '260000', '2025-01-15');
    await contract(api, 'NEW', 'c1', '10000', '2025-03-01');
    expect(await tier('BIG')).toMatchObject({ effective: 'UNTIERED' });
    expect(await tier('NEW')).toMatchObject({
      effective: 'UNTIERED',
      valid: { from: '2025-03-01', until: null },
    });
  });

  it('is rehearsed without a trace', async () => {
    const head = await api.settled();
    const result = await evaluate('2025-04-01', { dryRun: true });
    expect(result).toMatchObject({ dryRun: true, assessed: 3, assigned: 3 });
    expect(result.moves).toHaveLength(3);
    expect(await api.settled()).toBe(head);
  });

  it('is reviewed on its first day', async () => {
    expect(await evaluate('2025-04-01')).toMatchObject({
      assessed: 3,
      assigned: 3,
      promoted: 0,
      demoted: 0,
      unchanged: 0,
      heldStale: 0,
      decisionsRoot: expect.stringMatching(/^[\da-f]{64}$/),
    });
    expect(await tier('BIG')).toMatchObject({
      effective: 'T1',
      policyVersion: 1,
      scheduled: false,
      restatedSince: false,
    });
    expect(await tier('BIG', { asOf: '2025-03-31' })).toMatchObject({
      effective: 'UNTIERED',
      valid: { from: '2025-01-10', until: '2025-04-01' },
    });
    expect(await tier('MID', { asOf: '2026-01-01' })).toMatchObject({ effective: 'T2', scheduled: true });
  });

  it('sees a smaller contract twice before it demotes', async () => {
    await api.clock('2025-07-01T09:00:00Z');
    await contract(api, 'MID', 'c2', '100000', '2025-06-01');
    expect(await evaluate('2025-07-01')).toMatchObject({ assessed: 3, demoted: 0, unchanged: 3 });
    expect(await tier('MID')).toMatchObject({ effective: 'T2', indicated: 'T3' });
    await api.clock('2025-10-01T09:00:00Z');
    expect(await evaluate('2025-10-01')).toMatchObject({ assessed: 3, demoted: 1, unchanged: 2 });
    expect(await tier('MID')).toMatchObject({ effective: 'T3', valid: { from: '2025-10-01', until: null } });
  });

  it('is told by its moves, its matrix and its distribution', async () => {
    await api.settled();
    const get = async (path: string) => (await api.as('cs-lead').get(path).expect(200)).body;
    const moves = await get('/v1/tiers/moves?scheme=cv&from=2025-01-01&to=2025-12-31&limit=2');
    expect(moves.counts).toEqual({ enter: 3, promotion: 0, demotion: 1, lateral: 0, exit: 0 });
    expect(
      moves.items.map((one: Json) => [one.externalId, one.day, one.kind, one.fromTier, one.toTier]),
    ).toEqual([
      ['BIG', '2025-04-01', 'enter', null, 'T1'],
      ['MID', '2025-04-01', 'enter', null, 'T2'],
    ]);
    const rest = await get(
      `/v1/tiers/moves?scheme=cv&from=2025-01-01&to=2025-12-31&limit=2&cursor=${moves.nextCursor}`,
    );
    expect(rest.items.map((one: Json) => [one.externalId, one.kind])).toEqual([
      ['NEW', 'enter'],
      ['MID', 'demotion'],
    ]);
    expect([rest.counts, rest.nextCursor]).toEqual([moves.counts, null]);
    const matrix = await get('/v1/tiers/migration?scheme=cv&from=2025-04-01&to=2025-10-01');
    expect(matrix.cells).toContainEqual({ from: 'T2', to: 'T3', accounts: 1 });
    const spread = await get('/v1/tiers/distribution?scheme=cv&asOf=2025-02-01');
    expect(Object.fromEntries(spread.tiers.map((one: Json) => [one.tier, one.accounts]))).toMatchObject({
      UNTIERED: 2,
      NOT_ONBOARDED: 1,
    });
  });

  it('takes a late contract for what it is: the answers then are restated, and those believed then stay', async () => {
    const then = '2025-10-01T09:00:00Z';
    await api.clock('2025-10-05T09:00:00Z');
    await contract(api, 'MID', 'c3', '400000', '2025-06-15');
    expect(await tier('MID', { asOf: '2025-10-01' })).toMatchObject({
      effective: 'T2',
      restatedSince: false,
    });
    expect(await tier('MID', { asOf: '2025-10-01', knownAt: then })).toMatchObject({
      effective: 'T3',
      restatedSince: true,
    });
    const { body } = await api.as('auditor').get('/v1/accounts/MID/history').expect(200);
    expect(body.rectangles.at(-1)).toMatchObject({ cause: 'LATE_FACT', retroKind: 'LATE_FACT' });
  });

  it('is on record: who said what, when and why', async () => {
    await api.settled();
    const { body } = await api.as('auditor').get('/v1/audit/events?externalId=MID&limit=500').expect(200);
    expect(body.items.map(({ type }: { type: string }) => type)).toEqual([
      'AccountOnboarded',
      'TimelineOpened',
      'FactsRecorded',
      'TierAssigned',
      'FactsRecorded',
      'TierReaffirmed',
      'TierDemoted',
      'FactsRecorded',
      'TierRestated',
    ]);
    const [onboarded] = body.items;
    expect(onboarded).toMatchObject({ actor: 'revops', before: null, after: { profile: { name: 'MID' } } });
    const later = await api.as('auditor').get('/v1/audit/events?from=2025-10-02&externalId=MID').expect(200);
    expect(later.body.items).toHaveLength(2);
  });

  it('is repeated without a change', async () => {
    expect(await evaluate('2025-10-01')).toMatchObject({ assessed: 3, unchanged: 3, restated: 0 });
  });
});
