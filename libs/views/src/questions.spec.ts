import {
  AccountChanged,
  AccountOnboarded,
  AssessmentDayAdded,
  BandsPolicy,
  FactCorrected,
  FactRetracted,
  FactsRecorded,
  PolicyApproved,
  PolicyDrafted,
  PolicyScheduled,
  PolicySubmitted,
  RevenueRecorded,
  SchemeOpened,
} from '#libs/domain';
import { day, type Event, instant } from '#libs/kernel';
import { placementOf } from '../../testing/src/placements';
import { openViews, type Views } from '../../testing/src/views';

let views: Views;
const profile = (name: string) => ({
  name,
  onboardedOn: null,
  ownerSeat: null,
  parentExternalId: null,
  attributes: { region: 'EMEA' },
});
const onboarded = (externalId: string, name: string) =>
  AccountOnboarded({ externalId, profile: profile(name) } as never);
const revenue = (...lines: [id: string, on: string, amount: string, kind?: string, currency?: string][]) =>
  RevenueRecorded({
    externalId: 'A',
    facts: lines.map(([factId, occurredOn, amount, kind = 'invoice', currency = 'EUR']) => ({
      factId,
      occurredOn,
      amount,
      kind,
      currency,
    })),
  } as never);
const corrected = {
  externalId: 'A',
  factId: 'r2',
  kind: 'revenue',
  measure: null,
  retroKind: 'ERROR_CORRECTION',
  reason: 'Keyed twice.',
};
const policy = BandsPolicy.parse({
  kind: 'bands',
  tiers: [{ code: 'T1', rank: 1 }],
  measures: {
    year: { revenueWindowMonths: 12 },
    quarter: { revenueWindowMonths: 3, kinds: ['invoice'] },
    acv: { fact: 'acv' },
  },
  boundaries: [{ tier: 'T1', measure: 'year', at: '1', inclusive: true }],
});
const scheme = 'contract-value';

const story: [string, Event][] = [
  ['2025-02-01', onboarded('A', 'Acme 50% \\ Söhne')],
  ['2025-02-01', onboarded('B', 'Beta')],
  [
    '2025-02-02',
    revenue(
      ['r1', '2024-06-30', '100.10'],
      ['r2', '2024-12-31', '50.00'],
      ['r3', '2025-01-01', '-20.5', 'credit'],
    ),
  ],
  [
    '2025-02-02',
    FactsRecorded({
      externalId: 'A',
      facts: [{ factId: 'i1', measure: 'acv', value: '400000', validFrom: '2025-01-15' }],
    } as never),
  ],
  [
    '2025-02-03',
    FactCorrected({
      ...corrected,
      before: { value: '50.00', day: '2024-12-31' },
      after: { value: '70.00', day: '2025-01-02' },
    } as never),
  ],
  ['2025-02-04', FactRetracted({ ...corrected, before: { value: '70.00', day: '2025-01-02' } } as never)],
  [
    '2025-02-05',
    FactCorrected({
      ...corrected,
      before: { value: '70.00', day: '2025-01-02' },
      after: { value: '60.00', day: '2024-12-31' },
    } as never),
  ],
  [
    '2025-02-06',
    AccountChanged({ externalId: 'B', before: profile('Beta'), after: profile('Gamma') } as never),
  ],
  ['2025-02-07', SchemeOpened({ scheme, name: 'n', description: 'd', primary: true } as never)],
  ['2025-02-07', PolicyDrafted({ scheme, version: 1, document: policy, author: 'ana' } as never)],
  ['2025-02-07', PolicySubmitted({ scheme, version: 1, submittedBy: 'ana' } as never)],
  ['2025-02-07', PolicyApproved({ scheme, version: 1, approvedBy: 'ben', comment: 'Fine.' } as never)],
  [
    '2025-02-07',
    PolicyScheduled({ scheme, version: 1, effectiveFrom: '2025-01-01', scheduledBy: 'ben' } as never),
  ],
  [
    '2025-02-07',
    AssessmentDayAdded({
      scheme,
      day: '2025-04-01',
      kind: 'scheduled',
      externalIds: null,
      runId: 'run',
    } as never),
  ],
  ['2025-02-08', placementOf('A').opened('2024-06-30')],
  ['2025-02-08', placementOf('A').assigned('T1', '2025-01-01')],
];

/** The position as of which something was the last to happen on a day. */
const on = async (knownOn: string) =>
  (await views.knownAt.resolve({ knownAt: instant(`${knownOn}T12:00:00Z`), view: ['facts', 'portfolio'] }))
    .position;

beforeAll(async () => {
  views = await openViews();
  for (const [at, event] of story) await views.record(at, event);
  await views.settled();
});
afterAll(() => views.close());

