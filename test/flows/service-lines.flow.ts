import { compositeId } from '#libs/kernel';
import { views as allViews } from '#libs/views';
import { type Json, startApi, type TestApi } from '../../libs/testing/src/api';
import { onboard, openScheme } from './opened';

/** By the revenue of a year; whoever is at risk stays low. */
const byRevenue = (serviceLines?: object) => ({
  kind: 'bands',
  tiers: [
    { code: 'high', rank: 3 },
    { code: 'medium', rank: 2 },
    { code: 'low', rank: 1 },
  ],
  measures: { year: { revenueWindowMonths: 12 }, risk: { fact: 'risk' } },
  boundaries: [
    { tier: 'high', measure: 'year', at: '1500', inclusive: true },
    { tier: 'medium', measure: 'year', at: '400', inclusive: true },
  ],
  gates: [{ measure: 'risk', atLeast: '80', capTier: 'low', missing: 'pass' }],
  ...(serviceLines && { serviceLines }),
});

describe('the service lines of an account', () => {
  let api: TestApi;
  let n = 0;
  const reader = () => api.as('auditor');
  const revenue = async (
    serviceLine: string | undefined,
    occurredOn: string,
    amount: string,
    of = 'ACME',
  ) => {
    const fact = { factId: `r${(n += 1)}`, occurredOn, amount, ...(serviceLine && { serviceLine }) };
    await api
      .as('service')
      .post(`/v1/accounts/${of}/revenue`)
      .send({ facts: [fact] })
      .expect(200);
    return fact.factId;
  };
  const risk = async (serviceLine: string | undefined, validFrom: string, value: string) => {
    const fact = {
      factId: `r${(n += 1)}`,
      measure: 'risk',
      value,
      validFrom,
      ...(serviceLine && { serviceLine }),
    };
    await api
      .as('service')
      .post('/v1/accounts/ACME/facts')
      .send({ facts: [fact] })
      .expect(200);
    return fact.factId;
  };
  const evaluate = async (scheme: string, effectiveOn: string, terms: object = {}): Promise<Json> => {
    const result = await api.job(
      await api
        .as('revops')
        .post(`/v1/schemes/${scheme}/evaluations`)
        .send({ effectiveOn, ...terms }),
    );
    await api.settled();
    return result;
  };
  const ask = async (query: object): Promise<Json> =>
    (
      await reader()
        .get('/v1/accounts/ACME/views')
        .query({ scheme: 'lines', ...query })
        .expect(200)
    ).body;
  /** The tiers of the account and of each of its lines, and what the lines come to. */
  const stand = async (query: object) => {
    const { account, serviceLines, rollUp, agrees } = await ask(query);
    return {
      account: account?.effective ?? null,
      ...Object.fromEntries(serviceLines.map(({ name, effective }: Json) => [name, effective])),
      rollUp: [rollUp.tier, ...rollUp.from],
      agrees,
    };
  };
  const tier = async (line: string, query: object = {}) => {
    const { status, body } = await reader()
      .get('/v1/accounts/ACME/tier')
      .query({ scheme: 'lines', view: `SERVICE_LINE:${line}`, ...query });
    return status === 200 ? body.effective : body.code;
  };

  beforeAll(async () => {
    api = await startApi({ now: '2024-12-01T12:00:00Z' });
  });
  afterAll(() => api.close());

  it('are assessed whenever it is, once the policy in force declares them', async () => {
    await openScheme(api, 'lines', byRevenue({ rollUp: 'highest' }));
    await openScheme(api, 'plain', byRevenue());
    await onboard(api, 'ACME', '2024-01-10');
    await onboard(api, 'BOLT', '2024-01-10');
    await revenue('hosting', '2024-06-01', '1200');
    await revenue('consulting', '2024-07-01', '150');
    await revenue('support', '2024-08-01', '20');
    await revenue(undefined, '2024-08-01', '40', 'BOLT');
    const dry = await evaluate('lines', '2025-01-01', { dryRun: true });
    expect(dry).toMatchObject({ assessed: 2, assigned: 2, serviceLines: { assessed: 3, assigned: 3 } });
    expect(await tier('hosting', { asOf: '2025-01-01' })).toBe('UNTIERED');
    await api.clock('2025-01-01T12:00:00Z');
    const run = await evaluate('lines', '2025-01-01');
    expect(run).toMatchObject({ assessed: 2, assigned: 2, decisionsRoot: dry.decisionsRoot });
    expect(run.serviceLines).toEqual({ ...dry.serviceLines, decisionsRoot: dry.serviceLines.decisionsRoot });
    expect(run.serviceLines).toMatchObject({ assessed: 3, assigned: 3, unchanged: 0, restated: 0 });
    expect(run.serviceLines.decisionsRoot).not.toBe(run.decisionsRoot);
    const head = await api.settled();
    expect(await evaluate('lines', '2025-01-01')).toMatchObject({
      unchanged: 2,
      serviceLines: { assessed: 3, unchanged: 3, decisionsRoot: run.serviceLines.decisionsRoot },
    });
    expect(await api.settled()).toBe(head);
    expect(await evaluate('plain', '2025-01-01')).not.toHaveProperty('serviceLines');
  });

  it('stand each on a timeline of their own, beside their account', async () => {
    const answer = await ask({ asOf: '2025-01-01' });
    expect(answer).toMatchObject({
      externalId: 'ACME',
      scheme: 'lines',
      asOf: '2025-01-01',
      account: { view: 'ACCOUNT', effective: 'medium' },
      rollUp: { rule: 'highest', tier: 'medium', from: ['hosting'] },
      agrees: true,
    });
    expect(
      answer.serviceLines.map(({ name, view, effective, valid }: Json) => [
        name,
        view,
        effective,
        valid.from,
      ]),
    ).toEqual([
      ['consulting', 'SERVICE_LINE:consulting', 'low', '2025-01-01'],
      ['hosting', 'SERVICE_LINE:hosting', 'medium', '2025-01-01'],
      ['support', 'SERVICE_LINE:support', 'low', '2025-01-01'],
    ]);
    expect(await stand({ scheme: 'plain', asOf: '2025-01-01' })).toEqual({
      account: 'medium',
      rollUp: [null],
      agrees: true,
    });
  });

  it('a late fact restates its line and the account, and no other line; what was believed stays known', async () => {
    await api.clock('2025-01-15T12:00:00Z');
    await revenue('support', '2024-12-20', '500');
    await api.clock('2025-01-16T12:00:00Z');
    const before = { account: 'medium', consulting: 'low', hosting: 'medium', support: 'low' };
    const asOf = '2025-01-10';
    expect(await stand({ asOf, knownAt: '2025-01-14T00:00:00Z' })).toEqual({
      ...before,
      rollUp: ['medium', 'hosting'],
      agrees: true,
    });
    expect(await stand({ asOf })).toEqual({
      ...before,
      ...{ account: 'high', support: 'medium' },
      rollUp: ['medium', 'hosting', 'support'],
      agrees: false,
    });
    const restated = await Promise.all(
      ['ACCOUNT', 'SERVICE_LINE:consulting', 'SERVICE_LINE:hosting', 'SERVICE_LINE:support'].map(
        async (view) => {
          const query = { scheme: 'lines', view };
          const { body } = await reader().get('/v1/accounts/ACME/history').query(query).expect(200);
          return body.rectangles.filter(({ retroKind }: Json) => retroKind !== null).length;
        },
      ),
    );
    expect(restated.map((count) => count > 0)).toEqual([true, false, false, true]);
    const { body } = await reader().get('/v1/audit/events?externalId=ACME&type=TierRestated').expect(200);
    const restating = body.items.map(({ stream }: Json) => stream.replace('placement-', '')).sort();
    expect(restating).toEqual(
      [
        ['lines', 'ACCOUNT'],
        ['lines', 'SERVICE_LINE:support'],
        ['plain', 'ACCOUNT'],
      ].map(([scheme, view]) => compositeId(scheme!, view!, 'ACME')),
    );
  });

  it('roll up by each rule', async () => {
    const asOf = '2025-01-10';
    const rolled = async (rollUp: string, names?: string[]) => {
      const scheme = `by-${rollUp}${names ? '-of-some' : ''}`;
      await openScheme(api, scheme, byRevenue({ rollUp, ...(names && { names }) }));
      await evaluate(scheme, '2025-01-01');
      await api.settled();
      const { account: _, ...lines } = await stand({ scheme, asOf });
      return lines;
    };
    const tiers = { consulting: 'low', hosting: 'medium', support: 'medium' };
    expect(await rolled('lowest')).toEqual({ ...tiers, rollUp: ['low', 'consulting'], agrees: false });
    expect(await rolled('largest')).toEqual({ ...tiers, rollUp: ['medium', 'hosting'], agrees: false });
    expect(await rolled('none')).toEqual({ ...tiers, rollUp: [null], agrees: true });
    expect(await rolled('lowest', ['hosting', 'unheard'])).toEqual({
      hosting: 'medium',
      rollUp: ['medium', 'hosting'],
      agrees: false,
    });
  });

  it('a line that appears later comes in with its first fact', async () => {
    await api.clock('2025-02-10T12:00:00Z');
    await revenue('managed', '2025-02-05', '800');
    await api.settled();
    expect(await tier('managed', { asOf: '2025-02-04' })).toBe('NOT_ONBOARDED');
    expect(await tier('managed', { asOf: '2025-02-05' })).toBe('UNTIERED');
    expect(await tier('managed', { asOf: '2025-02-05', knownAt: '2025-02-09T00:00:00Z' })).toBe(
      'NOT_ONBOARDED',
    );
    await api.clock('2025-04-01T12:00:00Z');
    expect(await evaluate('lines', '2025-04-01')).toMatchObject({
      serviceLines: { assessed: 4, assigned: 1, unchanged: 3 },
    });
    expect(await stand({ asOf: '2025-04-01' })).toMatchObject({ managed: 'medium', hosting: 'medium' });
    expect(await stand({ asOf: '2025-01-31' })).not.toHaveProperty('managed');
  });

  it('a line reads what its account says, until it says so itself', async () => {
    await risk(undefined, '2025-01-01', '10');
    const own = await risk('hosting', '2025-03-01', '90');
    await api.settled();
    expect(await stand({ asOf: '2025-02-01' })).toMatchObject({ account: 'high', hosting: 'medium' });
    expect(await stand({ asOf: '2025-04-01' })).toMatchObject({
      account: 'high',
      hosting: 'low',
      support: 'medium',
    });
    const correction = { externalId: 'ACME', factId: own, retroKind: 'ERROR_CORRECTION', reason: 'Wrong.' };
    await api
      .as('finance')
      .post('/v1/corrections')
      .send({ ...correction, value: '20' })
      .expect(200);
    await api.settled();
    expect(await stand({ asOf: '2025-04-01' })).toMatchObject({ hosting: 'medium' });
    const { body } = await reader().get('/v1/accounts/ACME/facts').expect(200);
    expect(body.items.filter(({ measure }: Json) => measure === 'risk')).toMatchObject([
      { serviceLine: null, value: '10' },
      { serviceLine: 'hosting', value: '20' },
    ]);
  });

  it('a view may be named wherever tiers are asked for', async () => {
    const view = 'SERVICE_LINE:managed';
    const query = { scheme: 'lines', view };
    const got = async (path: string, more: object = {}) =>
      (
        await reader()
          .get(path)
          .query({ ...query, ...more })
          .expect(200)
      ).body;
    expect((await got('/v1/accounts/ACME/timeline')).segments).toMatchObject([
      { from: '2025-02-05', until: '2025-04-01', effective: 'UNTIERED' },
      { from: '2025-04-01', until: null, effective: 'medium' },
    ]);
    expect((await got('/v1/accounts/ACME/history')).rectangles.length).toBeGreaterThan(1);
    expect((await got('/v1/tiers', { asOf: '2025-04-01' })).items).toMatchObject([
      { externalId: 'ACME', effective: 'medium' },
    ]);
    expect((await got('/v1/tiers/distribution', { asOf: '2025-04-01' })).tiers).toEqual(
      expect.arrayContaining([
        { tier: 'medium', accounts: 1 },
        { tier: 'NOT_ONBOARDED', accounts: 1 },
      ]),
    );
    const quarter = { from: '2025-01-01', to: '2025-04-01' };
    expect((await got('/v1/tiers/migration', quarter)).cells).toContainEqual({
      ...{ from: 'NONE', to: 'medium' },
      accounts: 1,
    });
    expect((await got('/v1/tiers/moves', quarter)).counts).toMatchObject({ enter: 1, promotion: 0 });
    const bulk = await reader()
      .post('/v1/tiers/as-of')
      .query(query)
      .send([{ externalId: 'ACME', asOf: '2025-04-01' }])
      .expect(200);
    expect(bulk.body.items).toMatchObject([{ view, effective: 'medium' }]);
    const csv = async (path: string, more: object) =>
      (
        await reader()
          .get(path)
          .query({ ...query, ...more })
          .set('accept', 'text/csv')
          .expect(200)
      ).text;
    expect(await csv('/v1/tiers', { asOf: '2025-04-01' })).toContain('ACME,medium,medium,medium,2025-04-01');
    expect(await csv('/v1/tiers/moves', quarter)).toContain('ACME,2025-04-01,enter,,medium');
  });

  it('are simulated with their accounts, and what becomes of them is part of what is approved', async () => {
    const policies = '/v1/schemes/lines/policies';
    const lower = byRevenue({ rollUp: 'highest' });
    const document = { ...lower, boundaries: [lower.boundaries[0], { ...lower.boundaries[1], at: '120' }] };
    const { body } = await api.as('policy-author').post(policies).send(document).expect(201);
    const of = `${policies}/${body.version}`;
    const period = { from: '2025-01-01', to: '2025-04-01' };
    const simulate = async () => api.job(await api.as('revops').post(`${of}/simulate`).send(period));
    const first = await simulate();
    expect(first).toMatchObject({ accounts: 2, moved: 0 });
    expect(first.serviceLines).toEqual({
      ...{ lines: 4, moved: 1 },
      moves: { enter: 0, promotion: 1, demotion: 0, lateral: 0, exit: 0, unchanged: 3 },
      matrix: [
        { from: 'medium', to: 'medium', lines: 3 },
        { from: 'low', to: 'medium', lines: 1 },
      ],
    });
    await risk('consulting', '2025-03-15', '85');
    const second = await simulate();
    expect([second.moved, second.serviceLines.moved, second.hash === first.hash]).toEqual([0, 0, false]);
    await api.settled();
    const kept = await reader().get(`${of}/simulations`).expect(200);
    expect(kept.body.items[0].serviceLines).toEqual(second.serviceLines);
    await openScheme(api, 'undeclared', byRevenue());
    const versions = '/v1/schemes/undeclared/policies';
    await api
      .as('policy-author')
      .post(versions)
      .send(byRevenue({ rollUp: 'none' }))
      .expect(201);
    const declaring = await api.job(await api.as('revops').post(`${versions}/2/simulate`).send(period));
    expect(declaring.serviceLines).toMatchObject({ lines: 4, moved: 4, moves: { enter: 4 } });
  });

  it('is due for a review by itself, with what calls for one of its own', async () => {
    const due = async (more: object) =>
      (await reader()
        .get('/v1/due')
        .query({ scheme: 'lines', asOf: '2025-04-01', within: 200, ...more })) as {
        status: number;
        body: Json;
      };
    const renewal = async (serviceLine: string | undefined, value: string) => {
      const fact = { factId: `r${(n += 1)}`, measure: 'renewalOn', value, validFrom: '2025-03-20' };
      await api
        .as('service')
        .post('/v1/accounts/ACME/facts')
        .send({ facts: [{ ...fact, ...(serviceLine && { serviceLine }) }] })
        .expect(200);
    };
    await renewal(undefined, '2026-12-31');
    await renewal('hosting', '2025-08-10');
    await api.settled();
    const rows = async (more: object) =>
      (await due(more)).body.items.map(({ externalId, view, clock, tier, dueOn, reason }: Json) =>
        [externalId, view, clock, tier, dueOn, reason].join(' '),
      );
    expect(await rows({ view: 'SERVICE_LINE:managed' })).toEqual([
      'ACME SERVICE_LINE:managed assignment medium 2025-07-01 CADENCE',
    ]);
    expect(await rows({ view: 'SERVICE_LINE:hosting' })).toEqual([
      'ACME SERVICE_LINE:hosting assignment medium 2025-04-12 RENEWAL',
    ]);
    expect(await rows({ view: 'ACCOUNT', clock: 'assignment' })).toEqual([
      'ACME ACCOUNT assignment high 2025-07-01 CADENCE',
      'BOLT ACCOUNT assignment low 2025-07-01 CADENCE',
    ]);
    expect(await rows({ view: 'SERVICE_LINE:unheard' })).toEqual([]);
    expect(await rows({ view: 'SERVICE_LINE:managed', scheme: 'plain' })).toEqual([]);
    const refused = await due({ view: 'SERVICE_LINE:managed', clock: 'account' });
    expect([refused.status, refused.body.errors?.[0].pointer]).toEqual([400, '/clock']);
    const triggers = await reader()
      .get('/v1/triggers?scheme=lines&from=2025-04-01&until=2025-08-01&view=SERVICE_LINE:hosting')
      .expect(200);
    expect(triggers.body.items.map(({ kind, day }: Json) => [kind, day])).toEqual([
      ['RENEWAL', '2025-04-12'],
      ['RENEWAL', '2025-07-11'],
    ]);
  });

  it('a line none of whose facts stands is gone, and was there', async () => {
    const only = await revenue('oops', '2025-03-01', '9');
    await api.settled();
    expect(await tier('oops', { asOf: '2025-04-01' })).toBe('low');
    await api.clock('2025-04-02T12:00:00Z');
    const correction = {
      externalId: 'ACME',
      factId: only,
      retroKind: 'ERROR_CORRECTION',
      reason: 'No such line.',
    };
    await api
      .as('finance')
      .post('/v1/corrections')
      .send({ ...correction, retract: true })
      .expect(200);
    await api.settled();
    expect(await tier('oops', { asOf: '2025-04-01' })).toBe('NOT_ONBOARDED');
    expect(await tier('oops', { asOf: '2025-04-01', knownAt: '2025-04-02T00:00:00Z' })).toBe('low');
    expect(await stand({ asOf: '2025-04-01' })).not.toHaveProperty('oops');
  });

  it('a later version that declares them has them assessed from its day on; withdrawn, they are gone', async () => {
    const policies = '/v1/schemes/plain/policies';
    const document = byRevenue({ rollUp: 'largest', names: ['hosting'] });
    await api.as('policy-author').post(policies).send(document).expect(201);
    await api.as('policy-author').post(`${policies}/2/submit`).expect(200);
    await api.as('revops').post(`${policies}/2/approve`).send({}).expect(200);
    const on = { effectiveFrom: '2025-03-01' };
    await api.as('revops').post(`${policies}/2/schedule`).send(on).expect(200);
    await api.settled();
    const hosting = (asOf: string) => tier('hosting', { scheme: 'plain', asOf });
    expect([await hosting('2024-05-31'), await hosting('2024-06-01')]).toEqual(['NOT_ONBOARDED', 'UNTIERED']);
    expect(await evaluate('plain', '2025-01-01')).not.toHaveProperty('serviceLines');
    expect(await evaluate('plain', '2025-04-01')).toMatchObject({ serviceLines: { assessed: 1 } });
    await api.settled();
    expect([await hosting('2025-03-31'), await hosting('2025-04-01')]).toEqual(['UNTIERED', 'medium']);
    expect(await tier('support', { scheme: 'plain', asOf: '2025-04-01' })).toBe('NOT_ONBOARDED');
    const rollUps = [await ask({ scheme: 'plain', asOf: '2025-02-28' }), await ask({ scheme: 'plain' })];
    expect(rollUps.map(({ rollUp }) => rollUp.rule)).toEqual(['none', 'largest']);
    const until = { effectiveUntil: '2025-03-01' };
    await api.as('revops').post(`${policies}/2/retire`).send(until).expect(200);
    await api.settled();
    expect(await hosting('2025-04-01')).toBe('NOT_ONBOARDED');
    expect(await stand({ scheme: 'plain', asOf: '2025-04-01' })).toMatchObject({ rollUp: [null] });
  });

  it('come from a file, which may name the line of each fact', async () => {
    const file =
      'externalId,occurredOn,amount,serviceLine\nBOLT,2025-03-01,2000,hosting\nBOLT,2025-03-01,5,\n';
    const sent = await api
      .as('service')
      .post('/v1/imports?kind=revenue&source=crm')
      .set('content-type', 'text/csv')
      .serialize((text: unknown) => text as string)
      .send(file)
      .expect(202);
    expect(await api.job(sent)).toMatchObject({ accepted: 2, rejected: 0, ignoredColumns: [] });
    await api.settled();
    const { body } = await reader().get('/v1/accounts/BOLT/views?scheme=lines&asOf=2025-04-01').expect(200);
    expect([body.account.effective, body.rollUp]).toEqual([
      'high',
      { rule: 'highest', tier: 'high', from: ['hosting'] },
    ]);
  });

  it('are ranked within the cut points of the accounts', async () => {
    const inputs = [{ measure: 'year', weight: '1', min: '0', max: '2500' }];
    const { gates: _, boundaries: __, ...rest } = byRevenue({ rollUp: 'highest' });
    const cuts = [
      { tier: 'high', topPct: '50' },
      { tier: 'medium', topPct: '90' },
    ];
    await openScheme(api, 'ranked', { ...rest, kind: 'percentile', inputs, cuts });
    const run = await evaluate('ranked', '2025-04-01');
    expect(run).toMatchObject({ assessed: 2, assigned: 2, serviceLines: { assessed: 5, assigned: 5 } });
    await api.settled();
    const query = 'scheme=ranked&asOf=2025-04-01';
    const of = async (externalId: string) => {
      const { body } = await reader().get(`/v1/accounts/${externalId}/views?${query}`).expect(200);
      return [body.account, ...body.serviceLines].map(({ view, effective }: Json) => [view, effective]);
    };
    expect(await of('ACME')).toEqual([
      ['ACCOUNT', 'high'],
      ['SERVICE_LINE:consulting', 'low'],
      ['SERVICE_LINE:hosting', 'low'],
      ['SERVICE_LINE:managed', 'low'],
      ['SERVICE_LINE:support', 'low'],
    ]);
    expect(await of('BOLT')).toEqual([
      ['ACCOUNT', 'medium'],
      ['SERVICE_LINE:hosting', 'low'],
    ]);
  });

  it('are asked of accounts and schemes that are there', async () => {
    const asked = async (path: string) => {
      const { status, body } = await reader().get(path);
      return [status, body.code ?? body.account];
    };
    expect(await asked('/v1/accounts/NOBODY/views?scheme=lines')).toEqual([404, 'NOT_FOUND']);
    expect(await asked('/v1/accounts/ACME/views?scheme=nothing')).toEqual([404, 'NOT_FOUND']);
    expect(await asked('/v1/accounts/ACME/views?scheme=lines&asOf=2023-01-01')).toEqual([200, null]);
    expect(await asked('/v1/accounts/ACME/views?knownAt=2030-01-01T00:00:00Z')).toEqual([
      422,
      'KNOWN_AT_IN_FUTURE',
    ]);
  });

  it('a roll-up that needs an order is refused where there is none', async () => {
    await api.as('revops').put('/v1/schemes/nominal').send({ name: 'Nominal' }).expect(201);
    const document = {
      kind: 'table',
      tiers: [{ code: 'grow' }, { code: 'defend' }, { code: 'monitor' }],
      measures: { risk: { fact: 'risk' } },
      rows: [
        { when: [{ measure: 'risk', over: '50' }], tier: 'monitor' },
        { when: [{ measure: 'risk', over: '20' }], tier: 'defend' },
        { tier: 'grow' },
      ],
      serviceLines: { rollUp: 'highest' },
    };
    const { body } = await api
      .as('policy-author')
      .post('/v1/schemes/nominal/policies')
      .send(document)
      .expect(201);
    expect(body.lint.filter(({ severity }: Json) => severity === 'error')).toMatchObject([
      { code: 'ROLL_UP_WITHOUT_ORDER', pointer: '/serviceLines/rollUp' },
    ]);
  });

  it.each(allViews.map(({ name }) => name))('are in the view %s as a rebuild has them', async (view) => {
    await api.settled();
    expect(await api.instance.projector.rebuild(view)).toMatchObject({ agreed: true, swapped: true });
  });
});
