import { roles } from '../../../libs/platform/src';
import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';
import { addressOf, operationsOf } from './addresses';
import { contract, contractValue, openScheme } from '../opened';

type Person = ReturnType<TestApi['anybody']>;

/** One person of the tier that has the most accounts, so that the others wait. */
const document = {
  ...contractValue,
  tiers: contractValue.tiers.map((tier) =>
    tier.code === 'T1'
      ? { ...tier, treatment: { coverage: { model: 'named', role: 'csm', accountsPerRole: 1 } } }
      : tier,
  ),
};

let api: TestApi;
let [all, emea, west]: Person[] = [];

const tokenOf = (scope?: unknown) =>
  api.instance.signingKey!.issueToken({
    sub: 'sam',
    roles,
    ...(scope !== undefined && { scope: scope as never }),
  });
const caller = async (scope?: unknown) => api.anybody(`Bearer ${await tokenOf(scope)}`);

const account = async (externalId: string, region: string, ownerSeat: string, contracts: string[]) => {
  const profile = { name: externalId, onboardedOn: '2025-01-10', ownerSeat, attributes: { region } };
  await all!.put(`/v1/accounts/${externalId}`).send(profile).expect(201);
  for (const [index, value] of contracts.entries())
    await contract(
      api,
      externalId,
      `${externalId}-${index}`,
      value,
      ['2025-01-10', '2025-03-03', '2025-03-20'][index]!,
    );
};

const terms = (externalId: string) => ({
  ...{ externalId, scheme: 'cv', type: 'PIN', tier: 'T2', from: '2025-04-05', until: '2025-07-01' },
  ...{ reasonCode: 'STRATEGIC', justification: 'They asked.' },
});
const overrides = new Map<string, string>();

beforeAll(async () => {
  api = await startApi({ now: '2025-04-01T09:00:00Z' });
  [all, emea, west] = [await caller(), await caller({ region: ['EMEA'] }), await caller({ book: ['west'] })];
  await openScheme(api, 'cv', document);
  await account('EMEA-1', 'EMEA', 'west', ['100000', '1200000']);
  await account('EMEA-2', 'EMEA', 'east', ['300000', '100000', '310000']);
  await account('APAC-1', 'APAC', 'west', ['260000', '1100000']);
  await account('APAC-2', 'APAC', 'east', ['400000', '90000', '390000']);
  await account('APAC-3', 'APAC', 'east', ['90000']);
  const capacity = { scheme: 'cv', role: 'csm', available: '1', validFrom: '2025-01-01' };
  await all.post('/v1/capacities').send(capacity).expect(200);
  for (const seat of ['west', 'east'])
    await all
      .put(`/v1/seats/${seat}`)
      .send({ holder: `${seat}-lead`, validFrom: '2025-01-01' })
      .expect(201);
  for (const id of ['EMEA-2', 'APAC-3']) {
    const asker = await api.person('west-lead', 'sales-leader');
    overrides.set(id, (await asker.post('/v1/overrides').send(terms(id)).expect(201)).body.id as string);
  }
  await api.settled();
});
afterAll(() => api.close());

const read = async (who: Person, path: string, query: object = {}): Promise<Json> =>
  (await who.get(`/v1/${path}`).query(query).expect(200)).body;
const isEmea = ({ externalId }: Json) => String(externalId).startsWith('EMEA');

const operations = () => operationsOf(api);
const about = (externalId: string) => ({ externalId, overrides: overrides.get(externalId) });

