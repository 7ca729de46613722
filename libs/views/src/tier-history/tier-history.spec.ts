import { AccountOnboarded, BandsPolicy, PolicyDrafted, SchemeOpened } from '#libs/domain';
import { day, type Event, instant } from '#libs/kernel';
import { acmeComputed, acmeLearnt } from '../../../../test/golden/numbers';
import { assessed, placementOf } from '../../../testing/src/placements';
import { acme, learnt, openViews, type Views } from '../../../testing/src/views';
import type { TierAnswer } from './tier-history.answers';

let views: Views;
beforeAll(async () => (views = await openViews()));
afterAll(() => views.close());

const profile = { name: 'n', onboardedOn: null, ownerSeat: null, parentExternalId: null, attributes: {} };
const onboarded = (externalId: string) => AccountOnboarded({ externalId, profile } as never);

const policy = BandsPolicy.parse({
  kind: 'bands',
  tiers: [
    { code: 'T1', rank: 3 },
    { code: 'T2', rank: 2 },
    { code: 'T3', rank: 1 },
  ],
  measures: { acv: { fact: 'acv' } },
  boundaries: [{ tier: 'T1', measure: 'acv', at: '1', inclusive: true }],
});
const scheme = 'contract-value';
const ladder: Event[] = [
  SchemeOpened({ scheme, name: 'n', description: 'd', primary: true } as never),
  PolicyDrafted({ scheme, version: 1, document: policy, author: 'ana' } as never),
];

const { opened, assigned, restated } = placementOf();

/** The answer as known by now, after everything has been taken in. */
const answerNow = async (asOf: string, externalId = 'ACME'): Promise<TierAnswer | null> => {
  await views.settled();
  const at = await views.knownAt.resolve({ view: 'tier-history' });
  return views.tierHistory.answer({ ...acme, externalId, asOf: day(asOf), at, today: day('2025-07-10') });
};

