import { atOnce, canonicalJson, day, instant } from '#libs/kernel';
import { accountNamed, arrOf, coordinates, inputsOf, row } from '../../../testing/src/packs';
import { approved, drifted, requested, revoked, taken } from '../../../testing/src/override-events';
import { acme, nth } from '../../../testing/src/overrides';
import { type OverrideEvent, OverrideLapsed } from '../override/override.events';
import type { PackInputs, PackSegment } from './pack-inputs';
import { packOf as packWithPauses } from './pack-of';

const packOf = (inputs: PackInputs) => atOnce(packWithPauses(inputs));

/** Recorded a week before the quarter ends unless told. */
const recorded = (events: readonly OverrideEvent[], at = '2025-06-24T10:00:00Z') =>
  events.map((event) => ({ event, recordedAt: instant(at) }));

describe('the migration matrix', () => {
  // Opening and closing ARR of nine accounts, from the worked numbers of the product.
  const story: readonly [string, string, string][] = [
    ['T1', 'T1', '1350000'],
    ['T1', 'T2', '850000'],
    ['T1', 'T1', '0'],
    ['T2', 'T1', '1200000'],
    ['T2', 'T2', '420000'],
    ['T2', 'T3', '220000'],
    ['T3', 'T2', '290000'],
    ['T3', 'T3', '0'],
    ['NEW', 'T2', '350000'],
  ];
  const segments = story.flatMap(([from, to], index): PackSegment[] => {
    const id = `A${index}`;
    if (from === 'NEW') return [row(id, `${to} 2025-05-01`)];
    return from === to
      ? [row(id, `${from} 2025-01-10`)]
      : [row(id, `${from} 2025-01-10 2025-06-01`), row(id, `${to} 2025-06-01`)];
  });
  const amounts = story.map(
    ([from, , arr], index) => [`A${index}`, [from === 'NEW' ? '0' : '100', arr]] as const,
  );
  const pack = packOf(inputsOf({ segments, arr: arrOf(Object.fromEntries(amounts)) }));
  const { current, tiers } = pack.sections.migration;

  it('has the worked numbers', () =>
    expect(
      current.cells.map(({ from, to, accounts, closingArr }) => [from, to, accounts, closingArr]),
    ).toEqual([
      ['T1', 'T1', 1, '1350000'],
      ['T1', 'T2', 1, '850000'],
      ['T1', 'CHURNED', 1, '0'],
      ['T2', 'T1', 1, '1200000'],
      ['T2', 'T2', 1, '420000'],
      ['T2', 'T3', 1, '220000'],
      ['T3', 'T2', 1, '290000'],
      ['T3', 'CHURNED', 1, '0'],
      ['NEW', 'T2', 1, '350000'],
    ]));

  it('shares each row out, and says where the churned stand all the same', () => {
    expect(current.cells.map(({ rowPercent }) => rowPercent).slice(0, 3)).toEqual(Array(3).fill('33.333333'));
    expect(current.churned).toEqual([
      { from: 'T1', standsAt: 'T1', accounts: 1 },
      { from: 'T3', standsAt: 'T3', accounts: 1 },
    ]);
    expect(tiers).toEqual(['T1', 'T2', 'T3', 'CHURNED']);
  });

  it('holds upgrades against downgrades, and tells how stable tiers are', () =>
    expect(current).toMatchObject({
      ...{ upgrades: 2, downgrades: 2, upgradeToDowngrade: '1.000000', stability: '0.250000' },
      totals: { accounts: 9, openingArr: '800', closingArr: '4680000' },
    }));

  it('counts the population in three ways', () => {
    expect(pack.sections.cover.population).toEqual({
      byAccounts: 9,
      byTierHistory: 9,
      byMigration: 9,
      agree: true,
    });
    const lost = packOf(inputsOf({ segments, accounts: [accountNamed('A0')] })).sections.cover;
    expect(lost.population).toMatchObject({ byAccounts: 1, agree: false });
    expect(lost.inWords.join()).toContain('DO NOT AGREE');
  });

  it('has no quarter before where nobody stood by then', () =>
    expect(
      packOf(inputsOf({ segments: [row('A', 'T1 2025-05-01')] })).sections.migration.previous,
    ).toHaveProperty('notMeasured'));
});