const declared: Record<string, string[]> = {
  account: [
    ...['get /v1/accounts/{externalId}', 'put /v1/accounts/{externalId}'],
    ...['assessments', 'facts', 'revenue', 'business-reviews'].map(
      (of) => `post /v1/accounts/{externalId}/${of}`,
    ),
    ...['business-reviews', 'explain', 'facts', 'history', 'inputs', 'moves/{day}/cause'].map(
      (of) => `get /v1/accounts/{externalId}/${of}`,
    ),
    ...['tier', 'timeline', 'views', 'why-not'].map((of) => `get /v1/accounts/{externalId}/${of}`),
    ...[
      'post /v1/corrections',
      'post /v1/overrides',
      'post /v1/overrides/emergency',
      'post /v1/overrides/preview',
    ],
  ],
  override: [
    'get /v1/overrides/{id}',
    ...['approve', 'ratify', 'reattest', 'reconfirm', 'reject', 'revoke', 'withdraw'].map(
      (word) => `post /v1/overrides/{id}/${word}`,
    ),
  ],
  'treatment-change': ['get /v1/treatment-changes/{id}', 'post /v1/treatment-changes/{id}/acknowledge'],
  rows: [
    ...['concentration', 'conflicts', 'hindsight', 'policy-candidates'].map((of) => `override-reports/${of}`),
    ...['accounts', 'approvals/inbox', 'audit/events', 'coverage', 'coverage/wait-list', 'due', 'flaps'],
    ...[
      'inputs',
      'inputs/completeness',
      'overrides',
      'portfolio/diff',
      'provisional-tiers',
      'quotas',
      'tiers',
    ],
    ...[
      'tiers/distribution',
      'tiers/migration',
      'tiers/moves',
      'treatment-changes',
      'triggers',
      'watch-list',
    ],
  ]
    .map((path) => `get /v1/${path}`)
    .concat('post /v1/overrides/bulk', 'post /v1/tiers/as-of'),
  none: [
    ...[
      'capacities',
      'clock',
      'delegations',
      'evidence/{sha256}',
      'ops/projections',
      'rubrics',
      'rubrics/{rubric}',
    ],
    ...['scheme-templates', 'schemes', 'schemes/{scheme}', 'seats', 'seats/{seat}', 'settings', 'treatments'],
    ...[
      'assessment-days',
      'changelog',
      'cohorts',
      'policies',
      'policies/{a}/diff/{b}',
      'policies/{version}',
    ].map((of) => `schemes/{scheme}/${of}`),
    ...['policies/{version}/cases', 'policy-reviews'].map((of) => `schemes/{scheme}/${of}`),
  ]
    .map((path) => `get /v1/${path}`)
    .concat(
      'post /v1/delegations',
      'post /v1/delegations/{id}/revoke',
      'post /v1/schemes/{scheme}/policies/lint',
    )
    .concat('put /v1/evidence/{sha256}'),
};

describe('how a route keeps to a scope', () => {
  it('is said by every route, and who says nothing admits nobody who has one', async () => {
    const open = (await operations()).filter(({ path }) => path.startsWith('/v1/'));
    expect(open.filter(({ scope }) => scope === undefined)).toEqual([]);
    for (const [scope, routes] of Object.entries(declared))
      expect(
        open
          .filter((one) => one.scope === scope)
          .map(({ method, path }) => `${method} ${path}`)
          .sort(),
      ).toEqual(routes.sort());
    for (const route of open.filter(({ scope }) => scope === 'refused')) {
      const { method, path } = route;
      const { status, body } = await emea!
        [method](addressOf(route, about('EMEA-1')))
        .send(method === 'get' ? undefined : {});
      expect([method, path, status, body.code]).toEqual([method, path, 403, 'OUT_OF_SCOPE']);
    }
  });

  it('is nobody else than the portfolio without one, or with an empty one', async () => {
    const { items } = await read(await caller({}), 'accounts');
    expect(items).toHaveLength(5);
  });

  it.each([[null], ['EMEA'], [['EMEA']], [{ region: 'EMEA' }], [{ region: [] }], [{ region: [1] }]])(
    'is not guessed from a claim that says %j',
    async (claim) => {
      const { status, body } = await (await caller(claim)).get('/v1/accounts');
      expect([status, body.code, body.detail]).toEqual([
        401,
        'UNAUTHENTICATED',
        expect.stringMatching('OIDC_SCOPE_CLAIM'),
      ]);
    },
  );
});

