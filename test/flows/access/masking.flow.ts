import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';
import { addressOf, operationsOf } from './addresses';
import { contractValue, onboard, openScheme } from '../opened';

type Person = ReturnType<TestApi['anybody']>;

/** The margin gives a tier by itself, under another name than its facts have, and caps the others. */
const document = {
  ...contractValue,
  measures: {
    ...contractValue.measures,
    margin: { fact: 'marginPct' },
    twice: { sumOf: ['margin', 'margin'] },
    sales12: { revenueWindowMonths: 12 },
  },
  boundaries: [
    ...contractValue.boundaries,
    { tier: 'T2', measure: 'margin', at: '10', inclusive: true },
    { tier: 'T1', measure: 'twice', at: '50', inclusive: true },
  ],
  gates: [{ measure: 'margin', below: '5', capTier: 'T2' }],
  stabiliser: { minTenureDays: 0, onboardingGraceDays: 0 },
  assessOn: ['acv', 'marginPct'],
};

/** What is recorded, and what it comes to: twice as much, how far it is to an edge, also in per cent of it. */
const values = ['7.3519', '13.2468', '12.9753', '23.4017'];
const derived = [
  '14.7038',
  '26.4936',
  '25.9506',
  '2.6481',
  '3.2468',
  '2.9753',
  '32.468',
  '29.753',
  '26.481',
  '46.8034',
  ...['3.9753', '4.2468', '44.17', '47.18'],
];
const secrets = new RegExp([...values, ...derived].map((one) => one.replace('.', '\\.')).join('|'));

let api: TestApi;
let [insider, outsider]: Person[] = [];
const ids: Record<string, string> = {};

const record = (factId: string, value: string, validFrom: string) =>
  api
    .as('revops')
    .post('/v1/accounts/ACME/facts')
    .send({ facts: [{ factId, measure: 'marginPct', value, validFrom }] })
    .expect(200);

const request = {
  ...{ externalId: 'ACME', scheme: 'cv', type: 'PIN', tier: 'T1', from: '2025-04-05', until: '2025-07-01' },
  ...{ reasonCode: 'STRATEGIC', justification: 'They asked.' },
};

beforeAll(async () => {
  api = await startApi({ now: '2025-04-01T09:00:00Z' });
  insider = await api.person('fay', 'finance', 'auditor');
  outsider = await api.person('lee', 'sales-leader', 'committee', 'policy-author');
  await openScheme(api, 'cv', document);
  await onboard(api, 'ACME', '2025-01-10');
  await record('m-1', values[0]!, '2025-01-10');
  const facts = [{ factId: 'c-1', measure: 'acv', value: '99000', validFrom: '2025-01-10' }];
  await api.as('revops').post('/v1/accounts/ACME/facts').send({ facts }).expect(200);
  await record('m-2', values[1]!, '2025-03-20');
  const wrong = { retroKind: 'ERROR_CORRECTION', reason: 'Mistyped.', value: values[2] };
  await api
    .as('revops')
    .post('/v1/corrections')
    .send({ externalId: 'ACME', factId: 'm-2', ...wrong })
    .expect(200);
  await api
    .as('revops')
    .put('/v1/seats/west')
    .send({ holder: 'lee', validFrom: '2025-01-01', variablePay: 'book' })
    .expect(201);
  const lee = await api.person('lee', 'sales-leader');
  ids['overrides'] = (await lee.post('/v1/overrides').send(request).expect(201)).body.id;
  const file = `externalId,measure,value,validFrom\nACME,marginPct,${values[3]},no-day\n`;
  const imported = await api
    .as('revops')
    .post('/v1/imports?kind=facts&source=crm')
    .set('Content-Type', 'text/csv')
    .send(file);
  await api.job(imported);
  ids['imports'] = ids['jobs'] = imported.body.id;
  const simulated = await api
    .as('revops')
    .post('/v1/schemes/cv/policies/1/simulate')
    .send({ asOf: '2025-04-01' });
  await api.job(simulated);
  ids['simulations'] = simulated.body.id;
  const review = { scheme: 'cv', quarter: '2025-Q1', deadline: '2025-06-30' };
  ids['reviews'] = (await api.as('revops').post('/v1/reviews').send(review).expect(201)).body.id;
  await api.as('revops').post(`/v1/reviews/${ids['reviews']}/pin`).expect(200);
  await api.settled();
});
afterAll(() => api.close());