describe('moves', () => {
  it('count behind the opening day up to the closing day, each with its cause in words', () => {
    const segments = [
      row('A', 'T3 2025-01-10 2025-04-01'),
      row('A', 'T2 2025-04-01 2025-07-01'),
      row('A', 'T1 2025-07-01'),
      row('B', 'T1 2025-01-10 2025-05-01'),
      row('B', 'T3 2025-05-01', { cause: 'LATE_FACT', retroKind: 'LATE_FACT' }),
    ];
    const assessment = { day: day('2025-07-01'), reasons: ['CONFIRMED'], outcome: 'PROMOTED' as const };
    const inputs = [{ measure: 'acv', value: '1200000' }] as never;
    const decision = { decisionId: 'A-2025-07-01', externalId: 'A', assessment: { ...assessment, inputs } };
    const { promotions, demotions, exceptions } = packOf(
      inputsOf({ segments, decisions: [decision] }),
    ).sections;
    expect(promotions.moves).toMatchObject([
      { externalId: 'A', day: '2025-07-01', fromTier: 'T2', toTier: 'T1' },
    ]);
    expect(promotions.moves[0]!.inWords).toBe(
      'A review of the scheme assessed the account. The move was confirmed by as many scheduled reviews as the policy asks for. It stood on acv 1200000.',
    );
    expect(demotions.moves).toMatchObject([{ externalId: 'B', steps: 2, retroKind: 'LATE_FACT' }]);
    expect(exceptions.JUMP_2).toMatchObject({ found: [{ externalId: 'B' }] });
  });

  it('that correct an error are restatements, and neither promotions nor demotions', () => {
    const wrong = { cause: 'ERROR_CORRECTION', retroKind: 'ERROR_CORRECTION' } as const;
    const segments = [
      ...[row('A', 'T3 2025-01-10 2025-05-01'), row('A', 'T2 2025-05-01', wrong)],
      ...[row('B', 'T1 2025-01-10 2025-05-01'), row('B', 'T3 2025-05-01', wrong)],
    ];
    const { promotions, demotions, restatements, exceptions } = packOf(inputsOf({ segments })).sections;
    expect([promotions.moves, demotions.moves]).toEqual([[], []]);
    expect(restatements.corrected).toMatchObject([
      { externalId: 'A', kind: 'promotion', day: '2025-05-01', fromTier: 'T3', toTier: 'T2' },
      {
        externalId: 'B',
        kind: 'demotion',
        day: '2025-05-01',
        inWords: 'A fact was corrected. It was corrected after the day.',
      },
    ]);
    expect(exceptions.JUMP_2).toMatchObject({ found: [{ externalId: 'B' }] });
  });

  it('of an override are its own, though a fact beneath it was corrected', () => {
    const segments = [
      row('ACME', 'T2 2025-01-10 2025-04-05'),
      row('ACME', 'T1 2025-04-05', { overrideId: nth(1), retroKind: 'ERROR_CORRECTION' }),
    ];
    const overrides = [recorded(approved(1, 'PIN T1 2025-04-05 2025-08-01', '2025-04-03'))];
    const { promotions, restatements } = packOf(inputsOf({ segments, overrides })).sections;
    expect([promotions.moves.length, restatements.corrected.length]).toEqual([1, 0]);
  });

  it('name the override that made them', () => {
    const segments = [
      row('ACME', 'T2 2025-01-10 2025-04-05'),
      row('ACME', 'T1 2025-04-05', { overrideId: nth(1) }),
    ];
    const overrides = [recorded(approved(1, 'PIN T1 2025-04-05 2025-08-01', '2025-04-03'))];
    const { promotions } = packOf(inputsOf({ segments, overrides })).sections;
    expect(promotions.moves).toMatchObject([
      { cause: 'OVERRIDE', overrideId: nth(1), inWords: `An override began: PIN to T1 (${nth(1)}).` },
    ]);
  });

  it('that turn back twice in four quarters are flapping', () => {
    const segments = [
      row('A', 'T2 2024-08-01 2024-10-01'),
      row('A', 'T1 2024-10-01 2025-01-01'),
      row('A', 'T2 2025-01-01 2025-04-01'),
      row('A', 'T1 2025-04-01'),
    ];
    expect(packOf(inputsOf({ segments })).sections.exceptions.FLAPPING).toMatchObject({
      found: [{ externalId: 'A', inWords: expect.stringContaining('Turned back 2 times') }],
    });
  });
});

describe('restatements', () => {
  it('are the days before the quarter that are told otherwise than when it opened', () => {
    const believedThen = [row('A', 'T2 2025-01-10')];
    const believedNow = [
      row('A', 'T2 2025-01-10 2025-03-01'),
      row('A', 'T3 2025-03-01', { retroKind: 'ERROR_CORRECTION', position: '777' }),
    ];
    const { restatements } = packOf(inputsOf({ believedThen, believedNow })).sections;
    expect(restatements.rows).toMatchObject([
      { externalId: 'A', from: '2025-03-01', until: '2025-04-01', was: 'T2', is: 'T3', position: '777' },
    ]);
    expect(restatements.moves).toMatchObject([{ day: '2025-03-01', kind: 'demotion', change: 'ADDED' }]);
  });

  it('are not made of accounts that were first heard of and had no tier yet', () => {
    const { restatements } = packOf(inputsOf({ believedNow: [row('A', '- 2025-03-01')] })).sections;
    expect(restatements).toMatchObject({ rows: [], moves: [], cameLate: 1 });
  });
});

describe('what was decided about the past', () => {
  const decided = (more: object) =>
    row('A', 'T1 2025-02-01', { decidedBack: true, overrideId: nth(1), position: '500', ...more });
  const found = (believedThen: PackSegment[], believedNow: PackSegment[]) =>
    packOf(inputsOf({ believedThen, believedNow })).sections.exceptions.RETRO_DECISION;
  const before = row('A', 'T2 2025-01-10 2025-02-01');

  it('is an exception of the quarter in which it was decided', () =>
    expect(found([row('A', 'T2 2025-01-10')], [before, decided({})])).toMatchObject({
      found: [{ externalId: 'A', day: '2025-02-01', overrideId: nth(1) }],
    }));

  it('and not of every quarter in which its days are told again', () =>
    expect(found([before, decided({ position: '300' })], [before, decided({})])).toEqual({ found: [] }));
});

