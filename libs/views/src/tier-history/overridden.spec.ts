import { defaultSettings, PolicyDrafted, SettingsChanged } from '#libs/domain';
import { day, type Event, instant } from '#libs/kernel';
import { acmeLearnt, acmeTiers } from '../../../../test/golden/numbers';
import { approved, drifted, revoked } from '../../../testing/src/override-events';
import { Standings } from '../due/standings.queries';
import { acme, ladder, nth } from '../../../testing/src/overrides';
import { placementOf } from '../../../testing/src/placements';
import { learnt, openViews, type Views } from '../../../testing/src/views';

let views: Views;
beforeAll(async () => (views = await openViews()));
afterAll(() => views.close());

const { opened, assigned, restated } = placementOf();
const drafted = (scheme: string = acme.scheme): Event =>
  PolicyDrafted({ scheme, version: 1, document: ladder, author: 'ana' } as never);

const at = (moment: string, events: readonly Event[]) => events.map((event) => [moment, event] as const);

/** As known by now unless a moment is named. */
const ask = async (asOf: string, knownOn?: string, externalId = 'ACME') => {
  await views.settled();
  const knownAt = knownOn && { knownAt: instant(knownOn.length === 10 ? `${knownOn}T23:00:00Z` : knownOn) };
  const known = await views.knownAt.resolve({ ...knownAt, view: 'tier-history' });
  const question = { ...acme, externalId, asOf: day(asOf), at: known, today: day('2025-07-10') };
  return views.tierHistory.answer(question);
};

describe('ACME with its PIN, as worked in the semantics', () => {
  let tier: (asOf: string, knownAt: string) => Promise<string>;
  beforeAll(async () => {
    tier = await learnt(
      views,
      [acmeLearnt.assigned, drafted()],
      [acmeLearnt.assigned, opened('2025-01-10')],
      [acmeLearnt.assigned, assigned('T3', '2025-01-10')],
      [acmeLearnt.contract, restated('2025-03-03', [['2025-03-03', 'T2']], { opened: '2025-01-10' })],
      ...at('2025-04-02T12:00:00Z', approved(1, 'PIN T1 2025-04-05 2025-07-01', '2025-04-02')),
      [
        acmeLearnt.correction,
        restated('2025-03-03', [['2025-03-03', 'T3']], { opened: '2025-01-10', kind: 'ERROR_CORRECTION' }),
      ],
      ['2025-06-10T12:00:00Z', revoked(1, '2025-06-15')],
      ['2025-07-10T12:00:00Z', drafted('another')],
    );
  });

  it.each(acmeTiers)('was on %s, as known at %s, at %s', async (asOf, knownAt, expected) => {
    expect(await tier(asOf, knownAt)).toBe(expected);
  });

  it('says which override shapes the tier, and that it has been another since', async () => {
    expect(await ask('2025-06-20', '2025-06-01')).toMatchObject({
      effective: 'T1',
      computed: 'T3',
      override: { id: nth(1), type: 'PIN', tier: 'T1', losers: [] },
      restatedSince: true,
    });
    expect(await ask('2025-06-20', '2025-07-09')).toMatchObject({ effective: 'T3', override: null });
  });

  it('moves to it on its first day, and back to what is computed on its last', async () => {
    const known = await views.knownAt.resolve({ view: 'tier-history' });
    const between = { scheme: acme.scheme, view: acme.view, from: day('2025-01-31'), to: day('2025-07-10') };
    const { items } = await views.tierHistory.moves({ ...between, at: known }, { limit: 10 });
    expect(
      items.map(({ day: on, kind, fromTier, toTier, cause }) => [on, kind, fromTier, toTier, cause]),
    ).toEqual([
      ['2025-04-05', 'promotion', 'T3', 'T1', 'OVERRIDE'],
      ['2025-06-15', 'demotion', 'T1', 'T3', 'OVERRIDE'],
    ]);
  });
});

