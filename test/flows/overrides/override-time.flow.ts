import { Announcements } from '../../../libs/runs/src';
import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';
import { EventStoreDbDouble } from '../../../libs/testing/src/eventstoredb-double';
import { contract, contractValue, onboard, openScheme } from '../opened';

// Two tenants live through the same months side by side, which takes a while: in one of them nobody announces.

const treated = {
  ...contractValue,
  tiers: contractValue.tiers.map((tier) => ({
    ...tier,
    treatment: { coverage: { model: 'named', role: 'csm', accountsPerRole: 1 }, reviewEveryDays: 30 },
  })),
  overrides: { routes: [{ levels: ['revops'] }], quota: { count: 50, percentOfBook: null } },
};

type Person = Awaited<ReturnType<TestApi['person']>>;

interface Tenant {
  readonly api: TestApi;
  readonly ana: Person;
  readonly rob: Person;
  readonly fay: Person;
  /** The overrides by what they are called here. */
  readonly ids: Map<string, string>;
}

const open = async (keeping: { readonly eventStoreDb?: string } = {}): Promise<Tenant> => {
  const api = await startApi({ now: '2025-03-31T09:00:00Z', ...keeping });
  await openScheme(api, 'cv', treated);
  const [ana, rob] = [await api.person('ana', 'sales-leader'), await api.person('rob', 'revops')];
  const seat = { holder: 'ana', reportsTo: null, validFrom: '2025-01-01' };
  await api.as('revops').put('/v1/seats/emea').send(seat).expect(201);
  await api
    .as('revops')
    .put('/v1/seats/ops')
    .send({ ...seat, holder: 'eve' })
    .expect(201);
  await api.as('revops').post('/v1/capacities').send({ scheme: 'cv', available: '1', role: 'csm' });
  return { api, ana, rob, fay: await api.person('fay', 'finance'), ids: new Map() };
};

const account = async ({ api }: Tenant, externalId: string, acv = '100000') => {
  await onboard(api, externalId, '2025-01-10');
  await contract(api, externalId, '1', acv, '2025-01-10');
};

const asked = async ({ ana, ids }: Tenant, externalId: string, terms: object): Promise<Json> => {
  const { body } = await ana
    .post('/v1/overrides')
    .send({
      ...{ externalId, scheme: 'cv', type: 'PIN', tier: 'T2', from: '2025-04-05', until: '2025-09-01' },
      ...{ reasonCode: 'STRATEGIC', justification: `It is ${externalId}.`, evidence: [], ...terms },
    })
    .expect(201);
  ids.set(externalId, body.id);
  return body;
};

const approve = async (who: Person, { id, basis }: Json): Promise<Json> =>
  (await who.post(`/v1/overrides/${id}/approve`).send({ basis }).expect(200)).body;

const pinned = async (tenant: Tenant, externalId: string, terms: object = {}, acv?: string) => {
  await account(tenant, externalId, acv);
  return approve(tenant.rob, await asked(tenant, externalId, terms));
};

const get = async ({ api }: Tenant, path: string): Promise<Json> =>
  (await api.as('auditor').get(`/v1/${path}`).expect(200)).body;

const tierOf = async (tenant: Tenant, externalId: string, more = ''): Promise<string> =>
  (await get(tenant, `accounts/${externalId}/tier?scheme=cv${more}`)).effective;

const eventsOf = async (tenant: Tenant, externalId: string): Promise<string[]> => {
  await tenant.api.instance.announcements.caughtUp();
  await tenant.api.settled();
  const { items } = await get(tenant, `audit/events?externalId=${externalId}&limit=100`);
  return items
    .filter(({ actor }: Json) => actor === 'system:announcer')
    .map(({ type, recordedAt }: Json) => `${recordedAt.slice(0, 10)} ${type}`);
};