describe('overrides', () => {
  const segments = [row('ACME', 'T2 2025-01-10')];
  const listsWith = (events: OverrideEvent[], at?: string) =>
    packOf(inputsOf({ segments, overrides: [recorded(events, at)] })).sections.overrides;

  it('stand in every list that they belong to', () => {
    const one = listsWith(approved(1, 'PIN T1 2025-04-05 2025-09-01', '2025-04-03'));
    expect(one).toMatchObject({
      opened: [nth(1)],
      active: [nth(1)],
      expiring: [nth(1)],
      expired: [],
      lapsed: [],
    });
    expect(one.overrides).toMatchObject([{ state: 'ACTIVE', requestedBy: 'ana', decidedBy: ['ben'] }]);
  });

  it('that end on the closing day have expired in the quarter', () =>
    expect(listsWith(approved(1, 'PIN T1 2025-02-05 2025-07-01', '2025-02-03'))).toMatchObject({
      ...{ opened: [], active: [], expired: [nth(1)] },
    }));

  it('that nobody decided in time have lapsed', () =>
    expect(listsWith([requested(1, 'PIN T1 2025-04-05 2025-07-01', '2025-04-03')])).toMatchObject({
      ...{ opened: [nth(1)], lapsed: [nth(1)] },
      overrides: [{ state: 'LAPSED' }],
    }));

  it('that nobody had decided yet are open on the closing day, whether or not they have lapsed since', () => {
    const asked = requested(1, 'PIN T1 2025-08-01 2025-09-01', '2025-06-01');
    const said = { ...acme, overrideId: nth(1), reason: 'NOT_DECIDED', on: day('2025-07-02') };
    const announced = OverrideLapsed(said as never);
    expect(listsWith([asked]).overrides).toMatchObject([{ state: 'SUBMITTED' }]);
    expect(listsWith([asked, announced])).toEqual(listsWith([asked]));
  });

  it('that were asked for afterwards, about days of the quarter, stand on those days', () => {
    const events = approved(1, 'PIN T1 2025-06-05 2025-09-01', '2025-07-02');
    expect(listsWith(events, '2025-07-02T08:00:00Z')).toMatchObject({
      ...{ opened: [], active: [nth(1)], overrides: [{ overrideId: nth(1), retro: true }] },
    });
  });

  it('are revoked in the quarter in which that was said', () =>
    expect(
      listsWith([...approved(1, 'PIN T1 2025-04-05 2025-09-01', '2025-04-03'), revoked(1, '2025-06-24')]),
    ).toMatchObject({ revoked: [nth(1)], active: [], expired: [] }));

  it('drift, and are taken in an emergency', () => {
    const events = approved(1, 'PIN T1 2025-04-05 2025-09-01', '2025-04-03');
    expect(listsWith([...events, drifted(1, '2025-07-04')])).toMatchObject({ basisDrift: [nth(1)] });
    expect(listsWith([taken(2, 'T1', '2025-06-29')])).toMatchObject({
      emergency: [nth(2)],
      lapsed: [nth(2)],
    });
  });

  it.each([
    [true, true, 'as known when it was decided, and at the pin'],
    [true, false, 'as known when it was decided, and at the pin no more'],
    [false, true, 'as known at the pin, and not yet when it was decided'],
  ])('are exceptions where the segregation of duties speaks against them: %s, %s', (then, now, said) => {
    const conflict = {
      ...{ rule: 'SOD-2' as const, detail: 'So it is.', asKnownThen: then, asKnownNow: now },
      ...{ externalId: 'ACME', overrideId: nth(1), role: 'revops', approver: 'ben', onBehalfOf: 'cleo' },
      decidedOn: day('2025-04-03'),
    };
    const { exceptions } = packOf(inputsOf({ segments, conflicts: [conflict] })).sections;
    const inWords = `SOD-2, ${said}: ben decided as revops for cleo. So it is.`;
    expect(exceptions.SEGREGATION).toMatchObject({
      found: [{ overrideId: nth(1), day: '2025-04-03', inWords }],
    });
  });
});

describe('a pack', () => {
  it('is the same bytes of the same inputs, and answers every kind of exception', () => {
    const inputs = () => inputsOf({ segments: [row('B', '- 2025-01-10'), row('A', 'T1 2025-01-10')] });
    const pack = packOf(inputs());
    expect(canonicalJson(packOf(inputs()))).toBe(canonicalJson(pack));
    expect(pack.coordinates).toEqual(coordinates);
    expect(pack.sections.exceptions.UNTIERED).toMatchObject({ found: [{ externalId: 'B' }] });
    expect(pack.sections.exceptions.CRM_DRIFT).toHaveProperty('notMeasured');
    expect(Object.keys(pack.sections.exceptions)).toHaveLength(13);
  });
});