const formats = ['application/json', 'text/csv', 'application/x-ndjson'];

/** Every GET route in every format that it has, which takes its seconds: those whose answers have one of the numbers, and the statuses of all. */
const readings = async (who: Person) => {
  const telling: string[] = [];
  const statuses: Record<string, number> = {};
  for (const operation of await operationsOf(api)) {
    if (operation.method !== 'get' || !operation.path.startsWith('/v1/')) continue;
    const types = operation.types.filter((type) => formats.includes(type));
    for (const type of types.length > 0 ? types : formats.slice(0, 1)) {
      const answer = await who.get(addressOf(operation, { externalId: 'ACME', ...ids })).set('Accept', type);
      const name = `${operation.path} ${type}`;
      statuses[name] = answer.status;
      if (secrets.test(`${answer.text}${JSON.stringify(answer.headers)}`)) telling.push(name);
    }
  }
  return { telling, statuses };
};

const read = async (who: Person, path: string): Promise<Json> =>
  (await who.get(`/v1/${path}`).expect(200)).body;

describe('a measure that is masked', () => {
  let before: Awaited<ReturnType<typeof readings>>;
  let full: Json;

  it('is told on many routes to everybody, as long as it is not', async () => {
    before = await readings(outsider!);
    full = await read(outsider!, 'accounts/ACME/explain?scheme=cv');
    expect(before.telling).toEqual(
      expect.arrayContaining([
        ...['explain', 'facts', 'inputs', 'moves/{day}/cause', 'why-not'].map(
          (of) => `/v1/accounts/{externalId}/${of} application/json`,
        ),
        ...formats.map((type) => `/v1/audit/events ${type}`),
        ...formats.map((type) => `/v1/portfolio/diff ${type}`),
        '/v1/imports/{id}/rejects text/csv',
        '/v1/overrides application/json',
        '/v1/overrides/{id} application/json',
        '/v1/watch-list application/json',
      ]),
    );
  });

  it('is set by who sets the tenant, and stays when other settings change', async () => {
    const masks = [{ measure: 'marginPct', visibleTo: ['finance'] }];
    await outsider!.put('/v1/settings').send({ masks }).expect(403);
    const { body } = await api.as('revops').put('/v1/settings').send({ masks }).expect(201);
    expect(body.masks).toEqual(masks);
    await api.as('revops').put('/v1/settings').send({ currency: 'EUR' }).expect(200);
    expect((await read(outsider!, 'settings')).masks).toEqual(masks);
    const wrong = await api
      .as('revops')
      .put('/v1/settings')
      .send({ masks: [{ measure: 'x', visibleTo: ['king'] }] });
    expect(wrong.status).toBe(400);
  });

  it('is not told on any route, in any format, to whoever has none of the roles', async () => {
    const { telling, statuses } = await readings(outsider!);
    expect(telling).toEqual([]);
    // A pack is told as a whole: where it speaks of the margin, it is not told.
    const besidesPacks = (all: Record<string, number>) =>
      Object.entries(all).filter(([name]) => !name.includes('/pack '));
    expect(besidesPacks(statuses)).toEqual(besidesPacks(before.statuses));
  });

  it('is told as before to whoever has one', async () => {
    expect((await readings(insider!)).telling).toEqual(before.telling);
    expect(await read(insider!, 'accounts/ACME/explain?scheme=cv')).toEqual({
      ...full,
      position: expect.any(String),
    });
  });

  it('is null, and said to be masked, where its values stood; the rest stands as it was', async () => {
    const told = await read(outsider!, 'accounts/ACME/explain?scheme=cv');
    const inputs = Object.fromEntries(
      told.inputs.map((input: Json) => [input.measure, [input.value, input.masked]]),
    );
    expect(inputs).toEqual({ acv: ['99000', undefined], margin: [null, true], twice: [null, true] });
    const plain = ({ subject, masked, value }: Json) => [subject, masked ?? false, value];
    expect(told.rules.map(plain)).toEqual(
      full.rules.map(({ subject, value }: Json) =>
        subject === 'acv' ? [subject, false, value] : [subject, true, null],
      ),
    );
    expect([told.effective, told.outcome, told.decidedOn]).toEqual([
      full.effective,
      full.outcome,
      full.decidedOn,
    ]);
    const { items } = await read(outsider!, 'accounts/ACME/facts');
    expect(items.map(({ factId, value, masked }: Json) => [factId, value, masked])).toEqual([
      ['c-1', '99000', undefined],
      ['m-1', null, true],
      ['m-2', null, true],
    ]);
  });

  it('is an empty cell of a file', async () => {
    const diff = 'portfolio/diff?scheme=cv&a=2025-02-01&b=2025-04-01';
    const { text } = await outsider!.get(`/v1/${diff}`).set('Accept', 'text/csv').expect(200);
    expect(text.split('\r\n')[1]).toMatch(/^ACME,T3,T2,inputs,margin,,,,/);
  });

  it('does not tell how near it is by being listed', async () => {
    expect((await read(insider!, 'watch-list?scheme=cv&withinPct=50')).items).toHaveLength(1);
    expect((await read(outsider!, 'watch-list?scheme=cv&withinPct=50')).items).toEqual([]);
    const { items } = await read(outsider!, 'watch-list?scheme=cv&withinPct=1000');
    expect(items.map(({ nearest }: Json) => nearest?.subject ?? null)).toEqual(['acv']);
  });

  it('is not told by a refusal', async () => {
    await record('m-3', '11.1111', '2025-03-25');
    await api.settled();
    const { body: override } = await outsider!.get(`/v1/overrides/${ids['overrides']}`).expect(200);
    const approver = await api.person('rob', 'revops');
    const { status, body } = await approver
      .post(`/v1/overrides/${ids['overrides']}/approve`)
      .send({ basis: override.basis });
    expect([status, body.code]).toEqual([409, 'BASIS_CHANGED']);
    expect(JSON.stringify(body)).not.toMatch(/11\.1111|12\.9753/);
    expect(JSON.stringify(body)).toMatch('"masked":true');
  });
});