describe('overrides of other accounts', () => {
  const of = (externalId: string) => placementOf(externalId);
  const story = (externalId: string, ...texts: string[]) => {
    const key = { externalId: externalId as never };
    return [
      ['2025-07-11', of(externalId).opened('2025-01-10')],
      ['2025-07-11', of(externalId).assigned('T2', '2025-01-10')],
      ...texts.flatMap((text, n) => at('2025-07-11', approved(10 + n, text, '2025-04-02', key))),
    ] as (readonly [string, Event])[];
  };

  it('take an account out, and it comes in again', async () => {
    await learnt(views, ...story('OUT', 'EXCLUDE - 2025-04-05'), [
      '2025-07-11',
      revoked(10, '2025-07-20', { externalId: 'OUT' as never }),
    ]);
    expect(await ask('2025-04-05', undefined, 'OUT')).toMatchObject({
      effective: 'EXCLUDED',
      computed: 'T2',
      override: { type: 'EXCLUDE', tier: null },
    });
    const known = await views.knownAt.resolve({ view: 'tier-history' });
    const between = { scheme: acme.scheme, view: acme.view, from: day('2025-01-31'), to: day('2025-08-01') };
    const { items } = await views.tierHistory.moves({ ...between, at: known }, { limit: 10 });
    const ofOut = items.filter(({ externalId }) => externalId === 'OUT');
    expect(ofOut.map(({ day: on, kind, fromTier, toTier }) => [on, kind, fromTier, toTier])).toEqual([
      ['2025-04-05', 'exit', 'T2', 'EXCLUDED'],
      ['2025-07-20', 'enter', null, 'T2'],
    ]);
    const spread = await views.tierHistory.distribution({ ...between, asOf: day('2025-07-01'), at: known });
    expect(spread.tiers).toContainEqual({ tier: 'EXCLUDED', accounts: 1 });
  });

  it('name those that lose beside the one that wins', async () => {
    await learnt(views, ...story('BOTH', 'FLOOR T1 2025-04-01 2025-06-01', 'PIN T3 2025-05-01 2025-07-01'));
    expect(await ask('2025-05-02', undefined, 'BOTH')).toMatchObject({
      effective: 'T3',
      override: { id: nth(11), type: 'PIN', tier: 'T3', losers: [{ id: nth(10), reason: 'OUTRANKED' }] },
    });
    expect(await ask('2025-04-30', undefined, 'BOTH')).toMatchObject({
      effective: 'T1',
      override: { id: nth(10), type: 'FLOOR' },
    });
  });

  it('are named where none wins', async () => {
    await learnt(views, ...story('UNDER', 'FLOOR T3 2025-04-05 2025-06-01'));
    expect(await ask('2025-04-05', undefined, 'UNDER')).toMatchObject({
      effective: 'T2',
      computed: 'T2',
      override: { id: null, type: null, tier: null, losers: [{ id: nth(10), reason: 'NOT_NEEDED' }] },
    });
    expect((await ask('2025-06-01', undefined, 'UNDER'))?.override).toBeNull();
    const known = await views.knownAt.resolve({ view: 'tier-history' });
    const between = { scheme: acme.scheme, view: acme.view, from: day('2025-01-31'), to: day('2025-08-01') };
    const { items } = await views.tierHistory.moves({ ...between, at: known }, { limit: 50 });
    expect(items.filter(({ externalId }) => externalId === 'UNDER')).toEqual([]);
  });

  it('say what was decided about the past, and no more than that', async () => {
    await learnt(
      views,
      ...story('RETRO', 'PIN T1 2025-02-01 2025-03-01', 'PIN T3 2025-03-15 2025-06-01'),
      ...story('AHEAD', 'PIN T1 2025-04-05 2025-06-01'),
    );
    await views.settled();
    const known = await views.knownAt.resolve({ view: 'tier-history' });
    const between = { scheme: acme.scheme, view: acme.view, from: day('2025-01-31'), to: day('2025-08-01') };
    const { items } = await views.tierHistory.moves({ ...between, at: known }, { limit: 50 });
    const told = (id: string) =>
      items
        .filter(({ externalId }) => externalId === id)
        .map(({ day: on, toTier, restated, retroKind }) => [on, toTier, restated, retroKind]);
    expect(told('RETRO')).toEqual([
      ['2025-02-01', 'T1', true, 'RETRO_DECISION'],
      ['2025-03-01', 'T2', true, 'RETRO_DECISION'],
      ['2025-03-15', 'T3', true, 'RETRO_DECISION'],
      ['2025-06-01', 'T2', false, null],
    ]);
    expect(told('AHEAD')).toEqual([
      ['2025-04-05', 'T1', false, null],
      ['2025-06-01', 'T2', false, null],
    ]);
    const segments = await views.tierHistory.timeline({ ...acme, externalId: 'RETRO' }, known);
    expect(segments?.map(({ retroKind }) => retroKind)).toEqual([
      null,
      ...Array<string>(3).fill('RETRO_DECISION'),
      null,
    ]);
    expect(await ask('2025-02-01', '2025-07-10', 'RETRO')).toBeNull();
  });

  it('lapse when the day has passed by which somebody had to attest them, as soon as that is known', async () => {
    await learnt(views, ...story('LATE', 'PIN T1 2025-07-01 2025-10-01'), [
      '2025-07-12',
      drifted(10, '2025-07-20', { externalId: 'LATE' as never }),
    ]);
    // Nothing is recorded on the day: that it has come is knowledge enough.
    await views.clock.moveTo(instant('2025-07-21T09:00:00Z'));
    const effective = async (knownOn: string) => (await ask('2025-08-01', knownOn, 'LATE'))?.effective;
    expect([await effective('2025-07-20'), await effective('2025-07-21T00:00:00.000Z')]).toEqual([
      'T1',
      'T2',
    ]);
    const known = await views.knownAt.resolve({ view: 'tier-history' });
    const told = await views.tierHistory.timeline({ ...acme, externalId: 'LATE' }, known);
    expect(told?.map(({ from, effective: tier }) => [from, tier])).toEqual([
      ['2025-01-10', 'T2'],
      ['2025-07-01', 'T1'],
      ['2025-07-21', 'T2'],
    ]);
    const learntOf = await views.tierHistory.history({ ...acme, externalId: 'LATE' }, known);
    expect(
      learntOf
        .filter(({ from }) => from === '2025-07-21')
        .map(({ effective: tier, known: { from, until } }) => [tier, from, until]),
    ).toEqual([
      ['T1', '2025-07-12T12:00:00.000Z', '2025-07-21T00:00:00.000Z'],
      ['T2', '2025-07-21T00:00:00.000Z', null],
    ]);
  });

  it('lapse in every answer alike', async () => {
    const [of, on] = [{ scheme: acme.scheme, view: acme.view }, day('2025-08-01')];
    const told = async (moment: string) => {
      const at = await views.knownAt.resolve({
        knownAt: instant(moment),
        view: ['tier-history', 'portfolio'],
      });
      const page = await views.tierHistory.portfolioPage({ ...of, asOf: on, at, tier: 'T1' }, { limit: 50 });
      const standings = await new Standings(views.pool).all({ ...of, asOf: on, ...at, at: at.position });
      return [
        page.items.some(({ externalId }) => externalId === 'LATE'),
        standings.find(({ externalId }) => externalId === 'LATE')?.tier,
      ];
    };
    expect(await told('2025-07-20T23:00:00Z')).toEqual([true, 'T1']);
    expect(await told('2025-07-21T00:00:00Z')).toEqual([false, 'T2']);
    const early = await views.knownAt.resolve({
      knownAt: instant('2025-07-20T23:00:00Z'),
      view: 'tier-history',
    });
    const since = async (today: string) =>
      (
        await views.tierHistory.answer({
          ...acme,
          externalId: 'LATE',
          asOf: on,
          at: early,
          today: day(today),
        })
      )?.restatedSince;
    expect([await since('2025-07-20'), await since('2025-07-21')]).toEqual([false, true]);
  });

  it('lapse when the day is over where the tenant is', async () => {
    const after = { ...defaultSettings, governanceTimeZone: 'America/New_York' };
    await learnt(views, ['2025-07-22', SettingsChanged({ before: defaultSettings, after })]);
    await learnt(views, ...story('WEST', 'PIN T1 2025-07-01 2025-10-01'), [
      '2025-07-23',
      drifted(10, '2025-07-24', { externalId: 'WEST' as never }),
    ]);
    await views.clock.moveTo(instant('2025-07-26T09:00:00Z'));
    const effective = async (knownOn: string) => (await ask('2025-08-01', knownOn, 'WEST'))?.effective;
    expect([
      await effective('2025-07-25T03:59:59.999Z'),
      await effective('2025-07-25T04:00:00.000Z'),
    ]).toEqual(['T1', 'T2']);
    const known = await views.knownAt.resolve({ view: 'tier-history' });
    const learntOf = await views.tierHistory.history({ ...acme, externalId: 'WEST' }, known);
    expect(learntOf.map(({ known: { from } }) => from)).toContain('2025-07-25T04:00:00.000Z');
  });

  it('come to the same rows when the view is built again', async () => {
    await views.settled();
    expect(await views.projector.rebuild('tier-history')).toMatchObject({ agreed: true, swapped: true });
    expect(views.reports).toEqual([]);
  });
});
