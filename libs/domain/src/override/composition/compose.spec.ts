import { day, includes } from '#libs/kernel';
import { assessed, kinds, ladder, nth, segments, standing } from '../../../../testing/src/overrides';
import { effectiveTimeline } from './compose';
import { computedSegments } from './computed-segments';
import { placesIn } from '../ground';
import type { StandingOverride } from './standing-override';

const places = placesIn(ladder);

/** The effective timeline as `<tier> <from>` a stretch, with the winner's number where there is one. */
const told = (computed: string[], ...overrides: StandingOverride[]) =>
  effectiveTimeline(segments(...computed), overrides, places).map(
    ({ from, effective, winner }) =>
      `${effective ?? '-'} ${from}${winner ? ` by ${Number(winner.overrideId.slice(-12))}` : ''}`,
  );

/** What comes of it on the one day that counts: the tier, the winner and why the others lost. */
const onTheDay = (computed: string, ...overrides: string[]) => {
  const all = overrides.map((text, index) => standing(index + 1, `${text} 2025-04-01 2025-05-01`));
  const found = effectiveTimeline(segments(`${computed} 2025-01-10`), all, places).find((one) =>
    includes(one, day('2025-04-01')),
  )!;
  return {
    effective: found.effective,
    winner: found.winner && Number(found.winner.overrideId.slice(-12)),
    losers: Object.fromEntries(
      found.losers.map(({ overrideId, reason }) => [Number(overrideId.slice(-12)), reason]),
    ),
  };
};

describe('the effective timeline', () => {
  it('is the computed one where nothing overrides it', () =>
    expect(told(['- 2025-01-10', 'T3 2025-02-01', 'T2 2025-03-03'])).toEqual([
      '- 2025-01-10',
      'T3 2025-02-01',
      'T2 2025-03-03',
    ]));

  it('is overridden from the first day to the one before `until`, and computed again from there', () =>
    expect(told(['T3 2025-01-10'], standing(1, 'PIN T1 2025-04-05 2025-07-01'))).toEqual([
      'T3 2025-01-10',
      'T1 2025-04-05 by 1',
      'T3 2025-07-01',
    ]));

  it('goes back to what is computed on that day, not to what was before the override', () =>
    expect(told(['T3 2025-01-10', 'T2 2025-05-01'], standing(1, 'PIN T1 2025-04-05 2025-07-01'))).toEqual([
      'T3 2025-01-10',
      'T1 2025-04-05 by 1',
      'T1 2025-05-01 by 1',
      'T2 2025-07-01',
    ]));

  it('has no answer before the account came in, whatever overrides it', () =>
    expect(told(['T3 2025-01-10'], standing(1, 'PIN T1 2025-01-01 2025-02-01'))).toEqual([
      'T1 2025-01-10 by 1',
      'T3 2025-02-01',
    ]));

  it('keeps all else that a segment carries', () =>
    expect(
      effectiveTimeline(
        segments('T3 2025-01-10').map((one) => ({ ...one, decisionId: 'd1' })),
        [standing(1, 'PIN T1 2025-02-01 2025-03-01')],
        places,
      ).map(({ decisionId, computed }) => [decisionId, computed]),
    ).toEqual([
      ['d1', 'T3'],
      ['d1', 'T3'],
      ['d1', 'T3'],
    ]));

  it('has nothing to override once the account is part of another', () => {
    const [first, second] = segments('T3 2025-01-10', '- 2025-03-01');
    const pin = standing(1, 'PIN T1 2025-02-01 2025-04-01');
    const found = effectiveTimeline([first!, { ...second!, ended: true }], [pin], places);
    expect(
      found.map(({ from, effective, losers }) => [from, effective, losers.map(({ reason }) => reason)]),
    ).toEqual([
      ['2025-01-10', 'T3', []],
      ['2025-02-01', 'T1', []],
      ['2025-03-01', null, ['ENDED']],
      ['2025-04-01', null, []],
    ]);
  });

  it('names the winner and each loser with all that they are', () => {
    const [pin, floor] = [
      standing(1, 'PIN T1 2025-04-01 2025-05-01'),
      standing(2, 'FLOOR T2 2025-04-01 2025-05-01'),
    ];
    const [, found] = effectiveTimeline(segments('T3 2025-01-10'), [floor, pin], places);
    expect(found).toMatchObject({
      winner: pin,
      losers: [{ overrideId: nth(2), kind: 'FLOOR', tier: 'T2', reason: 'OUTRANKED' }],
    });
  });
});