describe('what is known of an account', () => {
  const window = { from: day('2024-01-01'), until: day('2025-01-02') };
  const sum = async (knownOn: string, filter: { kinds?: string[] } = {}) =>
    (await views.facts.knowledgeOf(['A', 'B', 'Z'], await on(knownOn)))
      .get('A')!
      .revenue.window(window, filter);

  it('is what had been said by then: recorded, corrected, retracted, brought back', async () => {
    expect(await sum('2025-02-02')).toEqual({ sum: '129.6', lines: 3, currencies: ['EUR'] });
    expect(await sum('2025-02-03')).toMatchObject({ sum: '79.6', lines: 2 });
    expect(await sum('2025-02-04')).toMatchObject({ sum: '79.6', lines: 2 });
    expect(await sum('2025-02-05')).toMatchObject({ sum: '139.6', lines: 3 });
    expect(await sum('2025-02-05', { kinds: ['credit'] })).toMatchObject({ sum: '-20.5', lines: 1 });
  });

  it('leaves out who is not known yet', async () => {
    expect([...(await views.facts.knowledgeOf(['A', 'Z'], await on('2025-02-01'))).keys()]).toEqual(['A']);
    expect([...(await views.facts.knowledgeOf(['A'], 0n)).keys()]).toEqual([]);
    const knowledge = (await views.facts.knowledgeOf(['A', 'B'], await on('2025-02-08'))).get('A')!;
    expect(knowledge.inputs).toEqual([
      { factId: 'i1', measure: 'acv', value: '400000', validFrom: '2025-01-15' },
    ]);
    expect(knowledge.revenue.earliest).toBe('2024-06-30');
  });

  it('answers for the windows of one day as the whole history does', async () => {
    const at = await on('2025-02-08');
    const asked = day('2025-03-31');
    const all = (await views.facts.knowledgeOf(['A', 'B'], at)).get('A')!;
    const some = await views.facts.knowledgeForDay(['A', 'B'], at, asked, policy);
    for (const from of [day('2024-03-31'), day('2024-12-31')]) {
      for (const filter of [{}, { kinds: ['invoice'] }, { currency: 'USD' }])
        expect(some.get('A')!.revenue.window({ from, until: asked }, filter)).toEqual(
          all.revenue.window({ from, until: asked }, filter),
        );
    }
    expect(some.get('A')).toMatchObject({ inputs: all.inputs, revenue: { earliest: '2024-06-30' } });
    expect(some.get('B')!.revenue).toMatchObject({ earliest: null });
    expect(() => some.get('A')!.revenue.window(window, {})).toThrow(RangeError);
  });

  it('is listed fact by fact', async () => {
    const at = await on('2025-02-08');
    const first = await views.facts.factsOf('A', at, { limit: 2 });
    const rest = await views.facts.factsOf('A', at, { limit: 9, after: first.next! });
    expect([...first.items, ...rest.items].map(({ factId, day: of, value }) => [factId, of, value])).toEqual([
      ['r1', '2024-06-30', '100.10'],
      ['r2', '2024-12-31', '60.00'],
      ['r3', '2025-01-01', '-20.5'],
      ['i1', '2025-01-15', '400000'],
    ]);
    expect(rest.next).toBeNull();
    expect((await views.facts.factsOf('A', at, { limit: 9, kind: 'input' })).items).toHaveLength(1);
  });
});

describe('the accounts', () => {
  it('are found by a part of their name, whatever characters it has', async () => {
    const found = async (search: string) =>
      (await views.portfolio.page({ at: 99n, search, limit: 9 })).items.map(({ externalId }) => externalId);
    expect(await found('50% \\ sö')).toEqual(['A']);
    expect(await found('%%')).toEqual([]);
    expect(await found('gamm')).toEqual(['B']);
    expect(await found('b')).toEqual(['B']);
  });

  it('are as they were known', async () => {
    expect(await views.portfolio.get('B', await on('2025-02-05'))).toMatchObject({
      name: 'Beta',
      revision: 0,
    });
    expect(await views.portfolio.get('B', await on('2025-02-06'))).toMatchObject({
      name: 'Gamma',
      revision: 1,
      attributes: { region: 'EMEA' },
    });
    expect(await views.portfolio.get('B', 0n)).toBeNull();
    expect(await views.portfolio.count(99n)).toBe(2);
    expect(await views.portfolio.externalIds(99n, { limit: 9, after: 'A' })).toEqual(['B']);
  });

  it('are narrowed to a tier', async () => {
    const knownAt = instant('2025-06-01T00:00:00Z');
    const at = async (tier: string, asOf: string) =>
      (
        await views.portfolio.page({
          at: 99n,
          limit: 9,
          tier: { scheme, view: 'ACCOUNT', tier, asOf: day(asOf), knownAt },
        })
      ).items.map(({ externalId }) => externalId);
    expect(await at('T1', '2025-01-01')).toEqual(['A']);
    expect(await at('UNTIERED', '2024-12-31')).toEqual(['A']);
    expect(await at('NOT_ONBOARDED', '2025-01-01')).toEqual(['B']);
  });
});

