import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';

const names = [
  'contract-value',
  'outsourcer-tcv',
  'revenue-bands',
  'abm',
  'abm-percentile',
  'customer',
  'msp-quadrant',
  'cs-segment',
  'cs-health',
];

describe('a scheme template', () => {
  let api: TestApi;
  const adopt = (scheme: string, template: unknown, role: 'revops' | 'admin' | 'policy-author' = 'revops') =>
    api.as(role).post(`/v1/schemes/${scheme}/adopt`).send({ template });
  const schemeOf = async (scheme: string) => {
    await api.settled();
    return (await api.as('auditor').get(`/v1/schemes/${scheme}`).expect(200)).body;
  };

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('is one of a list', async () => {
    const { body } = await api.as('auditor').get('/v1/scheme-templates').expect(200);
    expect(body.items.map(({ template }: Json) => template)).toEqual(names);
    expect(body.items[1]).toMatchObject({ variantOf: 'contract-value', document: { kind: 'bands' } });
  });

  it.each(names)(
    '%s is adopted by one call, which opens the scheme and drafts its document',
    async (name) => {
      const { body, headers } = await adopt(name, name).expect(201);
      expect(body).toEqual({
        scheme: name,
        version: 1,
        lint: [],
        position: headers['ledger-position'],
        revision: 1,
      });
      const { body: list } = await api.as('auditor').get('/v1/scheme-templates').expect(200);
      const template = list.items.find((one: Json) => one.template === name);
      expect(await schemeOf(name)).toMatchObject({ name: template.name, description: template.description });
      const { body: kept } = await api.as('auditor').get(`/v1/schemes/${name}/policies/1`).expect(200);
      expect(kept).toMatchObject({ state: 'DRAFT', author: 'revops', document: template.document });
    },
  );

  it('is drafted once by one author, however often it is adopted', async () => {
    const again = await adopt('abm', 'abm').expect(201);
    expect([again.body.version, again.body.revision]).toEqual([1, 1]);
    const byAnother = await adopt('abm', 'abm', 'policy-author').expect(201);
    expect(byAnother.body.version).toBe(2);
  });

  it('is adopted once under one key', async () => {
    const once = () => adopt('keyed', 'customer').set('Idempotency-Key', 'adopt-1').expect(201);
    const [first, second] = [await once(), await once()];
    expect(second.body).toEqual(first.body);
    expect(first.body).toMatchObject({ version: 1, revision: 1 });
  });

  it('leaves a scheme that is open what it is called', async () => {
    await api.as('revops').put('/v1/schemes/mine').send({ name: 'Mine' }).expect(201);
    expect((await adopt('mine', 'revenue-bands').expect(201)).body.version).toBe(1);
    expect((await adopt('mine', 'customer', 'admin').expect(201)).body.version).toBe(2);
    expect(await schemeOf('mine')).toMatchObject({ name: 'Mine' });
  });

  it.each(['nothing', 'constructor'])(
    'called %s does not exist, and the answer says which do',
    async (name) => {
      const { status, body } = await adopt('other', name);
      expect([status, body.code, body.detail]).toEqual([
        404,
        'NOT_FOUND',
        `There is no template ${name}; take one of ${names.join(', ')}.`,
      ]);
    },
  );

  it('has a name', async () => {
    for (const name of [undefined, 5, '', 'x'.repeat(129)]) {
      const { status, body } = await adopt('other', name);
      expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'VALIDATION_FAILED', '/template']);
    }
    await api.settled();
    await api.as('auditor').get('/v1/schemes/other').expect(404);
  });

  it('lives on like any other policy: handed in, approved by another, scheduled, in force', async () => {
    const path = '/v1/schemes/msp-quadrant/policies/1';
    await api.as('revops').post(`${path}/submit`).expect(200);
    await api.as('finance').post(`${path}/approve`).send({}).expect(200);
    await api.as('revops').post(`${path}/schedule`).send({ effectiveFrom: '2024-01-01' }).expect(200);
    await api.settled();
    const { body } = await api.as('auditor').get(path).expect(200);
    expect(body).toMatchObject({ state: 'SCHEDULED', effectiveFrom: '2024-01-01' });
  });
});

describe('a document that is asked about', () => {
  let api: TestApi;
  const ask = (document: Json, role: 'auditor' | 'policy-author' = 'auditor') =>
    api.as(role).post('/v1/schemes/cv/policies/lint').send(document);

  beforeAll(async () => {
    api = await startApi();
    await api.as('revops').put('/v1/schemes/cv').send({ name: 'Contract value' }).expect(201);
  });
  afterAll(() => api.close());

  it('is told what is wrong with it, and not drafted', async () => {
    const { body: list } = await api.as('auditor').get('/v1/scheme-templates').expect(200);
    const { document } = list.items.find(({ template }: Json) => template === 'abm');
    expect((await ask(document).expect(200)).body).toEqual({ lint: [] });
    const heavy = { ...document, inputs: document.inputs.map((one: Json) => ({ ...one, weight: '0.5' })) };
    expect((await ask(heavy, 'policy-author').expect(200)).body.lint).toEqual([
      {
        code: 'WEIGHTS_DO_NOT_SUM_TO_ONE',
        severity: 'error',
        pointer: '/inputs',
        detail: 'The weights add up to 2.5; let them add up to 1 exactly.',
      },
    ]);
    await api.settled();
    const { body } = await api.as('auditor').get('/v1/schemes/cv/policies').expect(200);
    expect(body.items).toEqual([]);
  });

  it.each([
    [{ kind: 'dice' }, '/kind', 'The kind is one of bands, score, percentile, matrix, table.'],
    [{}, '/kind', 'The kind is one of bands, score, percentile, matrix, table.'],
    [[], '', 'This is an object.'],
  ])('whose shape is wrong is told so: %j', async (document, pointer, detail) =>
    expect((await ask(document).expect(200)).body).toEqual({
      lint: [{ code: 'SHAPE', severity: 'error', pointer, detail }],
    }),
  );

  it('belongs to a scheme that is open', async () =>
    void (await api.as('auditor').post('/v1/schemes/nope/policies/lint').send({}).expect(404)));
});