describe('the precedence of overrides', () => {
  it.each<[string, string[], unknown, number | null, object]>([
    // EXCLUDE goes before all
    ['T3', ['EXCLUDE -', 'EMERGENCY T2'], 'EXCLUDED', 1, { 2: 'OUTRANKED' }],
    ['T3', ['EXCLUDE -', 'PIN T1'], 'EXCLUDED', 1, { 2: 'OUTRANKED' }],
    ['T3', ['FREEZE -', 'EXCLUDE -'], 'EXCLUDED', 2, { 1: 'OUTRANKED' }],
    ['T3', ['FLOOR T1', 'EXCLUDE -'], 'EXCLUDED', 2, { 1: 'OUTRANKED' }],
    // EMERGENCY before PIN, FREEZE and the bounds
    ['T3', ['PIN T1', 'EMERGENCY T2'], 'T2', 2, { 1: 'OUTRANKED' }],
    ['T3', ['FREEZE -', 'EMERGENCY T2'], 'T2', 2, { 1: 'OUTRANKED' }],
    ['T3', ['EMERGENCY T2', 'FLOOR T1'], 'T2', 1, { 2: 'OUTRANKED' }],
    // PIN before FREEZE and the bounds
    ['T3', ['FREEZE -', 'PIN T1'], 'T1', 2, { 1: 'OUTRANKED' }],
    ['T1', ['PIN T3', 'FLOOR T2'], 'T3', 1, { 2: 'OUTRANKED' }],
    ['T3', ['PIN T1', 'CEILING T2'], 'T1', 1, { 2: 'OUTRANKED' }],
    ['T2', ['PIN T2'], 'T2', 1, {}],
    // FREEZE before the bounds, and as held within them on its first day
    ['T3', ['FREEZE -', 'FLOOR T1'], 'T1', 1, { 2: 'OUTRANKED' }],
    ['T1', ['FREEZE -', 'CEILING T2'], 'T2', 1, { 2: 'OUTRANKED' }],
    ['T3', ['FREEZE -'], 'T3', 1, {}],
    // the highest FLOOR and the lowest CEILING
    ['T3', ['FLOOR T2'], 'T2', 1, {}],
    ['T3', ['FLOOR T2', 'FLOOR T1'], 'T1', 2, { 1: 'LESS_TIGHT' }],
    ['T1', ['FLOOR T2'], 'T1', null, { 1: 'NOT_NEEDED' }],
    ['T1', ['CEILING T2'], 'T2', 1, {}],
    ['T1', ['CEILING T2', 'CEILING T3'], 'T3', 2, { 1: 'LESS_TIGHT' }],
    ['T3', ['CEILING T2'], 'T3', null, { 1: 'NOT_NEEDED' }],
    ['T3', ['FLOOR T2', 'CEILING T1'], 'T2', 1, { 2: 'NOT_NEEDED' }],
    ['T1', ['FLOOR T3', 'CEILING T2'], 'T2', 2, { 1: 'NOT_NEEDED' }],
    ['T2', ['FLOOR T3', 'CEILING T1'], 'T2', null, { 1: 'NOT_NEEDED', 2: 'NOT_NEEDED' }],
    ['T2', ['FLOOR T2', 'CEILING T2'], 'T2', null, { 1: 'NOT_NEEDED', 2: 'NOT_NEEDED' }],
    // the computed tier
    ['T2', [], 'T2', null, {}],
    // without a computed tier there is nothing to bound, and yet a tier to give
    ['-', ['FLOOR T1'], null, null, { 1: 'UNTIERED' }],
    ['-', ['CEILING T2'], null, null, { 1: 'UNTIERED' }],
    ['-', ['PIN T1'], 'T1', 1, {}],
    ['-', ['FREEZE -'], null, 1, {}],
    ['-', ['EXCLUDE -'], 'EXCLUDED', 1, {}],
    // tiers that the policy has no more
    ['T3', ['FLOOR GONE'], 'T3', null, { 1: 'UNKNOWN_TIER' }],
    ['GONE', ['FLOOR T1'], 'GONE', null, { 1: 'UNTIERED' }],
    ['T3', ['PIN GONE'], 'GONE', 1, {}],
  ])('makes of %s with %j: %s', (computed, overrides, effective, winner, losers) =>
    expect(onTheDay(computed, ...overrides)).toEqual({ effective, winner, losers }),
  );

  it('bounds nothing where tiers have no order', () => {
    const floor = standing(1, 'FLOOR T1 2025-02-01 2025-03-01');
    expect(
      effectiveTimeline(segments('T3 2025-01-10'), [floor], placesIn(kinds)).map(
        ({ effective }) => effective,
      ),
    ).toEqual(['T3', 'T3', 'T3']);
  });
});

