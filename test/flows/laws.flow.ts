import fc from 'fast-check';
import { type Json, startApi, type TestApi } from '../../libs/testing/src/api';
import { law } from '../../libs/testing/src/laws';
import { contractValue, onboard, openScheme } from './opened';

const stabilised = {
  ...contractValue,
  measures: { acv: { fact: 'acv' }, revenue: { revenueWindowMonths: 12 } },
  boundaries: [...contractValue.boundaries, { tier: 'T1', measure: 'revenue', at: '50000', inclusive: true }],
  stabiliser: { demotionConfirmations: 2, minTenureDays: 0, renewalShieldDays: 0, onboardingGraceDays: 0 },
};

type Fact =
  | { factId: string; measure: 'acv'; value: string; validFrom: string }
  | { factId: string; occurredOn: string; amount: string; currency: 'EUR'; kind: 'invoice' };

const days = [
  '2024-02-01',
  '2024-02-29',
  '2024-03-31',
  '2024-06-30',
  '2024-07-01',
  '2024-09-30',
  '2024-12-31',
];
const anyFacts = fc.uniqueArray(
  fc.record({
    n: fc.nat(40),
    day: fc.constantFrom(...days),
    value: fc.constantFrom('100000', '249999.99', '250000', '230000', '1000000', '950000', '20000'),
    revenue: fc.boolean(),
  }),
  { minLength: 2, maxLength: 8, selector: ({ n }) => n },
);

const factOf = ({
  n,
  day,
  value,
  revenue,
}: {
  n: number;
  day: string;
  value: string;
  revenue: boolean;
}): Fact =>
  revenue
    ? { factId: `f${n}`, occurredOn: day, amount: value, currency: 'EUR', kind: 'invoice' }
    : { factId: `f${n}`, measure: 'acv', value, validFrom: day };

interface Segment {
  readonly from: string;
  readonly until: string | null;
  readonly effective: string;
  readonly computed: string;
  readonly indicated: string | null;
}

/** The tiers by the day, without the decisions that gave them: those tell how one came there. */
const tiersOf = (segments: readonly Segment[]): Segment[] =>
  segments.map(({ from, until, effective, computed, indicated }) => ({
    from,
    until,
    effective,
    computed,
    indicated,
  }));

