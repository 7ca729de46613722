import { Announcements } from '../../../libs/runs/src';
import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';
import { contract, contractValue, onboard, openScheme } from '../opened';

// Two tenants live through the same review side by side, which takes a while: in one of them nobody announces.

type Person = Awaited<ReturnType<TestApi['person']>>;

interface Tenant {
  readonly api: TestApi;
  readonly people: Readonly<Record<'ana' | 'rob' | 'rhea' | 'fay' | 'cora', Person>>;
  /** The overrides by their accounts. */
  readonly ids: Map<string, string>;
  review: string;
  /** Of the pack, when it was pinned. */
  pack: string;
}

const accounts = ['KEPT', 'LOST', 'LATER', 'ASKED', 'ENDED'];

const open = async (): Promise<Tenant> => {
  const api = await startApi({ now: '2025-01-02T09:00:00Z' });
  const overrides = { routes: [{ levels: ['revops'] }], quota: { count: 50, percentOfBook: null } };
  await openScheme(api, 'cv', { ...contractValue, overrides });
  const seat = { holder: 'ana', reportsTo: null, validFrom: '2025-01-01' };
  await api.as('revops').put('/v1/seats/emea').send(seat).expect(201);
  const people = {
    ana: await api.person('ana', 'sales-leader'),
    rob: await api.person('rob', 'revops'),
    rhea: await api.person('rhea', 'revops'),
    fay: await api.person('fay', 'finance'),
    cora: await api.person('cora', 'committee'),
  };
  return { api, people, ids: new Map(), review: '', pack: '' };
};

const pinned = async ({ api, people: { ana, rob }, ids }: Tenant, externalId: string, from: string) => {
  await onboard(api, externalId, '2025-01-10');
  await contract(api, externalId, '1', '100000', '2025-01-10');
  const terms = { externalId, scheme: 'cv', type: 'PIN', tier: 'T2', from, until: '2025-09-01' };
  const why = { reasonCode: 'STRATEGIC', justification: `It is ${externalId}.`, evidence: [] };
  const { body } = await ana
    .post('/v1/overrides')
    .send({ ...terms, ...why })
    .expect(201);
  ids.set(externalId, body.id);
  await rob.post(`/v1/overrides/${body.id}/approve`).send({ basis: body.basis }).expect(200);
};

const get = async ({ api }: Tenant, path: string): Promise<Json> =>
  (await api.as('auditor').get(`/v1/${path}`).expect(200)).body;
const overrideOf = (tenant: Tenant, externalId: string) =>
  get(tenant, `overrides/${tenant.ids.get(externalId)}`);
const statesOf = async (tenant: Tenant) =>
  Promise.all(accounts.map(async (one) => `${one} ${(await overrideOf(tenant, one)).state}`));
const tierOf = async (tenant: Tenant, externalId: string, more = ''): Promise<string> =>
  (await get(tenant, `accounts/${externalId}/tier?scheme=cv${more}`)).effective;
const items = async (tenant: Tenant, query: string): Promise<Json[]> =>
  (await get(tenant, `reviews/${tenant.review}/items?limit=500&${query}`)).items;
const toldOf = async (tenant: Tenant, externalId: string): Promise<Json[]> => {
  const { items: told } = await get(tenant, `audit/events?externalId=${externalId}&limit=100`);
  return told.filter(({ type }: Json) => /^Override(Review|Lapsed|Revoked)/.test(type));
};

const begin = async (tenant: Tenant) => {
  const { api, people } = tenant;
  await api.clock('2025-03-05T09:00:00Z');
  for (const one of accounts) await pinned(tenant, one, '2025-03-05');
  await api.clock('2025-04-02T09:00:00Z');
  const asked = { scheme: 'cv', quarter: '2025-Q1', deadline: '2025-04-30' };
  tenant.review = (await people.rhea.post('/v1/reviews').send(asked).expect(201)).body.id;
  for (let times = 1; times <= 2; times += 1)
    await people.rhea
      .post(`/v1/reviews/${tenant.review}/pin`)
      .set('Idempotency-Key', 'pin')
      .send({})
      .expect(200);
  tenant.pack = (await api.as('auditor').get(`/v1/reviews/${tenant.review}/pack`).expect(200)).text;
  await pinned(tenant, 'OTHER', '2025-04-02');
  await api.settled();
};

