import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';
import { contract, contractValue, openScheme } from '../opened';

type Person = Awaited<ReturnType<TestApi['person']>>;

const reports = '/v1/override-reports';
const early = '2025-12-31T12:00:00Z';

let api: TestApi;
let [ana, bo, rob]: Person[] = [];

const account = (externalId: string, ownerSeat?: string) =>
  api
    .as('revops')
    .put(`/v1/accounts/${externalId}`)
    .send({ name: externalId, onboardedOn: '2025-01-10', ...(ownerSeat && { ownerSeat }) })
    .expect(201);
const arr = (externalId: string, value: string, validFrom: string) =>
  api
    .as('revops')
    .post(`/v1/accounts/${externalId}/facts`)
    .send({ facts: [{ factId: `arr ${validFrom}`, measure: 'arr', value, validFrom }] })
    .expect(200);
const seat = (name: string, holder: string, reportsTo: string | null = null) =>
  api.as('revops').put(`/v1/seats/${name}`).send({ holder, reportsTo, validFrom: '2025-01-01' }).expect(201);

/** One step up for the second quarter: RevOps alone decides. */
const overridden = async (who: Person, externalId: string) => {
  const terms = {
    ...{ externalId, scheme: 'cv', type: 'PIN', tier: 'T2', from: '2025-04-01', until: '2025-07-01' },
    ...{ reasonCode: 'STRATEGIC', justification: `${externalId} matters.` },
  };
  const { body } = await who.post('/v1/overrides').send(terms).expect(201);
  await rob!.post(`/v1/overrides/${body.id}/approve`).send({ basis: body.basis }).expect(200);
};
const told = async (report: string, query: object = {}): Promise<Json> =>
  (
    await api
      .as('auditor')
      .get(`${reports}/${report}`)
      .query({ scheme: 'cv', ...query })
      .expect(200)
  ).body;

const emeas = ['O1', 'O2', 'O3', 'O4', 'O5'];
const left = ['C1', 'C2', 'C3', 'C4'];

beforeAll(async () => {
  api = await startApi({ now: '2025-03-31T09:00:00Z' });
  await openScheme(api, 'cv', {
    ...contractValue,
    overrides: { quota: { count: 20, percentOfBook: null } },
  });
  for (const externalId of [...emeas, 'A6', ...left, 'REV', 'BIG']) {
    await account(externalId, emeas.includes(externalId) ? 'emea-ae' : undefined);
    await contract(api, externalId, '1', '100000', '2025-01-10');
  }
  for (const externalId of [...emeas, 'A6', ...left]) await arr(externalId, '100000', '2025-01-10');
  await arr('BIG', '300000', '2025-01-10');
  const paid = (occurredOn: string, amount: string) => ({
    ...{ factId: occurredOn, occurredOn, amount, currency: 'USD', kind: 'invoice' },
  });
  const facts = [
    paid('2024-06-30', '1000000'),
    paid('2024-07-01', '60000'),
    paid('2025-06-30', '60000'),
    paid('2026-01-01', '1000000'),
  ];
  await api.as('revops').post('/v1/accounts/REV/revenue').send({ facts }).expect(200);
  ana = await api.person('ana', 'sales-leader');
  bo = await api.person('bo', 'sales-leader');
  rob = await api.person('rob', 'revops');
  await seat('emea', 'ana');
  await seat('emea-ae', 'eve', 'emea');
  await seat('apac', 'bo');
  for (const externalId of emeas) await overridden(ana, externalId);
  await overridden(bo, 'A6');
  await api.clock(early);
  await api.clock('2026-01-02T09:00:00Z');
  for (const [externalId, value] of [
    ['O1', '120000'],
    ['O3', '0'],
    ['O4', '80000'],
    ['O5', '130000.30'],
    ['C1', '50000'],
    ['C2', '0'],
    ['C3', '0'],
    ['BIG', '0'],
  ] as const)
    await arr(externalId, value, '2025-10-01');
  await api.settled();
});
afterAll(() => api.close());