describe('the laws, over HTTP', () => {
  let api: TestApi;
  let accounts = 0;
  let minute = 0;

  const send = async (externalId: string, facts: readonly Fact[]) => {
    for (const [kind, some] of [
      ['facts', facts.filter((fact) => 'measure' in fact)],
      ['revenue', facts.filter((fact) => 'amount' in fact)],
    ] as const) {
      if (some.length === 0) continue;
      await api.as('service').post(`/v1/accounts/${externalId}/${kind}`).send({ facts: some }).expect(200);
    }
  };
  const known = async (externalId: string, knownAt?: string) => {
    const { status, body } = await api
      .as('auditor')
      .get(`/v1/accounts/${externalId}/timeline`)
      .query(knownAt ? { knownAt } : {});
    return status === 200 ? tiersOf(body.segments) : body.code;
  };
  const later = async (): Promise<string> => {
    minute += 1;
    const now = new Date(Date.parse('2025-02-01T00:00:00Z') + minute * 60_000).toISOString();
    await api.clock(now);
    return now;
  };

  beforeAll(async () => {
    api = await startApi({ now: '2025-02-01T00:00:00Z' });
    await openScheme(api, 'cv', stabilised);
    for (const effectiveOn of ['2024-04-01', '2024-07-01', '2024-10-01', '2025-01-01']) {
      await api.job(
        await api.as('revops').post('/v1/schemes/cv/evaluations').send({ effectiveOn, kind: 'scheduled' }),
      );
    }
  });
  afterAll(() => api.close());

  law(
    '14: facts permuted, and split into batches as one likes, give the same timeline known now',
    fc.asyncProperty(
      anyFacts.chain((facts) =>
        fc.tuple(
          fc.constant(facts),
          fc.shuffledSubarray(facts, { minLength: facts.length }),
          fc.integer({ min: 1, max: 3 }),
        ),
      ),
      async ([facts, shuffled, size]) => {
        const [one, other] = [`L${(accounts += 1)}`, `L${(accounts += 1)}`];
        await onboard(api, one, '2024-01-15');
        await onboard(api, other, '2024-01-15');
        await send(one, facts.map(factOf));
        for (let n = 0; n < shuffled.length; n += size)
          await send(other, shuffled.slice(n, n + size).map(factOf));
        await api.settled();
        expect(await known(other)).toEqual(await known(one));
      },
    ),
    12,
  );

  it('15: a correction corrected back restores the answers, and history keeps all three beliefs', async () => {
    const externalId = 'BACK';
    const correct = async (value: string) => {
      await api
        .as('finance')
        .post('/v1/corrections')
        .send({ externalId, factId: 'f1', retroKind: 'ERROR_CORRECTION', reason: 'Keyed wrong', value })
        .expect(200);
      await api.settled();
    };
    await onboard(api, externalId, '2024-01-15');
    await send(externalId, [
      { factId: 'f1', measure: 'acv', value: '300000', validFrom: '2024-02-01' },
      { factId: 'f2', measure: 'acv', value: '260000', validFrom: '2024-09-30' },
    ]);
    await api.settled();
    const first = { at: await later(), believed: await known(externalId) };
    await correct('100000');
    const second = { at: await later(), believed: await known(externalId) };
    await correct('300000');
    const third = { at: await later(), believed: await known(externalId) };
    expect(third.believed).toEqual(first.believed);
    expect(second.believed).not.toEqual(first.believed);
    for (const { at, believed } of [first, second, third]) {
      const before = new Date(Date.parse(at) - 1).toISOString();
      expect(await known(externalId, before)).toEqual(believed);
    }
    const { body } = await api.as('auditor').get(`/v1/accounts/${externalId}/history`).expect(200);
    const onTheDay = body.rectangles.filter(
      (one: Json) =>
        one.from <= '2024-03-01' &&
        (one.until === null || one.until > '2024-03-01') &&
        one.effective !== 'UNTIERED',
    );
    expect(onTheDay.map(({ effective }: { effective: string }) => effective)).toEqual(['T2', 'T3', 'T2']);
  });

  law(
    '2: an answer as known at K never changes, whatever is recorded afterwards, even when K is this very moment',
    fc.asyncProperty(anyFacts, fc.nat(100), async (facts, cut) => {
      const externalId = `L${(accounts += 1)}`;
      await onboard(api, externalId, '2024-01-15');
      const early = facts.slice(0, cut % facts.length);
      await send(externalId, early.map(factOf));
      const { body } = await api.as('auditor').get('/v1/clock').expect(200);
      const asked = ['/tier?asOf=2024-12-31', '/timeline?', '/tier?asOf=2024-03-01'].map(
        (path) => `/v1/accounts/${externalId}${path}&knownAt=${body.now}`,
      );
      const said = async () =>
        Promise.all(
          asked.map(async (path) => {
            const answer = await api.as('auditor').get(path);
            const { restatedSince: _, known: __, ...lasting } = answer.body;
            return { status: answer.status, ...lasting, traceId: undefined };
          }),
        );
      const before = await said();
      await send(externalId, facts.slice(early.length).map(factOf));
      await send(externalId, [{ factId: 'late', measure: 'acv', value: '5000000', validFrom: '2024-01-20' }]);
      await api.settled();
      expect(await said()).toEqual(before);
      await later();
      expect(await said()).toEqual(before);
    }),
    8,
  );

  it('running an evaluation again changes nothing, and says the same root', async () => {
    const run = async () =>
      api.job(await api.as('revops').post('/v1/schemes/cv/evaluations').send({ effectiveOn: '2024-10-01' }));
    const first = await run();
    const head = await api.settled();
    const second = await run();
    expect(second.decisionsRoot).toBe(first.decisionsRoot);
    expect(second.unchanged + second.heldStale + second.untiered).toBe(second.assessed);
    expect(await api.settled()).toBe(head);
  });
});