describe('revenue', () => {
  it('is hidden where a measure is made of it alone', async () => {
    const masks = [{ measure: 'sales12', visibleTo: ['finance'] }];
    await api.as('revops').put('/v1/settings').send({ masks }).expect(200);
    const facts = [{ factId: 'r-1', occurredOn: '2025-03-02', amount: '7777.77', kind: 'invoice' }];
    await api.as('revops').post('/v1/accounts/ACME/revenue').send({ facts }).expect(200);
    await api.settled();
    for (const [who, shown] of [
      [insider, true],
      [outsider, false],
    ] as const)
      for (const path of ['accounts/ACME/facts', 'audit/events?type=RevenueRecorded'])
        expect(JSON.stringify(await read(who!, path)).includes('7777.77')).toBe(shown);
    expect((await read(outsider!, 'accounts/ACME/facts')).items[0]).toMatchObject({
      factId: 'c-1',
      value: '99000',
    });
  });
});

describe('pay', () => {
  it('is shown to some, without anybody saying so', async () => {
    for (const [role, shown] of [
      ['revops', 'book'],
      ['auditor', 'book'],
      ['sales-leader', null],
      ['cs-lead', null],
    ] as const) {
      const { variablePay, masked, fillings } = await read(api.as(role), 'seats/west');
      expect([role, variablePay, masked ?? false, fillings[0].variablePay]).toEqual([
        role,
        shown,
        shown === null,
        shown,
      ]);
    }
    const { items } = await read(outsider!, 'audit/events?type=SeatFilled');
    expect(items[0].after).toMatchObject({ holder: 'lee', variablePay: null, masked: true });
  });

  it('is shown to whom the tenant says', async () => {
    const masks = [{ measure: 'variablePay', visibleTo: ['cs-lead'] }];
    await api.as('revops').put('/v1/settings').send({ masks }).expect(200);
    expect((await read(api.as('cs-lead'), 'seats/west')).variablePay).toBe('book');
    expect((await read(api.as('revops'), 'seats/west')).variablePay).toBeNull();
    const { items } = await read(outsider!, 'accounts/ACME/facts');
    expect(items.find(({ factId }: Json) => factId === 'm-1').value).toBe(values[0]);
  });
});