describe('hindsight', () => {
  /** 520,000 when the quarters opened, 210,000 when they closed: C2 and C3 are gone, and REV’s revenue of twelve months has halved. */
  const comparable = {
    ...{ comparableN: 5, comparableHidden: false, comparableOpening: '520000', comparableClosing: '210000' },
    ...{ comparableNrr: '0.403846', comparableLogoChurn: '0.400000', comparableRevenueChurn: '0.384615' },
    comparableStandIns: 1,
  };
  const hidden = { opening: null, closing: null, nrr: null, logoChurn: null, revenueChurn: null };

  it('sets the overridden beside those left in their tier, seat by seat, and hides what is of fewer than five', async () => {
    const { items, total, by } = await told('hindsight', { asOf: '2026-01-01' });
    expect(by).toBe('seat');
    expect(items).toEqual([
      {
        ...{ key: 'apac', n: 1, hidden: true, ...hidden, standIns: 0, ...comparable },
        ...{ nrrDifference: null, widened: 0 },
      },
      {
        ...{ key: 'emea', n: 5, hidden: false, opening: '500000', closing: '430000.3' },
        ...{ nrr: '0.860001', logoChurn: '0.200000', revenueChurn: '0.200000', standIns: 0 },
        ...comparable,
        ...{ nrrDifference: '0.456154', widened: 0 },
      },
    ]);
    expect(total).toMatchObject({ n: 6, opening: '600000', closing: '530000.3', nrr: '0.883334' });
  });

  it.each([
    ['approver', 'rob'],
    ['reason', 'STRATEGIC'],
    ['type', 'PIN'],
  ])('by %s', async (by, key) => {
    const { items } = await told('hindsight', { asOf: '2026-01-01', by });
    expect(items).toMatchObject([{ key, n: 6, nrr: '0.883334', ...comparable }]);
  });

  it('waits until two whole quarters are over', async () =>
    expect((await told('hindsight', { asOf: '2025-12-31' })).items).toEqual([]));

  it('says what was known then: that nobody had lost anything', async () => {
    const { items } = await told('hindsight', { asOf: '2026-01-01', knownAt: early });
    expect(items[1]).toMatchObject({ nrr: '1.000000', comparableClosing: '460000', comparableN: 5 });
  });

  it('is given as a table, and page by page', async () => {
    const csv = await api
      .as('finance')
      .get(`${reports}/hindsight`)
      .query({ scheme: 'cv', asOf: '2026-01-01' })
      .set('Accept', 'text/csv')
      .expect(200);
    expect(csv.text.split('\r\n')).toEqual([
      expect.stringMatching(/^key,n,hidden,opening,closing,nrr,/),
      'apac,1,true,,,,,,0,5,false,520000,210000,0.403846,0.400000,0.384615,1,,0',
      'emea,5,false,500000,430000.3,0.860001,0.200000,0.200000,0,5,false,520000,210000,0.403846,0.400000,0.384615,1,0.456154,0',
      '',
    ]);
    const first = await told('hindsight', { asOf: '2026-01-01', limit: 1 });
    const second = await told('hindsight', { asOf: '2026-01-01', limit: 1, cursor: first.nextCursor });
    expect([first, second].map(({ items }) => items.map(({ key }: Json) => key))).toEqual([
      ['apac'],
      ['emea'],
    ]);
    expect([second.nextCursor, second.position]).toEqual([null, first.position]);
  });
});

