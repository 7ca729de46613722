import type { Json } from '../../libs/testing/src/api';
import { type Desk, openDesk, type Person, terms } from './overrides/override-desk';

describe('what holds for every route', () => {
  let desk: Desk;
  let paths: Json;

  beforeAll(async () => {
    desk = await openDesk();
    for (const id of ['A1', 'A2']) await desk.account(id);
    await desk.seat('west', 'wes');
    paths = (await desk.api.anybody().get('/openapi.json').expect(200)).body.paths;
  });
  afterAll(() => desk.api.close());

  const operations = (method: string): [string, Json][] =>
    Object.entries<Json>(paths)
      .filter(([path, item]) => path.startsWith('/v1/') && method in item)
      .map(([path, item]) => [path, item[method]]);
  const parametersOf = ({ parameters }: Json): string[] => parameters.map(({ name }: Json) => name);

  it('a read waits for a position that it is told', () => {
    const without = operations('get').filter(([, read]) => !parametersOf(read).includes('minPosition'));
    expect(without.map(([path]) => path)).toEqual([]);
  });

  it('a body that cannot be taken is answered with a status that is declared', () => {
    for (const [path, write] of [...operations('post'), ...operations('put')])
      expect([path, ...Object.keys(write.responses)]).toEqual(expect.arrayContaining([path, '413', '415']));
  });

  describe('a list of what stands now', () => {
    const list = async (path: string, query: object = {}) =>
      (await desk.api.as('auditor').get(path).query(query).expect(200)).body;

    it('has what was written at the position that it is told', async () => {
      const { body } = await desk.api.as('revops').put('/v1/schemes/second').send({ name: 'Second' });
      const { items } = await list('/v1/schemes', { minPosition: body.position });
      expect(items.map(({ scheme }: Json) => scheme)).toEqual(['cv', 'second']);
    });

    it('comes in pages, in an order that does not move', async () => {
      const first = await list('/v1/schemes', { limit: 1 });
      await desk.api.as('revops').put('/v1/schemes/another').send({ name: 'Another' }).expect(201);
      const rest = await list('/v1/schemes', { limit: 1, cursor: first.nextCursor });
      expect([...first.items, ...rest.items].map(({ scheme }: Json) => scheme)).toEqual(['cv', 'second']);
      expect(rest.nextCursor).toBeNull();
    });

    const longer = ['/v1/scheme-templates', '/v1/inputs'];
    it.each([
      ...['/v1/seats', '/v1/delegations', '/v1/schemes/cv/policies', '/v1/scheme-templates', '/v1/inputs'],
      ...['/v1/capacities', '/v1/schemes/cv/changelog'],
      '/v1/accounts/A1/lineage',
    ])('%s says whether more follows, and takes no cursor of another list', async (path) => {
      const { items, nextCursor } = await list(path, { limit: 1 });
      expect([Array.isArray(items), nextCursor === null]).toEqual([true, !longer.includes(path)]);
      const { nextCursor: strange } = await list('/v1/schemes', { limit: 1 });
      await desk.api.as('auditor').get(path).query({ cursor: strange }).expect(400);
    });
  });

  describe('a list that is as known at a moment', () => {
    const list = async (path: string, query: object = {}): Promise<Json> =>
      (await desk.api.as('auditor').get(path).query(query).expect(200)).body;
    const inPages = async (path: string, meanwhile: () => Promise<unknown>): Promise<Json[]> => {
      const first = await list(path, { limit: 1 });
      await meanwhile();
      const second = await list(path, { limit: 500, cursor: first.nextCursor });
      expect([second.position, second.nextCursor]).toEqual([first.position, null]);
      return [...first.items, ...second.items];
    };
    const set = (role: string) => {
      const capacity = { scheme: 'cv', role, available: '2', validFrom: '2025-01-01' };
      return desk.api.as('revops').post('/v1/capacities').send(capacity).expect(200);
    };

    it('has all pages of that moment: of capacities', async () => {
      for (const role of ['csm', 'support']) await set(role);
      await desk.api.settled();
      const items = await inPages('/v1/capacities', () => set('advisor'));
      expect(items.map(({ role }) => role)).toEqual(['csm', 'support']);
    });

    it('and of inputs, and of what became of an account', async () => {
      const whole = (await list('/v1/inputs', { limit: 500 })).items;
      const entry = { label: 'A new one', group: 'value', unit: null, source: null };
      const describeOne = () => desk.api.as('revops').put('/v1/inputs/aNewOne').send(entry);
      expect(await inPages('/v1/inputs', describeOne)).toEqual(whole);
      const split = (id: string) => {
        const into = [{ externalId: id, name: id, share: '0.1' }];
        const terms = { into, on: '2025-03-01', reason: 'They go their own way.' };
        return desk.api.as('revops').post('/v1/accounts/A1/split').send(terms).expect(200);
      };
      for (const id of ['A1-1', 'A1-2']) await split(id);
      await desk.api.settled();
      const items = await inPages('/v1/accounts/A1/lineage', () => split('A1-3'));
      expect(items.map(({ into }) => into)).toEqual(['A1-1', 'A1-2']);
    });
  });

  it.each([
    ['post', '/v1/schemes/cv/policies/1/submit', { because: 'x' }, '/because'],
    ['post', '/v1/schemes/cv/evaluations?dryRun=true', { effectiveOn: '2025-04-01' }, '/dryRun'],
    ['get', '/v1/clock?now=2025-01-01', undefined, '/now'],
    ['get', '/v1/settings?minPosition=soon', undefined, '/minPosition'],
  ] as const)('%s %s with %j refuses what it would not read', async (method, path, body, pointer) => {
    const answer = await desk.api.as('revops')[method](path).send(body);
    expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });

  it.each([
    ['/v1/accounts?scheme=nope', 404, 'NOT_FOUND'],
    ['/v1/accounts?scheme=nope&tier=T1', 404, 'NOT_FOUND'],
    ['/v1/quotas?seat=west&scheme=cv&quarter=soon', 400, 'VALIDATION_FAILED'],
    ['/v1/reviews?quarter=2025-Q5', 400, 'VALIDATION_FAILED'],
  ])('%s names what is not there, and is no empty list', async (path, status, code) => {
    const answer = await desk.api.as('auditor').get(path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it.each([
    ['text/csv;q=0.2, application/json', 'application/json; charset=utf-8'],
    ['application/json;q=0, text/csv', 'text/csv; charset=utf-8'],
  ])('what a caller takes goes by its weight: %s', async (accept, type) => {
    const { headers } = await desk.api.as('auditor').get('/v1/tiers?scheme=cv').set('Accept', accept);
    expect(headers['content-type']).toBe(type);
  });

  describe('a change meant for one revision', () => {
    const facts = [{ factId: 'late', measure: 'acv', value: '5', validFrom: '2025-02-01' }];
    let wes: Person;
    let override: Json;

    beforeAll(async () => {
      wes = await desk.api.person('wes', 'sales-leader');
      override = await desk.asks(wes, 'A2');
    });

    it.each([
      ['facts', '/v1/accounts/A1/facts', () => ({ facts })],
      [
        'a correction',
        '/v1/corrections',
        () => ({ externalId: 'A1', factId: '1', retroKind: 'ERROR_CORRECTION', reason: 'x', value: '7' }),
      ],
      ['a draft', '/v1/schemes/cv/policies', () => policy],
      ['a withdrawal of a policy', '/v1/schemes/cv/policies/1/retire', () => ({})],
    ])('is not made at another: %s', async (_, path, body) => {
      const before = await desk.api.settled();
      const { status, body: problem } = await desk.api
        .as('revops')
        .post(path)
        .set('If-Match', '"9999"')
        .send(body());
      expect([status, problem.code]).toEqual([412, 'REVISION_CONFLICT']);
      expect(await desk.api.settled()).toBe(before);
    });

    it('is made where it was meant to be', async () => {
      const { headers } = await desk.api.as('revops').get('/v1/accounts/A1').expect(200);
      const record = () =>
        desk.api.as('revops').post('/v1/accounts/A1/facts').set('If-Match', headers['etag']!).send({ facts });
      await record().expect(200);
      await record().expect(412);
    });

    it('is made at one of several revisions, or at whatever is there', async () => {
      const put = (path: string, tag: string, name: string) =>
        desk.api.as('revops').put(path).set('If-Match', tag).send({ name });
      const { headers } = await desk.api.as('revops').get('/v1/schemes/cv').expect(200);
      await put('/v1/schemes/cv', '"9998", "9999"', 'No').expect(412);
      await put('/v1/schemes/cv', `W/${headers['etag']}`, 'No').expect(412);
      await put('/v1/schemes/cv', `"9999", ${headers['etag']}`, 'One of two').expect(200);
      await put('/v1/schemes/cv', '*', 'Any').expect(200);
      const { status, body } = await put('/v1/schemes/of-nobody', '*', 'No');
      expect([status, body.code]).toEqual([412, 'REVISION_CONFLICT']);
      // Settings are there before anybody has changed them.
      await desk.api
        .as('revops')
        .put('/v1/settings')
        .set('If-Match', '*')
        .send({ currency: 'EUR' })
        .expect(201);
    });

    it('is said of an override in every word about it', async () => {
      const path = `/v1/overrides/${override.id}`;
      const { headers } = await wes.get(path).expect(200);
      const says = (who: Person, word: string, tag: string, body: object) =>
        who.post(`${path}/${word}`).set('If-Match', tag).send(body);
      const ana = await desk.api.person('ana', 'revops');
      for (const [word, body] of [
        ['approve', { basis: override.basis }],
        ['reject', { comment: 'No.' }],
        ['revoke', { until: '2025-05-01', reason: 'No.' }],
        ['withdraw', {}],
        ['reconfirm', {}],
        ['reattest', {}],
      ] as const) {
        const { status } = await says(ana, word, '"9999"', body);
        expect([word, status]).toEqual([word, 412]);
      }
      const approved = await says(ana, 'approve', `"9999", ${headers['etag']}`, { basis: override.basis });
      expect(approved.status).toBe(200);
      expect((await says(wes, 'withdraw', headers['etag']!, {})).status).toBe(412);
      const ended = await says(ana, 'revoke', '*', { until: '2025-05-01', reason: 'No more.' });
      expect(ended.status).not.toBe(412);
    });

    it('is told by an ETag wherever it can be meant', async () => {
      const etag = async (path: string) =>
        (await desk.api.as('revops').get(path).expect(200)).headers['etag']!;
      const said = { holder: 'wes', reportsTo: null, validFrom: '2025-02-01' };
      const put = (tag: string) =>
        desk.api.as('revops').put('/v1/seats/west').set('If-Match', tag).send(said);
      await put(await etag('/v1/seats/west')).expect(200);
      const { status, body } = await put('"of another server"');
      expect([status, body.detail]).toEqual([412, expect.stringMatching(/no ETag of ours/)]);
      expect(await etag('/v1/schemes/cv/policies/1')).toBe(await etag('/v1/schemes/cv'));
    });

    it('is refused where nothing has a revision of its own', async () => {
      const { status, body } = await wes.post('/v1/overrides').set('If-Match', '"1"').send(terms('A1'));
      expect([status, body.errors[0].pointer]).toEqual([400, '/If-Match']);
    });
  });
});

const policy = {
  kind: 'bands',
  tiers: [
    { code: 'T1', rank: 2 },
    { code: 'T2', rank: 1 },
  ],
  measures: { acv: { fact: 'acv' } },
  boundaries: [{ tier: 'T1', measure: 'acv', at: '1', inclusive: true }],
};
