import { type Json, startApi, type TestApi } from '../../libs/testing/src/api';
import { contract, contractValue, onboard, openScheme } from './opened';

const treatments: Record<string, object> = {
  T1: {
    ownerRole: 'client partner',
    coverage: { model: 'named', role: 'csm', accountsPerRole: 2 },
    executiveSponsor: true,
    forum: 'QBR',
    resourceShares: { salesTime: '60' },
    acknowledgeWithinDays: 7,
  },
  T2: {
    ownerRole: 'account manager',
    coverage: { model: 'pooled', role: 'csm', accountsPerRole: 10 },
    forum: 'half-yearly review',
    resourceShares: { salesTime: '30' },
    houseColour: 'blue',
  },
  T3: {
    ownerRole: 'nobody in person',
    coverage: { model: 'digital' },
    resourceShares: { salesTime: '10' },
    reviewEveryDays: 'never',
  },
};
const treated = {
  ...contractValue,
  tiers: contractValue.tiers.map((tier) => ({ ...tier, treatment: treatments[tier.code] })),
};

let api: TestApi;
const read = async (path: string, query: object = {}): Promise<Json> => {
  await api.settled();
  return (await api.as('auditor').get(`/v1/${path}`).query(query).expect(200)).body;
};
const changes = async (query: object = {}): Promise<Json[]> => (await read('treatment-changes', query)).items;
const brief = ({ externalId, state, day, fromTier, toTier, dueOn, overdue }: Json) =>
  [externalId, state, day, fromTier, toTier, dueOn, ...(overdue ? ['overdue'] : [])].join(' ');
const acknowledge = (id: string, role: Parameters<TestApi['as']>[0] = 'cs-lead', body: object = {}) =>
  api.as(role).post(`/v1/treatment-changes/${id}/acknowledge`).send(body);
const correct = (externalId: string, factId: string) =>
  api
    .as('revops')
    .post('/v1/corrections')
    .send({ externalId, factId, retroKind: 'ERROR_CORRECTION', reason: 'Never signed.', retract: true })
    .expect(200);

beforeAll(async () => {
  api = await startApi({ now: '2025-04-01T09:00:00Z' });
  await openScheme(api, 'cv', treated);
});
afterAll(() => api.close());

describe('the catalogue of treatments', () => {
  it('tells how each tier is treated, the best first, and how resources are shared', async () => {
    const { version, tiers, resourceShares } = await read('treatments', { scheme: 'cv' });
    expect(version).toBe(1);
    expect(tiers.map(({ tier, rank }: Json) => [tier, rank])).toEqual([
      ['T1', 3],
      ['T2', 2],
      ['T3', 1],
    ]);
    expect(tiers[1].treatment).toEqual({ ...treatments['T2'], acknowledgeWithinDays: 14 });
    expect(tiers.map(({ misfits }: Json) => misfits.map(({ attribute }: Json) => attribute))).toEqual([
      [],
      [],
      ['reviewEveryDays'],
    ]);
    expect(resourceShares).toMatchObject([{ resource: 'salesTime', sum: '100', complete: true }]);
  });

  it('has each version, and says what is not there', async () => {
    expect((await read('treatments', { scheme: 'cv', version: 1 })).version).toBe(1);
    await api.as('auditor').get('/v1/treatments').query({ scheme: 'cv', version: 9 }).expect(404);
    await api.as('auditor').get('/v1/treatments').query({ scheme: 'nope' }).expect(404);
  });
});