describe('a month in which nobody announces', () => {
  let [told, untold]: Tenant[] = [];
  let both: Tenant[];
  const accounts = ['LATE', 'ENDS', 'FLOOR', 'OUT', 'OPEN', 'BREAKS', 'PLAIN'];

  const begin = async (tenant: Tenant) => {
    await pinned(tenant, 'LATE');
    await pinned(tenant, 'ENDS', { until: '2025-05-10' });
    await pinned(tenant, 'FLOOR', { type: 'FLOOR', tier: 'T3', until: '2025-05-10' });
    await pinned(tenant, 'OUT', { type: 'EXCLUDE', tier: undefined, until: null }, '300000');
    await account(tenant, 'OPEN');
    await asked(tenant, 'OPEN', {});
    await account(tenant, 'PLAIN', '300000');
    await account(tenant, 'BREAKS');
    await tenant.api.clock('2025-04-10T09:00:00Z');
    // It was another contract on the first day, though of no other tier.
    await contract(tenant.api, 'LATE', '2', '120000', '2025-04-01');
    const eve = await tenant.api.person('eve', 'break-glass');
    const incident = { incident: 'INC-1', justification: 'It burns.', evidence: [], until: '2025-04-13' };
    const { body } = await eve
      .post('/v1/overrides/emergency')
      .send({ externalId: 'BREAKS', scheme: 'cv', tier: 'T1', ...incident })
      .expect(201);
    tenant.ids.set('BREAKS', body.id);
    await tenant.api.clock('2025-04-11T09:00:00Z');
  };

  const liveOn = async ({ api }: Tenant) => {
    for (const on of ['04-20', '04-24', '04-25', '05-12', '05-20']) await api.clock(`2025-${on}T09:00:00Z`);
  };

  beforeAll(async () => {
    both = await Promise.all([open(), open()]);
    [told, untold] = both;
    await Promise.all(both.map(begin));
    await untold!.api.instance.announcements.close();
    await Promise.all(both.map(liveOn));
  });
  afterAll(() => Promise.all(both.map(({ api }) => api.close())));

  const questions = [
    ...accounts.flatMap((id) => [`accounts/${id}/tier?scheme=cv`, `accounts/${id}/timeline?scheme=cv`]),
    'accounts/LATE/tier?scheme=cv&asOf=2025-08-01',
    'tiers?scheme=cv',
    'tiers?scheme=cv&tier=T2',
    'accounts?scheme=cv&tier=T2',
    'accounts?scheme=cv&tier=T3',
    'tiers/distribution?scheme=cv',
    'tiers/migration?scheme=cv&from=2025-04-15&to=2025-05-20',
    'tiers/moves?scheme=cv&from=2025-01-31&to=2025-06-30',
    'coverage?scheme=cv',
    'coverage/wait-list?scheme=cv',
    'due?scheme=cv&within=365',
    'portfolio/diff?scheme=cv&a=2025-04-15,2025-04-20T10:00:00Z&b=2025-05-20',
    'portfolio/diff?scheme=cv&a=2025-04-15&b=2025-05-20',
  ];

  /** What differs between two tenants anyhow: ids, and where and when something stands in the log. */
  const plain = ({ ids }: Tenant, answer: Json): Json => {
    const names = new Map([...ids].map(([name, id]) => [id, name]));
    const left = ['position', 'knownAt', 'known', 'decisionId', 'decisionIds', 'restatedSince', 'ledger'];
    return JSON.parse(JSON.stringify(answer), (key, value: unknown) =>
      left.includes(key) ? undefined : typeof value === 'string' ? (names.get(value) ?? value) : value,
    );
  };

  it.each(questions)('changes no answer: %s', async (question) => {
    const [one, other] = await Promise.all(both.map(async (at) => plain(at, await get(at, question))));
    expect(other).toEqual(one);
  });

  it('changes no line of a stream, and nothing of what is believed now', async () => {
    const [one, other] = await Promise.all(
      both.map(async (tenant) => {
        const { text } = await tenant.api.as('auditor').get('/v1/tiers?scheme=cv').set('Accept', 'text/csv');
        const { rectangles } = await get(tenant, 'accounts/LATE/history?scheme=cv');
        const present = rectangles.filter(({ known }: Json) => known.until === null);
        return [
          [...tenant.ids].reduce((all, [name, id]) => all.replace(id, name), text),
          plain(tenant, present),
        ];
      }),
    );
    expect(other).toEqual(one);
  });

  it('has lapsed and ended what had to, and was announced in one of the two alone', async () => {
    for (const tenant of both)
      expect(await Promise.all(accounts.map((id) => tierOf(tenant, id)))).toEqual([
        ...['T3', 'T3', 'T3', 'EXCLUDED', 'T3', 'T3', 'T2'],
      ]);
    expect(await eventsOf(told!, 'LATE')).toEqual([
      '2025-04-10 OverrideActivated',
      '2025-04-10 BasisDrifted',
      '2025-04-25 OverrideLapsed',
    ]);
    expect(await eventsOf(told!, 'OPEN')).toEqual([
      '2025-04-10 ApprovalReminded',
      '2025-04-11 ApprovalEscalated',
      '2025-04-20 OverrideLapsed',
    ]);
    expect(await eventsOf(untold!, 'LATE')).toEqual([
      '2025-04-10 OverrideActivated',
      '2025-04-10 BasisDrifted',
    ]);
    for (const tenant of both) {
      const states = await Promise.all(
        [...tenant.ids].map(async ([name, id]) => `${name} ${(await get(tenant, `overrides/${id}`)).state}`),
      );
      expect(states.sort()).toEqual([
        ...['BREAKS LAPSED', 'ENDS EXPIRED', 'FLOOR EXPIRED', 'LATE LAPSED', 'OPEN LAPSED', 'OUT ACTIVE'],
      ]);
    }
  });

  it('leaves what was believed while there was time to attest', async () => {
    for (const tenant of both) {
      expect(await tierOf(tenant, 'LATE', '&asOf=2025-08-01&knownAt=2025-04-24T23:00:00Z')).toBe('T2');
      expect(await tierOf(tenant, 'LATE', '&asOf=2025-08-01&knownAt=2025-04-25T00:00:00Z')).toBe('T3');
    }
  });

  it('is told of afterwards, with the days it speaks of, and changes nothing either', async () => {
    const before = await Promise.all(questions.map(async (one) => plain(untold!, await get(untold!, one))));
    const { instance } = untold!.api;
    const announcer = new Announcements(instance);
    await announcer.start();
    await announcer.dayHasCome();
    await untold!.api.settled();
    const { items } = await get(untold!, 'audit/events?type=OverrideLapsed&limit=100');
    const lapsed = items.map(({ externalId, recordedAt, after }: Json) => [
      ...[externalId, recordedAt.slice(0, 10), after?.on ?? null],
    ]);
    expect(lapsed.map(([id, at]: string[]) => `${id} ${at}`).sort()).toEqual([
      ...['BREAKS 2025-05-20', 'LATE 2025-05-20', 'OPEN 2025-05-20'],
    ]);
    const after = await Promise.all(questions.map(async (one) => plain(untold!, await get(untold!, one))));
    expect(after).toEqual(before);
    await announcer.close();
  });
});