describe('ACME, as worked in the semantics', () => {
  let tier: (asOf: string, knownAt: string) => Promise<string>;
  beforeAll(async () => {
    tier = await learnt(
      views,
      [acmeLearnt.assigned, opened('2025-01-10')],
      [acmeLearnt.assigned, assigned('T3', '2025-01-10')],
      [acmeLearnt.contract, restated('2025-03-03', [['2025-03-03', 'T2']], { opened: '2025-01-10' })],
      [
        acmeLearnt.correction,
        restated('2025-03-03', [['2025-03-03', 'T3']], { opened: '2025-01-10', kind: 'ERROR_CORRECTION' }),
      ],
      ['2025-07-10T12:00:00Z', onboarded('ACME')],
    );
  });

  it.each(acmeComputed)('was on %s, as known at %s, at %s', async (asOf, knownAt, expected) => {
    expect(await tier(asOf, knownAt)).toBe(expected ?? 'NOT_ONBOARDED');
  });

  it('answers with everything that leads to the tier', async () => {
    const knownAt = instant('2025-05-06T22:00:00Z');
    const at = await views.knownAt.resolve({ knownAt, view: 'tier-history' });
    const asked = { ...acme, asOf: day('2025-03-05'), at, today: day('2025-07-10') };
    expect(await views.tierHistory.answer(asked)).toEqual({
      ...acme,
      asOf: '2025-03-05',
      knownAt,
      position: '3',
      effective: 'T2',
      computed: 'T2',
      indicated: 'T2',
      valid: { from: '2025-03-03', until: null },
      known: { fromPosition: '3', untilPosition: null },
      policyVersion: 1,
      decisionId: expect.stringMatching(/^[0-9a-f-]{36}\/2025-03-03$/),
      override: null,
      restatedSince: true,
      scheduled: false,
    });
  });

  it('says that a later day is scheduled, and that nothing has changed since', async () => {
    expect(await answerNow('2025-07-11')).toMatchObject({ scheduled: true, restatedSince: false });
    expect(await answerNow('2025-07-10')).toMatchObject({ scheduled: false });
  });

  it('is told as one history and as rectangles of both clocks', async () => {
    await views.settled();
    const at = await views.knownAt.resolve({ view: ['tier-history', 'audit-trail'] });
    const early = await views.knownAt.resolve({
      knownAt: instant('2025-05-06T22:00:00Z'),
      view: 'tier-history',
    });
    const segments = async (when: typeof at) =>
      (await views.tierHistory.timeline(acme, when))?.map(({ from, until, effective, cause }) => [
        from,
        until,
        effective,
        cause,
      ]);
    expect(await segments(early)).toEqual([
      ['2025-01-10', '2025-03-03', 'T3', 'RUN'],
      ['2025-03-03', null, 'T2', 'LATE_FACT'],
    ]);
    // T3 throughout, though two rows say so: one as first assigned, one as restated.
    expect(await segments(at)).toEqual([['2025-01-10', null, 'T3', 'RUN']]);
    const rectangles = await views.tierHistory.history(acme, at);
    expect(
      rectangles.map(({ from, until, effective, known }) => [
        from,
        until,
        effective,
        known.from,
        known.until,
      ]),
    ).toEqual([
      ['2025-01-10', null, 'UNTIERED', '2025-01-10T15:00:00.000Z', '2025-01-10T15:00:00.000Z'],
      ['2025-01-10', null, 'T3', '2025-01-10T15:00:00.000Z', '2025-03-12T14:00:00.000Z'],
      ['2025-01-10', '2025-03-03', 'T3', '2025-03-12T14:00:00.000Z', null],
      ['2025-03-03', null, 'T2', '2025-03-12T14:00:00.000Z', '2025-05-20T10:00:00.000Z'],
      ['2025-03-03', null, 'T3', '2025-05-20T10:00:00.000Z', null],
    ]);
    expect(await views.tierHistory.timeline({ ...acme, externalId: 'NOBODY' }, at)).toBeNull();
  });

  it('asks together what is asked at once, each with its own answer', async () => {
    const at = await views.knownAt.resolve({ view: 'tier-history' });
    const asked = ['2025-01-09', '2025-01-10', '2025-03-03'].map((asOf) =>
      views.tierHistory.answer({ ...acme, asOf: day(asOf), at, today: day('2025-07-10') }),
    );
    const answers = await Promise.all(asked);
    expect(answers.map((answer) => answer && [answer.asOf, answer.valid.from])).toEqual([
      null,
      ['2025-01-10', '2025-01-10'],
      ['2025-03-03', '2025-03-03'],
    ]);
  });

  it('knows each decision, those of the past included', async () => {
    const [early, now] = [3n, (await views.knownAt.resolve({ view: 'decisions' })).position];
    const decided = async (position: bigint) =>
      (await views.decisions.inForce(acme, day('2025-06-01'), position))!;
    expect((await decided(early)).assessment).toEqual(assessed('T2', '2025-03-03'));
    expect((await decided(now)).assessment).toEqual(assessed('T3', '2025-03-03'));
    expect(await views.decisions.get((await decided(early)).decisionId)).toEqual(await decided(early));
    expect((await decided(early)).known).toEqual({ fromPosition: '3', untilPosition: '4' });
    const page = await views.decisions.page(acme, now, { limit: 1 });
    expect([page.items.map(({ assessment }) => assessment.day), page.next]).toEqual([
      ['2025-03-03'],
      '2025-03-03',
    ]);
  });
});