describe('an account outside', () => {
  const withoutNames = ({ detail, instance: _, traceId: __, ...rest }: Json, name: string) => ({
    ...rest,
    detail: String(detail).replaceAll(name, 'it'),
  });

  it('is not there, on whatever route it is named', async () => {
    for (const route of (await operations()).filter(({ scope }) => scope === 'account')) {
      const { method, path } = route;
      const answers = [];
      for (const externalId of ['APAC-1', 'NOBODY']) {
        const asked = emea![method](addressOf(route, about(externalId)));
        const { status, body: answer } = await (method === 'get' ? asked : asked.send({ externalId }));
        answers.push([status, answer.code, withoutNames(answer, externalId)]);
      }
      expect([method, path, answers[0]![0], answers[0]![1]]).toEqual([method, path, 404, 'NOT_FOUND']);
      expect(answers[0]).toEqual(answers[1]);
    }
  });

  it('has no overrides and no changes of treatment', async () => {
    for (const route of (await operations()).filter(({ scope }) => scope === 'override')) {
      const { method, path } = route;
      const { status } = await emea!
        [method](addressOf(route, about('APAC-3')))
        .send(method === 'get' ? undefined : {});
      expect([path, status]).toEqual([path, 404]);
    }
    await emea!.get(`/v1/overrides/${overrides.get('EMEA-2')}`).expect(200);
    const { items } = await read(all!, 'treatment-changes', { scheme: 'cv', limit: 500 });
    for (const one of items as Json[]) {
      const { status } = await emea!.get(`/v1/treatment-changes/${one.id}`);
      expect([one.externalId, status]).toEqual([one.externalId, isEmea(one) ? 200 : 404]);
    }
  });

  it('is not onboarded, where many are asked about', async () => {
    const items = ['EMEA-1', 'APAC-1', 'NOBODY'].map((externalId) => ({ externalId }));
    const { body } = await emea!.post('/v1/tiers/as-of?scheme=cv').send({ items }).expect(200);
    const [inside, outside, unknown] = body.items as Json[];
    expect(inside.effective).toBe('T1');
    expect({ ...outside, externalId: 'NOBODY' }).toEqual(unknown);
  });

  it('stays outside, and no account inside leaves', async () => {
    const put = (externalId: string, region: string, more: object = {}) =>
      emea!.put(`/v1/accounts/${externalId}`).send({ name: externalId, attributes: { region }, ...more });
    expect((await put('APAC-1', 'EMEA')).status).toBe(404);
    expect((await put('NEW', 'EMEA')).status).toBe(404);
    const left = await put('EMEA-1', 'APAC');
    expect([left.status, left.body.code]).toEqual([403, 'OUT_OF_SCOPE']);
    expect((await put('EMEA-1', 'EMEA', { parentExternalId: 'APAC-1' })).status).toBe(404);
    const facts = [{ factId: 'p', measure: 'parent', value: 'APAC-1', validFrom: '2025-01-10' }];
    expect((await emea!.post('/v1/accounts/EMEA-1/facts').send({ facts })).status).toBe(404);
    const same = { onboardedOn: '2025-01-10', ownerSeat: 'west' };
    await put('EMEA-1', 'EMEA', same).expect(200);
  });
});