describe('the end of an override, its events kept in EventStoreDB', () => {
  let tenant: Tenant;
  let double: EventStoreDbDouble;
  const stabiliser = { demotionConfirmations: 1, maxDemotionStep: 1, minTenureDays: 90 };
  beforeAll(async () => {
    double = await EventStoreDbDouble.start();
    tenant = await open({ eventStoreDb: double.connectionString });
    const { api } = tenant;
    await openScheme(api, 'st', { ...treated, stabiliser });
    await account(tenant, 'LATER');
    await account(tenant, 'NEWER', '240000');
    await account(tenant, 'SHORT');
    for (const id of ['LATER', 'NEWER', 'SHORT'])
      await approve(tenant.rob, await asked(tenant, id, { scheme: 'st', tier: 'T1', until: '2025-05-10' }));
    await api.clock('2025-05-05T09:00:00Z');
    await contract(api, 'LATER', '2', '300000', '2025-04-20');
  });
  afterAll(async () => {
    await tenant.api.close();
    await double.stop();
  });

  const on = async (externalId: string, asOf: string) => {
    const answer = await get(tenant, `accounts/${externalId}/tier?scheme=st&asOf=${asOf}`);
    return `${answer.effective} ${answer.computed}`;
  };

  it('goes two steps down at once, whatever the stabiliser would say of it', async () => {
    expect([await on('SHORT', '2025-05-09'), await on('SHORT', '2025-05-10')]).toEqual(['T1 T3', 'T3 T3']);
  });

  it('is the tier of that day, a late fact included', async () => {
    expect([await on('LATER', '2025-04-05'), await on('LATER', '2025-05-10')]).toEqual(['T1 T3', 'T2 T2']);
  });

  it('is the tier of the policy of that day', async () => {
    const { api } = tenant;
    const policies = '/v1/schemes/st/policies';
    const [top, second] = treated.boundaries;
    const boundaries = [top, { ...second, at: '200000' }];
    const { body } = await api
      .as('policy-author')
      .post(policies)
      .send({ ...treated, boundaries, stabiliser });
    await api.as('policy-author').post(`${policies}/${body.version}/submit`).expect(200);
    await api.as('revops').post(`${policies}/${body.version}/approve`).send({}).expect(200);
    const from = { effectiveFrom: '2025-05-06' };
    await api.as('revops').post(`${policies}/${body.version}/schedule`).send(from).expect(200);
    await api.clock('2025-05-07T09:00:00Z');
    const run = { effectiveOn: '2025-05-07', kind: 'scheduled' };
    await api.job(await api.as('revops').post('/v1/schemes/st/evaluations').send(run).expect(202));
    await api.settled();
    expect([await on('NEWER', '2025-05-06'), await on('NEWER', '2025-05-10')]).toEqual(['T1 T3', 'T2 T2']);
  });

  it('comes earlier by a revocation, and never backwards', async () => {
    const revoke = (until: string) =>
      tenant.rob
        .post(`/v1/overrides/${tenant.ids.get('SHORT')}/revoke`)
        .send({ until, reason: 'It is over.' });
    expect((await revoke('2025-05-06')).body.code).toBe('REVOKED_BACKWARDS');
    const { body } = await revoke('2025-05-07').expect(200);
    await tenant.api.settled();
    expect([await on('SHORT', '2025-05-06'), await on('SHORT', '2025-05-07')]).toEqual(['T1 T3', 'T3 T3']);
    expect(body.state).toBe('REVOKED');
  });

  it('is decided about the past with one level more, and every answer says so', async () => {
    await account(tenant, 'SINCE');
    const request = await asked(tenant, 'SINCE', { from: '2025-04-01', until: '2025-06-01' });
    expect(request.route.map(({ role }: Json) => role)).toEqual(['revops', 'finance']);
    await approve(tenant.rob, request);
    await approve(tenant.fay, request);
    await tenant.api.settled();
    const { items } = await get(tenant, 'tiers/moves?scheme=cv&from=2025-03-01&to=2025-06-30');
    const moved = items
      .filter(({ externalId }: Json) => externalId === 'SINCE')
      .map(({ day, toTier, cause, restated, retroKind }: Json) => [day, toTier, cause, restated, retroKind]);
    expect(moved).toEqual([
      ['2025-04-01', 'T2', 'OVERRIDE', true, 'RETRO_DECISION'],
      ['2025-06-01', 'T3', 'OVERRIDE', false, null],
    ]);
    const { segments } = await get(tenant, 'accounts/SINCE/timeline?scheme=cv');
    const kinds = segments.map(({ retroKind }: Json) => retroKind);
    expect(kinds).toEqual(['LATE_FACT', 'RETRO_DECISION', 'LATE_FACT']);
  });

  it('names an override that shapes nothing', async () => {
    await pinned(tenant, 'LOW', { type: 'FLOOR', tier: 'T3', from: '2025-05-07' });
    await tenant.api.settled();
    const { override } = await get(tenant, 'accounts/LOW/tier?scheme=cv');
    expect(override).toMatchObject({
      id: null,
      losers: [{ id: tenant.ids.get('LOW'), reason: 'NOT_NEEDED' }],
    });
  });

  it('is announced beforehand and on its day', async () => {
    await tenant.api.clock('2025-05-10T09:00:00Z');
    expect(await eventsOf(tenant, 'LATER')).toEqual([
      '2025-05-05 OverrideActivated',
      '2025-05-05 OverrideExpiryNoticed',
      '2025-05-05 BasisDrifted',
      '2025-05-10 OverrideExpired',
    ]);
  });
});