describe('a portfolio', () => {
  const days = { first: '2025-04-01', second: '2025-07-01' };
  const asked = async (asOf: string) => {
    await views.settled();
    return {
      scheme: 'ladder',
      view: 'ACCOUNT',
      asOf: day(asOf),
      at: await views.knownAt.resolve({ view: 'tier-history' }),
    };
  };
  const between = async () => {
    const { scheme, view, at } = await asked(days.first);
    return { scheme, view, at, from: day('2025-01-31'), to: day(days.second) };
  };

  beforeAll(async () => {
    const story: [string, Event][] = ladder.map((event) => ['2025-07-10T12:30:00Z', renamed(event)]);
    for (const [account, first, second] of [
      ['A', 'T3', 'T1'],
      ['B', 'T1', 'T2'],
      ['C', 'T2', null],
      ['D', 'T2', 'T2'],
      ['E', null, 'X'],
    ] as const) {
      const of = placementOf(account, 'ladder');
      story.push(
        ['2025-07-10T12:30:00Z', onboarded(account)],
        ['2025-07-10T12:30:00Z', of.opened('2025-02-01')],
      );
      if (first) story.push(['2025-07-10T12:30:00Z', of.assigned(first, days.first)]);
      story.push([
        '2025-07-10T12:30:00Z',
        of.restated(days.second, [[days.second, second]], { opened: '2025-02-01', kind: 'FACT' }),
      ]);
    }
    await learnt(views, ...story);
  });

  const renamed = ({ type, data }: Event): Event => ({
    type,
    data: { ...(data as object), scheme: 'ladder' },
  });

  it('is told in pages and as a stream, in the order of the accounts', async () => {
    const question = await asked('2025-04-15');
    const page = await views.tierHistory.portfolioPage(question, { limit: 2 });
    const rest = await views.tierHistory.portfolioPage(question, { limit: 9, after: page.next! });
    const streamed = [];
    for await (const rows of views.tierHistory.portfolioStream(question)) streamed.push(...rows);
    expect(page.next).toBe('B');
    expect([...page.items, ...rest.items]).toEqual(streamed);
    expect(
      streamed.map(({ externalId, effective, from, until }) => [externalId, effective, from, until]),
    ).toEqual([
      ['A', 'T3', days.first, days.second],
      ['B', 'T1', days.first, days.second],
      ['C', 'T2', days.first, days.second],
      ['D', 'T2', days.first, null],
      ['E', 'UNTIERED', '2025-02-01', days.second],
    ]);
    const untiered = await views.tierHistory.portfolioPage({ ...question, tier: 'UNTIERED' }, { limit: 9 });
    expect(untiered.items.map(({ externalId }) => externalId)).toEqual(['E']);
  });

  it('is counted by tier, those without one included', async () => {
    expect((await views.tierHistory.distribution(await asked('2025-04-15'))).tiers).toEqual([
      { tier: 'T1', accounts: 1 },
      { tier: 'T2', accounts: 2 },
      { tier: 'T3', accounts: 1 },
      { tier: 'UNTIERED', accounts: 1 },
      { tier: 'NOT_ONBOARDED', accounts: 1 },
    ]);
    expect((await views.tierHistory.distribution(await asked('2024-01-01'))).tiers).toEqual([
      { tier: 'UNTIERED', accounts: 0 },
      { tier: 'NOT_ONBOARDED', accounts: 6 },
    ]);
  });

  it('is counted by opening and closing tier', async () => {
    const question = { ...(await between()), from: day(days.first) };
    expect((await views.tierHistory.migration(question)).cells).toEqual([
      { from: 'NONE', to: 'X', accounts: 1 },
      { from: 'T1', to: 'T2', accounts: 1 },
      { from: 'T2', to: 'NONE', accounts: 1 },
      { from: 'T2', to: 'T2', accounts: 1 },
      { from: 'T3', to: 'T1', accounts: 1 },
    ]);
  });

  it('has moved as its rows say', async () => {
    const { counts, items, next } = await views.tierHistory.moves(await between(), { limit: 5 });
    expect(counts).toEqual({ enter: 5, promotion: 1, demotion: 1, lateral: 0, exit: 1 });
    expect(next).toEqual({ day: days.second, externalId: 'A' });
    const rest = await views.tierHistory.moves(await between(), { limit: 5, after: next! });
    const streamed = [];
    for await (const moves of views.tierHistory.movesStream(await between())) streamed.push(...moves);
    expect([...items, ...rest.items]).toEqual(streamed);
    expect(rest.next).toBeNull();
    expect(
      streamed
        .slice(4)
        .map(({ externalId, kind, fromTier, toTier, restated }) => [
          externalId,
          kind,
          fromTier,
          toTier,
          restated,
        ]),
    ).toEqual([
      ['A', 'promotion', 'T3', 'T1', true],
      ['B', 'demotion', 'T1', 'T2', true],
      ['C', 'exit', 'T2', null, true],
      ['E', 'enter', null, 'X', true],
    ]);
  });

  it('counts the first day out and the last day in', async () => {
    const moved = async (from: string, to: string) =>
      (await views.tierHistory.moves({ ...(await between()), from: day(from), to: day(to) }, { limit: 1 }))
        .counts;
    expect(await moved(days.first, '2025-06-30')).toEqual({
      enter: 0,
      promotion: 0,
      demotion: 0,
      lateral: 0,
      exit: 0,
    });
    expect((await moved('2025-03-31', days.first)).enter).toBe(4);
  });

  it('lets a reader leave in the middle of a stream', async () => {
    const before = views.pool.totalCount - views.pool.idleCount;
    for await (const rows of views.tierHistory.portfolioStream(await asked('2025-04-15'))) if (rows) break;
    expect(views.pool.totalCount - views.pool.idleCount).toBeLessThanOrEqual(before + 1);
  });
});