describe('what is told of a part', () => {
  const listed: [path: string, query: object][] = [
    ['accounts', {}],
    ['accounts', { scheme: 'cv', tier: 'T1' }],
    ['accounts', { search: '1' }],
    ['tiers', { scheme: 'cv' }],
    ['tiers/moves', { scheme: 'cv', from: '2025-01-01', to: '2025-04-30' }],
    ['portfolio/diff', { scheme: 'cv', a: '2025-02-01', b: '2025-04-01' }],
    ['watch-list', { scheme: 'cv', withinPct: '1000' }],
    ['flaps', { scheme: 'cv', from: '2025-01-01', to: '2025-04-30', reversals: 1 }],
    ['treatment-changes', { scheme: 'cv' }],
    ['overrides', { scheme: 'cv' }],
    ['due', { scheme: 'cv', clock: 'assignment', within: 1000 }],
    ['coverage/wait-list', { scheme: 'cv' }],
    ['triggers', { scheme: 'cv', from: '2025-01-01', until: '2025-04-30' }],
    ['provisional-tiers', { scheme: 'cv' }],
  ];

  it.each(listed)('is the rows of it alone: %s %j', async (path, query) => {
    const whole = await read(all!, path, { ...query, limit: 500 });
    const part = await read(emea!, path, { ...query, limit: 500 });
    expect(part.items).toEqual(whole.items.filter(isEmea));
    expect(part.nextCursor).toBeNull();
    const paged: Json[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await read(emea!, path, { ...query, limit: 1, ...(cursor && { cursor }) });
      paged.push(...page.items);
      cursor = page.nextCursor ?? undefined;
      if (!cursor) break;
    }
    expect(paged).toEqual(part.items);
  });

  it('has something to leave out in almost all of these lists', async () => {
    const empty = [];
    for (const [path, query] of listed) {
      const { items } = await read(all!, path, { ...query, limit: 500 });
      if (items.filter(isEmea).length === 0 || items.every(isEmea)) empty.push(path);
    }
    expect(empty).toEqual(['coverage/wait-list', 'provisional-tiers']);
  });

  it.each([
    ['tiers', { scheme: 'cv' }],
    ['tiers/moves', { scheme: 'cv', from: '2025-01-01', to: '2025-04-30' }],
    ['portfolio/diff', { scheme: 'cv', a: '2025-02-01', b: '2025-04-01' }],
    ['audit/events', {}],
    ['due', { scheme: 'cv' }],
  ])('is streamed likewise: %s', async (path, query) => {
    for (const type of ['text/csv', 'application/x-ndjson']) {
      const { text } = await emea!.get(`/v1/${path}`).query(query).set('Accept', type).expect(200);
      expect([text.includes('EMEA-1') || path === 'due', text.includes('APAC')]).toEqual([true, false]);
    }
  });

  it('adds up to the sums of it', async () => {
    const tiers = await read(emea!, 'tiers/distribution', { scheme: 'cv' });
    expect(Object.fromEntries(tiers.tiers.map(({ tier, accounts }: Json) => [tier, accounts]))).toEqual({
      ...{ T1: 1, T2: 1, UNTIERED: 0, NOT_ONBOARDED: 0 },
    });
    const { cells } = await read(emea!, 'tiers/migration', {
      scheme: 'cv',
      from: '2025-02-01',
      to: '2025-04-01',
    });
    expect(cells).toEqual([
      { from: 'T2', to: 'T2', accounts: 1 },
      { from: 'T3', to: 'T1', accounts: 1 },
    ]);
    const period = { scheme: 'cv', from: '2025-01-01', to: '2025-04-30' };
    const { counts, items } = await read(emea!, 'tiers/moves', { ...period, limit: 1 });
    expect([counts, items.length]).toEqual([{ enter: 2, promotion: 2, demotion: 1, lateral: 0, exit: 0 }, 1]);
    const diff = await read(emea!, 'portfolio/diff', { scheme: 'cv', a: '2025-02-01', b: '2025-04-01' });
    expect([diff.moved, diff.counts.inputs]).toEqual([1, 1]);
    const { overall } = await read(emea!, 'inputs/completeness', { scheme: 'cv' });
    expect([overall.accounts, overall.withValue]).toEqual([2, 2]);
    const { items: inputs } = await read(emea!, 'inputs');
    expect(inputs.find(({ measure }: Json) => measure === 'acv').facts).toBe(5);
    const { tiers: covered } = await read(emea!, 'coverage', { scheme: 'cv' });
    expect(covered.find(({ tier }: Json) => tier === 'T1')).toMatchObject({ accounts: 1, waitListed: 1 });
    const whole = await read(all!, 'coverage', { scheme: 'cv' });
    expect(whole.tiers.find(({ tier }: Json) => tier === 'T1')).toMatchObject({ accounts: 2, waitListed: 1 });
    const apac = await caller({ region: ['APAC'] });
    expect((await read(apac, 'coverage/wait-list', { scheme: 'cv' })).items).toEqual([]);
  });

  it('is a book where the scope names one, with the quota of its seat', async () => {
    const { items } = await read(west!, 'accounts');
    expect(items.map(({ externalId }: Json) => externalId)).toEqual(['APAC-1', 'EMEA-1']);
    await west!.get('/v1/quotas?seat=west').expect(200);
    for (const [who, query] of [
      [west, 'seat=east'],
      [west, ''],
      [emea, 'seat=west'],
    ] as const)
      expect((await who!.get(`/v1/quotas?${query}`)).body.code).toBe('OUT_OF_SCOPE');
    const waiting = await read(west!, 'coverage/wait-list', { scheme: 'cv' });
    expect(waiting.items).toEqual((await read(all!, 'coverage/wait-list', { scheme: 'cv' })).items);
    expect(waiting.items).toHaveLength(1);
  });

  it('takes from the quota of a seat, and of what others have taken it tells how much', async () => {
    const bearer = { sub: 'west-lead', roles: ['sales-leader'], scope: { region: ['EMEA'] } };
    const lead = api.anybody(`Bearer ${await api.instance.signingKey!.issueToken(bearer)}`);
    const inside = ({ entries }: Json) => entries.map(({ overrideId }: Json) => overrideId);
    const own = [overrides.get('EMEA-2')];
    const { quota, refusal } = (await lead.post('/v1/overrides/preview').send(terms('EMEA-1')).expect(200))
      .body;
    expect([quota.reserved, quota.left, inside(quota), inside(refusal.ledger)]).toEqual([2, 0, own, own]);
    const { body } = await lead.post('/v1/overrides').send(terms('EMEA-1')).expect(409);
    expect([body.code, body.ledger.reserved, inside(body.ledger)]).toEqual(['QUOTA_EXHAUSTED', 2, own]);
    const bulk = await lead.post('/v1/overrides/bulk').send({ requests: [terms('EMEA-1')] });
    expect(inside(bulk.body.items[0].problem.ledger)).toEqual(own);
    const { items } = await read(west!, 'quotas', { seat: 'west' });
    expect(items).toMatchObject([{ reserved: 2, arr: '0', entries: [] }]);
  });

  it('is what stands in the trail of it, with what is about no account', async () => {
    const { items } = await read(emea!, 'audit/events', { limit: 500 });
    const whole = (await read(all!, 'audit/events', { limit: 500 })).items as Json[];
    expect(items.filter(({ externalId }: Json) => externalId)).toEqual(whole.filter(isEmea));
    const types = new Set(items.filter(({ externalId }: Json) => !externalId).map(({ type }: Json) => type));
    expect([types.has('PolicyScheduled'), types.has('QuotaReserved')]).toEqual([true, false]);
  });

  it('names nobody outside, whatever is read', async () => {
    const leaks: string[] = [];
    for (const route of await operations()) {
      const { method, path, scope } = route;
      if (method !== 'get' || !path.startsWith('/v1/') || scope === 'refused') continue;
      const { status, text } = await emea!.get(addressOf(route, about('EMEA-2')));
      if (/APAC-\d/.test(text)) leaks.push(path);
      expect([path, [200, 404].includes(status) || path === '/v1/quotas']).toEqual([path, true]);
    }
    expect(leaks).toEqual([]);
  });

  it('follows an account that moves', async () => {
    const moved = {
      name: 'APAC-2',
      onboardedOn: '2025-01-10',
      ownerSeat: 'east',
      attributes: { region: 'EMEA' },
    };
    await emea!.get('/v1/accounts/APAC-2').expect(404);
    await all!.put('/v1/accounts/APAC-2').send(moved).expect(200);
    await emea!.get('/v1/accounts/APAC-2').expect(200);
    const { items } = await read(emea!, 'tiers', { scheme: 'cv' });
    expect(items.map(({ externalId }: Json) => externalId)).toEqual(['APAC-2', 'EMEA-1', 'EMEA-2']);
  });
});