describe('candidates for a change of the policy', () => {
  const candidates = async (query: object) =>
    (await told('policy-candidates', { asOf: '2025-12-31', ...query })).items;

  it('are the reasons that recur, with the edge that their accounts stand next to', async () =>
    expect(await candidates({})).toEqual([
      {
        ...{ code: 'POLICY_CANDIDATE', reasonCode: 'STRATEGIC', fromTier: 'T3', toTier: 'T2' },
        ...{ because: ['RECURS'], overrides: 6, accounts: 6, seats: 2, quarters: 1, renewals: 0 },
        ...{ arr: '600000', arrUnknown: 0 },
        boundary: {
          ...{ pointer: '/boundaries/1', subject: 'acv', enter: '250000' },
          ...{ overrides: 6, nearest: '150000', farthest: '150000' },
        },
      },
    ]));

  it('often enough, of seats enough, in the quarters that are looked at', async () => {
    expect(await candidates({ minOverrides: 7 })).toEqual([]);
    expect(await candidates({ minSeats: 3 })).toEqual([]);
    expect(await candidates({ quarters: 3 })).toEqual([]);
    expect(await candidates({ asOf: '2025-03-30' })).toEqual([]);
  });
});

describe('concentration', () => {
  it('tells whose overrides they are', async () => {
    const { items, ...totals } = await told('concentration', { asOf: '2025-03-31' });
    const alike = { down: 0, level: 0, quotaLimit: 20 };
    expect(items).toEqual([
      {
        ...{
          seat: 'emea',
          overrides: 5,
          share: '0.833333',
          accounts: 5,
          arr: '500000',
          arrShare: '0.833333',
        },
        ...{ book: 5, bookShare: '1.000000', up: 5, quotaUsed: 5, concentrated: true, ...alike },
      },
      {
        ...{
          seat: 'apac',
          overrides: 1,
          share: '0.166667',
          accounts: 1,
          arr: '100000',
          arrShare: '0.166667',
        },
        ...{ book: 0, bookShare: null, up: 1, quotaUsed: 1, concentrated: false, ...alike },
      },
    ]);
    expect(totals).toMatchObject({ overrides: 6, arr: '600000', hhi: '0.722222', hhiOfArr: '0.722222' });
  });
  it('flags a seat over the share that is stated', async () => {
    const { items } = await told('concentration', { asOf: '2025-03-31', flagOver: '0.9' });
    expect(items.map(({ concentrated }: Json) => concentrated)).toEqual([false, false]);
  });
});

describe('conflicts', () => {
  it('are none while the organisation is known as it was', async () =>
    expect(await told('conflicts')).toMatchObject({ items: [], decisions: 6 }));

  it('are found by what is learnt later of the days of the decisions', async () => {
    await seat('desk', 'rob', 'emea');
    const { items } = await told('conflicts', { from: '2025-03-31', to: '2025-03-31' });
    expect(items.map(({ externalId }: Json) => externalId)).toEqual(emeas);
    expect(items[0]).toMatchObject({
      ...{ act: 'approve', level: 1, role: 'revops', approver: 'rob', onBehalfOf: null },
      ...{ decidedOn: '2025-03-31', rule: 'SOD-2', asKnownThen: false, asKnownNow: true },
      detail: 'Nobody who reports to the requester decides: rob reports to ana, who asked for it.',
    });
    expect(await told('conflicts', { knownAt: early })).toMatchObject({ items: [], decisions: 6 });
    expect(await told('conflicts', { from: '2025-04-01' })).toMatchObject({ items: [], decisions: 0 });
  });
});

describe('a report', () => {
  it.each([
    ['hindsight?scheme=none', 404, 'NOT_FOUND'],
    ['hindsight?by=account', 400, 'VALIDATION_FAILED'],
    ['policy-candidates?quarters=0', 400, 'VALIDATION_FAILED'],
    ['concentration?flagOver=much', 400, 'VALIDATION_FAILED'],
    ['conflicts?knownAt=2030-01-01T00:00:00Z', 422, 'KNOWN_AT_IN_FUTURE'],
  ])('%s: %d %s', async (path, status, code) => {
    const answer = await api.as('auditor').get(`${reports}/${path}`);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('is not for leaders', () => ana!.get(`${reports}/hindsight`).expect(403));

  it('of an empty scheme is empty', async () => {
    await openScheme(api, 'empty');
    for (const report of ['hindsight', 'policy-candidates', 'concentration', 'conflicts'])
      expect((await told(report, { scheme: 'empty' })).items).toEqual([]);
  });
});