describe('a change of the effective tier', () => {
  it('that is history asks nobody for anything', async () => {
    await onboard(api, 'ACME', '2024-01-10');
    await contract(api, 'ACME', 'c1', '100000', '2024-02-01');
    expect(await changes()).toEqual([]);
  });

  it('is to be handed over, with the difference of the two treatments and its cause', async () => {
    await contract(api, 'ACME', 'c2', '400000', '2025-03-25');
    const [change, ...others] = await changes({ externalId: 'ACME' });
    expect(others).toEqual([]);
    expect(brief(change)).toBe('ACME open 2025-03-25 T3 T2 2025-04-08');
    expect(change).toMatchObject({ fromPolicyVersion: 1, policyVersion: 1, supersedes: null });
    expect(change.outstanding).toEqual(change.difference);
    expect(change.inWords).toEqual([
      'Coverage: accounts per role is new: 10.',
      'Coverage: model changes from digital to pooled.',
      'Coverage: role is new: csm.',
      'Forum is new: half-yearly review.',
      'House colour is new: blue.',
      'Owner role changes from nobody in person to account manager.',
      'Resource shares: sales time changes from 10 to 30.',
      'Review every days ends: it was never.',
    ]);
    const { decisionId } = await read('accounts/ACME/tier', { scheme: 'cv' });
    expect(change.cause.decisionId).toBe(decisionId);
  });

  it('gives way to a later one, which says what is left to do', async () => {
    await contract(api, 'ACME', 'c3', '1200000', '2025-04-01');
    const all = await changes({ externalId: 'ACME' });
    expect(all.map(brief)).toEqual([
      'ACME superseded 2025-03-25 T3 T2 2025-04-08',
      'ACME open 2025-04-01 T2 T1 2025-04-08',
    ]);
    expect(all[1].difference).toContainEqual({
      attribute: 'coverage.model',
      before: 'pooled',
      after: 'named',
    });
    expect(all[1].outstanding).toContainEqual({
      attribute: 'coverage.model',
      before: 'digital',
      after: 'named',
    });
    const { status, body } = await acknowledge(all[0].id);
    expect([status, body.code]).toEqual([409, 'TREATMENT_CHANGE_NOT_OPEN']);
  });

  it('is an exception once its time has run out, without anybody noticing for it', async () => {
    await api.clock('2025-04-08T23:00:00Z');
    expect(await changes({ state: 'overdue' })).toEqual([]);
    await api.clock('2025-04-09T00:00:00Z');
    expect((await changes({ state: 'overdue' })).map(brief)).toEqual([
      'ACME open 2025-04-01 T2 T1 2025-04-08 overdue',
    ]);
    expect(await changes({ state: 'open', tier: 'T1' })).toHaveLength(1);
    expect(await changes({ state: 'open', tier: 'T2' })).toEqual([]);
  });

  it('is acknowledged by those who may, once', async () => {
    const [{ id }] = await changes({ state: 'open' });
    await acknowledge(id, 'finance').expect(403);
    const { body } = await acknowledge(id, 'sales-leader', { comment: 'Handed over in person.' }).expect(200);
    await acknowledge(id).expect(200);
    const found = await read(`treatment-changes/${id}`, {});
    expect(found).toMatchObject({
      state: 'acknowledged',
      overdue: false,
      acknowledgedBy: 'sales-leader',
      acknowledgedOn: '2025-04-09',
      comment: 'Handed over in person.',
    });
    expect((await changes({ state: 'open', minPosition: body.position })).map(brief)).toEqual([]);
    await acknowledge('11111111-1111-4111-8111-111111111111').expect(404);
  });

  it('is withdrawn when what it rested on was an error', async () => {
    await onboard(api, 'BETA', '2024-01-10');
    await contract(api, 'BETA', 'b1', '100000', '2024-02-01');
    await contract(api, 'BETA', 'b2', '400000', '2025-04-02');
    const before = (await api.as('admin').get('/v1/clock').expect(200)).body.now;
    expect((await changes({ externalId: 'BETA' })).map(brief)).toEqual([
      'BETA open 2025-04-02 T3 T2 2025-04-16',
    ]);
    await api.clock('2025-04-10T00:00:00Z');
    await correct('BETA', 'b2');
    expect((await changes({ externalId: 'BETA' })).map(brief)).toEqual([
      'BETA withdrawn 2025-04-02 T3 T2 2025-04-16',
    ]);
    expect((await changes({ externalId: 'BETA', knownAt: before })).map(brief)).toEqual([
      'BETA open 2025-04-02 T3 T2 2025-04-16',
    ]);
  });

  it('that lies in the future is to be handed over when its day comes', async () => {
    await onboard(api, 'GAMMA', '2024-01-10');
    await contract(api, 'GAMMA', 'g1', '400000', '2025-04-20');
    expect(await changes({ externalId: 'GAMMA' })).toEqual([]);
    await api.clock('2025-04-20T00:00:00Z');
    expect((await changes({ externalId: 'GAMMA' })).map(brief)).toEqual([
      'GAMMA open 2025-04-20  T2 2025-05-04',
    ]);
  });

  it('is told in pages, what is due first before the rest', async () => {
    const first = await read('treatment-changes', { scheme: 'cv', limit: 2 });
    const second = await read('treatment-changes', { scheme: 'cv', limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ dueOn }: Json) => dueOn)).toEqual([
      '2025-04-08',
      '2025-04-08',
      '2025-04-16',
      '2025-05-04',
    ]);
    expect(second.nextCursor).toBe(null);
  });

  it('reaches back as far as the settings say', async () => {
    await api.as('revops').put('/v1/settings').send({ handOverWithinDays: 3 }).expect(201);
    await onboard(api, 'DELTA', '2024-01-10');
    await contract(api, 'DELTA', 'd1', '400000', '2025-04-16');
    expect(await changes({ externalId: 'DELTA' })).toEqual([]);
    await contract(api, 'DELTA', 'd2', '100000', '2025-04-17');
    expect((await changes({ externalId: 'DELTA' })).map(brief)).toEqual([
      'DELTA open 2025-04-17 T2 T3 2025-05-01',
    ]);
    expect((await read('settings')).handOverWithinDays).toBe(3);
  });
});