describe('a FREEZE', () => {
  const freeze = standing(1, 'FREEZE - 2025-04-01 2025-06-01');

  it('holds the tier of its first day while the computed one moves', () =>
    expect(told(['T3 2025-01-10', 'T2 2025-04-15', 'T1 2025-05-10'], freeze)).toEqual([
      'T3 2025-01-10',
      'T3 2025-04-01 by 1',
      'T3 2025-04-15 by 1',
      'T3 2025-05-10 by 1',
      'T1 2025-06-01',
    ]));

  it('holds the tier that the day of a change gives', () =>
    expect(told(['T3 2025-01-10', 'T2 2025-04-01'], freeze)).toContain('T2 2025-04-01 by 1'));

  it('does not hold on to an emergency, which would outlive itself in it', () =>
    expect(told(['T3 2025-01-10'], freeze, standing(2, 'EMERGENCY T1 2025-03-31 2025-04-02'))).toEqual([
      'T3 2025-01-10',
      'T1 2025-03-31 by 2',
      'T1 2025-04-01 by 2',
      'T3 2025-04-02 by 1',
      'T3 2025-06-01',
    ]));

  it('holds a bounded tier, also when the bound is gone', () =>
    expect(told(['T3 2025-01-10'], freeze, standing(2, 'FLOOR T2 2025-03-01 2025-05-01'))).toEqual([
      'T3 2025-01-10',
      'T2 2025-03-01 by 2',
      'T2 2025-04-01 by 1',
      'T2 2025-05-01 by 1',
      'T3 2025-06-01',
    ]));

  it('of an account that comes in later holds its first tier', () =>
    expect(told(['- 2025-04-10', 'T2 2025-04-20'], freeze)).toEqual([
      '- 2025-04-10 by 1',
      '- 2025-04-20 by 1',
      'T2 2025-06-01',
    ]));
});

describe('the segments of a timeline', () => {
  it('begin where the account came in, and with every assessment', () => {
    const [first, second] = [assessed('2025-02-01', 'T3', 'ASSIGNED'), assessed('2025-03-01', '-', 'ENDED')];
    expect(computedSegments({ opened: day('2025-01-10'), assessments: [first, second] })).toEqual([
      { from: '2025-01-10', until: '2025-02-01', computed: null, assessment: null },
      { from: '2025-02-01', until: '2025-03-01', computed: 'T3', assessment: first },
      { from: '2025-03-01', until: null, computed: null, ended: true, assessment: second },
    ]);
  });

  it('have no gap where the account is assessed on its first day', () =>
    expect(
      computedSegments({ opened: day('2025-01-10'), assessments: [assessed('2025-01-10', 'T3')] }),
    ).toMatchObject([{ from: '2025-01-10', until: null, computed: 'T3' }]));

  it('are none of an account that is not in the scheme', () =>
    expect(computedSegments({ opened: null, assessments: [] })).toEqual([]));
});