describe('the schemes', () => {
  it('stand as their last event says', async () => {
    expect(await views.schemes.all()).toEqual([
      { scheme, name: 'n', description: 'd', primary: true, revision: 5 },
    ]);
    expect(await views.schemes.primary()).toEqual(await views.schemes.get(scheme));
    const [version] = await views.schemes.policies(scheme);
    expect(version).toEqual({
      scheme,
      version: 1,
      state: 'SCHEDULED',
      document: policy,
      author: 'ana',
      submittedBy: 'ana',
      decidedBy: 'ben',
      comment: 'Fine.',
      approvals: [
        {
          role: null,
          approvedBy: 'ben',
          comment: 'Fine.',
          simulationHash: null,
          at: '2025-02-07T12:00:00.000Z',
        },
      ],
      simulationHash: null,
      shadowFrom: null,
      effectiveFrom: '2025-01-01',
      effectiveUntil: null,
      draftedAt: '2025-02-07T12:00:00.000Z',
    });
    expect(await views.schemes.policy(scheme, 1)).toEqual(version);
    expect(await views.schemes.policy(scheme, 2)).toBeNull();
    expect(await views.schemes.assessmentDays(scheme)).toEqual([
      { day: '2025-04-01', kind: 'scheduled', accounts: null, runId: 'run' },
    ]);
  });
});

describe('the audit trail', () => {
  const types = async (question: Parameters<Views['auditTrail']['page']>[0]) =>
    (await views.auditTrail.page(question, { limit: 99 })).items.map(({ type }) => type);

  it('is asked by account, stream, type, actor and moment', async () => {
    expect(await types({ externalId: 'B' })).toEqual(['AccountOnboarded', 'AccountChanged']);
    expect(await types({ stream: 'account-B' })).toEqual(['AccountOnboarded', 'AccountChanged']);
    expect(await types({ stream: 'placement-contract-value/ACCOUNT/A' })).toEqual([
      'TimelineOpened',
      'TierAssigned',
    ]);
    expect(await types({ stream: `scheme-${scheme}`, type: 'PolicyApproved' })).toEqual(['PolicyApproved']);
    expect(await types({ actor: 'nobody' })).toEqual([]);
    expect(await types({ actor: 'ana' })).toHaveLength(story.length);
    expect(
      await types({ from: instant('2025-02-05T00:00:00Z'), until: instant('2025-02-07T00:00:00Z') }),
    ).toEqual(['FactCorrected', 'AccountChanged']);
    expect(await types({ at: 2n })).toHaveLength(2);
  });

  it('says what was before and after, and why', async () => {
    const [change] = (await views.auditTrail.page({ externalId: 'A', type: 'FactCorrected' }, { limit: 1 }))
      .items;
    expect(change).toMatchObject({
      before: { value: '50.00', day: '2024-12-31' },
      after: { value: '70.00', day: '2025-01-02' },
      reason: 'Keyed twice.',
      actor: 'ana',
      recordedAt: '2025-02-03T12:00:00.000Z',
    });
    const [assigned] = (await views.auditTrail.page({ type: 'TierAssigned' }, { limit: 1 })).items;
    expect(assigned).toMatchObject({ before: { tier: null }, after: { tier: 'T1' } });
  });

  it('is told in pages and as a stream', async () => {
    const first = await views.auditTrail.page({}, { limit: 10 });
    const rest = await views.auditTrail.page({}, { limit: 10, after: first.next! });
    const streamed = [];
    for await (const entries of views.auditTrail.stream({})) streamed.push(...entries);
    expect([...first.items, ...rest.items]).toEqual(streamed);
    expect([streamed.length, rest.next]).toEqual([story.length, null]);
  });
});

describe('a moment of knowledge', () => {
  const resolve = (knownAt: string) => views.knownAt.resolve({ knownAt: instant(knownAt), view: 'facts' });

  it('stands for the last position recorded by then', async () => {
    expect((await resolve('2025-02-01T11:59:59.999Z')).position).toBe(0n);
    expect((await resolve('2025-02-01T12:00:00Z')).position).toBe(2n);
    expect((await resolve('2025-02-06T23:00:00Z')).position).toBe(8n);
  });

  it('cannot lie in the future', async () => {
    await expect(resolve('2025-02-08T12:00:00.001Z')).rejects.toMatchObject({ code: 'KNOWN_AT_IN_FUTURE' });
  });

  it('keeps its position for ever, also when it is now', async () => {
    const now = '2025-02-08T12:00:00Z';
    const { position } = await resolve(now);
    await views.record(now, onboarded('C', 'Late'));
    await views.settled();
    expect((await resolve(now)).position).toBe(position);
    expect((await views.knownAt.resolve({ view: 'facts' })).position).toBe(position + 1n);
  });

  it('is waited for when a position is asked for', async () => {
    await views.record('2025-02-09', onboarded('D', 'Later'));
    const minPosition = await views.store.head();
    expect((await views.knownAt.resolve({ minPosition, view: ['facts', 'portfolio'] })).position).toBe(
      minPosition,
    );
  });
});