const decide = async (tenant: Tenant, who: Person, of: readonly [string, string], decision: string) => {
  const [kind, externalId] = of;
  const [{ n }] = (await items(tenant, `kind=${kind}&externalId=${externalId}`)) as [Json];
  const path = `/v1/reviews/${tenant.review}/items`;
  await (
    decision === 'CONFIRM' && kind === 'OVERRIDE'
      ? who.post(`${path}/confirm`).send({ items: [n] })
      : who.post(`${path}/${n}/decide`).send({ decision, comment: `So it is with ${externalId}.` })
  ).expect(200);
};

describe('overrides that a review asks about', () => {
  let [told, untold]: Tenant[] = [];
  let both: Tenant[];

  beforeAll(async () => {
    both = await Promise.all([open(), open()]);
    [told, untold] = both;
    await untold!.api.instance.announcements.close();
    await Promise.all(both.map(begin));
  });
  afterAll(() => Promise.all(both.map(({ api }) => api.close())));

  it('say by when somebody has to answer, and are asked once', async () => {
    for (const tenant of both) {
      for (const one of accounts)
        expect(await overrideOf(tenant, one)).toMatchObject({ reviewBy: '2025-04-30', endsOn: '2025-09-01' });
      expect(await overrideOf(tenant, 'OTHER')).toMatchObject({ reviewBy: null });
      expect((await toldOf(tenant, 'KEPT')).map(({ type, actor }) => [type, actor])).toEqual([
        ['OverrideReviewAwaited', 'rhea'],
      ]);
    }
  });

  it('are left alone once they are confirmed, or put off', async () => {
    for (const tenant of both) {
      const { fay, cora } = tenant.people;
      await decide(tenant, fay, ['OVERRIDE', 'KEPT'], 'CONFIRM');
      await decide(tenant, cora, ['OVERRIDE', 'LATER'], 'DEFER');
      await decide(tenant, cora, ['OVERRIDE', 'ASKED'], 'NEEDS_INFO');
      await decide(tenant, fay, ['OVERRIDE', 'ENDED'], 'REVOKE_OVERRIDE');
      // That it went up by the override was decided, and not whether that is to stand.
      await decide(tenant, fay, ['PROMOTION', 'LOST'], 'CONFIRM');
      await tenant.api.settled();
      const by = await Promise.all(accounts.map(async (one) => (await overrideOf(tenant, one)).reviewBy));
      expect(by).toEqual([null, '2025-04-30', null, '2025-04-30', '2025-04-30']);
    }
  });

  it('stand to the last day of the review, and lapse behind it where nobody has answered', async () => {
    for (const tenant of both) {
      await tenant.api.clock('2025-04-30T23:00:00Z');
      expect(await statesOf(tenant)).toEqual([
        ...['KEPT ACTIVE', 'LOST ACTIVE', 'LATER ACTIVE', 'ASKED ACTIVE', 'ENDED REVOKED'],
      ]);
      await tenant.api.clock('2025-05-01T09:00:00Z');
      expect(await statesOf(tenant)).toEqual([
        ...['KEPT ACTIVE', 'LOST LAPSED', 'LATER ACTIVE', 'ASKED LAPSED', 'ENDED REVOKED'],
      ]);
      expect(await Promise.all(accounts.map((one) => tierOf(tenant, one)))).toEqual([
        ...['T2', 'T3', 'T2', 'T3', 'T3'],
      ]);
    }
  });

  it('are believed to stand by what was known before the deadline was over', async () => {
    for (const tenant of both) {
      const known = (at: string) => tierOf(tenant, 'LOST', `&asOf=2025-06-01&knownAt=${at}`);
      expect(await known('2025-04-30T22:00:00Z')).toBe('T2');
      expect(await known('2025-05-01T00:00:00Z')).toBe('T3');
      expect(await tierOf(tenant, 'LOST', '&asOf=2025-04-30')).toBe('T2');
    }
  });

  it('leave items that say so', async () => {
    for (const tenant of both) {
      const defaulted = await items(tenant, 'decision=UNDECIDED_DEFAULTED&kind=OVERRIDE');
      expect(defaulted.map(({ externalId }) => externalId).sort()).toEqual(['ASKED', 'LOST']);
    }
  });

  it('give nothing back to the quota', async () => {
    for (const tenant of both) {
      const { items: seats } = await get(tenant, 'quotas?scheme=cv&quarter=2025-Q1');
      expect(seats).toMatchObject([{ seat: 'emea', consumed: accounts.length, reserved: 0 }]);
    }
  });

  const questions = [
    ...accounts.flatMap((id) => [`accounts/${id}/tier?scheme=cv`, `accounts/${id}/timeline?scheme=cv`]),
    'tiers?scheme=cv',
    'tiers/distribution?scheme=cv',
    'tiers/moves?scheme=cv&from=2025-01-31&to=2025-06-30',
    'overrides?scheme=cv&state=LAPSED',
    'overrides?scheme=cv&state=ACTIVE',
  ];
  /** What differs between two tenants anyhow: ids, and where and when something stands in the log. */
  const plain = ({ ids }: Tenant, answer: Json): Json => {
    const names = new Map([...ids].map(([name, id]) => [id, name]));
    const left = [
      ...['position', 'knownAt', 'known', 'decisionId', 'restatedSince', 'at', 'requestedAt', 'nextCursor'],
    ];
    return JSON.parse(JSON.stringify(answer), (key, value: unknown) =>
      left.includes(key) ? undefined : typeof value === 'string' ? (names.get(value) ?? value) : value,
    );
  };
  const answersOf = (tenant: Tenant) =>
    Promise.all(questions.map(async (one) => [one, plain(tenant, await get(tenant, one))]));

  it('answer alike whether or not anybody announces it', async () => {
    expect(await answersOf(untold!)).toEqual(await answersOf(told!));
    const reasons = async (tenant: Tenant) =>
      (await toldOf(tenant, 'LOST')).map(({ type, after }) => `${type} ${after.reason ?? ''}`.trim());
    expect(await reasons(untold!)).toEqual(['OverrideReviewAwaited']);
    expect(await reasons(told!)).toEqual(['OverrideReviewAwaited', 'OverrideLapsed NOT_REVIEWED']);
  });

  it('are announced afterwards, and that changes nothing', async () => {
    const before = await answersOf(untold!);
    const announcer = new Announcements(untold!.api.instance);
    await announcer.start();
    await announcer.dayHasCome();
    await untold!.api.settled();
    const lapsed = (await toldOf(untold!, 'ASKED')).map(({ type, after }) => [type, after.on]);
    expect(lapsed).toEqual([
      ['OverrideReviewAwaited', undefined],
      ['OverrideLapsed', '2025-05-01'],
    ]);
    expect(await toldOf(untold!, 'KEPT')).toHaveLength(2);
    expect(await answersOf(untold!)).toEqual(before);
    await announcer.close();
  });

  it('are told of in a pack that is the same as ever, and the review is sealed', async () => {
    const { api, people, review, pack } = told!;
    const path = `/v1/reviews/${review}`;
    expect((await api.as('auditor').get(`${path}/pack`).expect(200)).text).toBe(pack);
    for (const who of [people.rhea, people.fay, people.cora])
      await who.post(`${path}/attest`).send({ statement: 'As it stands.' }).expect(200);
    await people.rhea.post(`${path}/seal`).send({}).expect(200);
    expect((await statesOf(told!)).filter((state) => state.endsWith('LAPSED'))).toHaveLength(2);
  });
});