describe('coverage', () => {
  const capacity = (terms: object) =>
    api
      .as('cs-lead')
      .post('/v1/capacities')
      .send({ scheme: 'cv', validFrom: '2025-04-01', ...terms });
  const covered = async (query: object = {}) =>
    (await read('coverage', { scheme: 'cv', ...query })).tiers.map((tier: Json) => [
      tier.tier,
      tier.accounts,
      tier.rolesNeeded,
      tier.available,
      tier.places,
      tier.utilisation,
      tier.waitListed,
    ]);

  it('is told without a word on who is there', async () =>
    expect(await covered()).toEqual([
      ['T1', 1, 1, null, null, null, 0],
      ['T2', 1, 1, null, null, null, 0],
      ['T3', 2, null, null, null, null, 0],
    ]));

  it('takes how many people there are, of a tier or of a role', async () => {
    expect((await capacity({ available: '1' })).body.errors[0].pointer).toBe('/tier');
    expect((await capacity({ available: '1', tier: 'T1', role: 'csm' })).status).toBe(400);
    expect((await capacity({ available: '-1', role: 'csm' })).body.code).toBe('CAPACITY_BELOW_ZERO');
    await capacity({ available: '2', role: 'csm' }).expect(200);
    await capacity({ available: '1', role: 'csm', validFrom: '2025-04-21' }).expect(200);
    expect((await read('capacities', { scheme: 'cv' })).items).toMatchObject([
      { tier: null, role: 'csm', available: '2', validFrom: '2025-04-01', setBy: 'cs-lead' },
      { tier: null, role: 'csm', available: '1', validFrom: '2025-04-21' },
    ]);
  });

  it('gives the people of a role to the better tier first, by the day asked about', async () => {
    expect(await covered()).toEqual([
      ['T1', 1, 1, '2', 4, '0.250000', 0],
      ['T2', 1, 1, '1', 10, '0.100000', 0],
      ['T3', 2, null, null, null, null, 0],
    ]);
    expect((await covered({ asOf: '2025-04-21' }))[1]).toEqual(['T2', 1, 1, '0', 0, null, 0]);
  });

  it('lets those wait who were promoted into a tier without a place, in the order of their days and ids', async () => {
    await capacity({ available: '1', tier: 'T1', validFrom: '2025-04-20' }).expect(200);
    for (const [externalId, promotedOn] of [
      ['W3', '2025-04-20'],
      ['W1', '2025-04-20'],
      ['W2', '2025-04-19'],
    ] as const) {
      await onboard(api, externalId, '2024-01-10');
      await contract(api, externalId, 'w1', '300000', '2024-02-01');
      await contract(api, externalId, 'w2', '1500000', promotedOn);
    }
    expect((await covered())[0]).toEqual(['T1', 4, 2, '1', 2, '2.000000', 2]);
    const { items, nextCursor } = await read('coverage/wait-list', { scheme: 'cv', limit: 1 });
    const rest = await read('coverage/wait-list', { scheme: 'cv', limit: 1, cursor: nextCursor });
    expect([...items, ...rest.items]).toEqual([
      {
        externalId: 'W1',
        tier: 'T1',
        number: 1,
        promotedOn: '2025-04-20',
        fromTier: 'T2',
        waitListed: true,
      },
      {
        externalId: 'W3',
        tier: 'T1',
        number: 2,
        promotedOn: '2025-04-20',
        fromTier: 'T2',
        waitListed: true,
      },
    ]);
    expect(rest.nextCursor).toBe(null);
    expect((await read('coverage/wait-list', { scheme: 'cv', tier: 'T2' })).items).toEqual([]);
    expect((await read('accounts/W3/tier', { scheme: 'cv' })).effective).toBe('T1');
  });

  it('says how the resources of the policy in force are shared', async () => {
    const { policyVersion, resourceShares, elsewhere } = await read('coverage', { scheme: 'cv' });
    expect([policyVersion, elsewhere]).toEqual([1, [{ tier: 'UNTIERED', accounts: 0 }]]);
    expect(resourceShares).toEqual([
      {
        resource: 'salesTime',
        shares: [
          { tier: 'T1', pct: '60' },
          { tier: 'T2', pct: '30' },
          { tier: 'T3', pct: '10' },
        ],
        sum: '100',
        complete: true,
      },
    ]);
  });

  it('is not told where no policy is in force', () =>
    api.as('auditor').get('/v1/coverage').query({ scheme: 'cv', asOf: '2023-12-31' }).expect(404));
});