describe('an account that becomes part of another', () => {
  const ended = (externalId: string) =>
    placementOf(externalId).restated('2025-04-01', [['2025-04-01', null]], { kind: 'LINEAGE' });
  const endingIn = (externalId: string, mergedInto: string): Event => {
    const event = ended(externalId);
    const [assessment] = (event.data as { assessments: object[] }).assessments;
    const ending = { ...assessment, outcome: 'ENDED', mergedInto, policyVersion: 0 };
    return { ...event, data: { ...(event.data as object), opened: '2025-01-10', assessments: [ending] } };
  };

  it('has no tier from then on and names the other; it leaves its tier, or none', async () => {
    const [gone, never] = [placementOf('GONE'), placementOf('NEVER')];
    await views.record('2025-07-10', gone.opened('2025-01-10'), gone.assigned('T2', '2025-02-01'));
    await views.record('2025-07-10', never.opened('2025-01-10'));
    await views.record('2025-07-10', endingIn('GONE', 'GIANT'), endingIn('NEVER', 'GIANT'));
    expect(await answerNow('2025-03-31', 'GONE')).toMatchObject({ effective: 'T2' });
    expect(await answerNow('2025-03-31', 'GONE')).not.toHaveProperty('mergedInto');
    const after = {
      effective: 'MERGED_INTO',
      mergedInto: 'GIANT',
      computed: 'UNTIERED',
      policyVersion: null,
    };
    expect(await answerNow('2025-04-01', 'GONE')).toMatchObject({
      ...after,
      valid: { from: '2025-04-01', until: null },
    });
    expect(await answerNow('2025-04-01', 'NEVER')).toMatchObject(after);
    const at = await views.knownAt.resolve({ view: 'tier-history' });
    const between = { ...acme, from: day('2025-03-31'), to: day('2025-04-01'), at };
    const { items } = await views.tierHistory.moves(between, { limit: 100 });
    expect(items.filter(({ externalId }) => ['GONE', 'NEVER'].includes(externalId))).toEqual([
      {
        externalId: 'GONE',
        day: '2025-04-01',
        kind: 'exit',
        fromTier: 'T2',
        toTier: 'MERGED_INTO',
        cause: 'LINEAGE',
        restated: true,
        retroKind: null,
      },
    ]);
    const { tiers } = await views.tierHistory.distribution({ ...acme, asOf: day('2025-04-01'), at });
    expect(tiers).toContainEqual({ tier: 'MERGED_INTO', accounts: 2 });
    const segments = await views.tierHistory.timeline({ ...acme, externalId: 'GONE' }, at);
    expect(segments!.at(-1)).toMatchObject({ effective: 'MERGED_INTO', mergedInto: 'GIANT' });
  });
});
