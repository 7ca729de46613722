import { day } from '#libs/kernel';
import { arrLadder, contractValue } from '../../../testing/src/documents';
import { given } from '../../../testing/src/given';
import { accountKnown, bands, inForce, known, planOf } from '../../../testing/src/known';
import { accountView, ExternalId, SchemeCode } from '../vocabulary';
import type { AccountKnowledge, SchemeKnowledge } from './knowledge';
import { placement } from './placement';
import * as happened from './placement.events';
import type { Assessment, Cause, PlacementEvent } from './placement.events';
import type { Reassess } from './reassess';
import { foldTimeline } from './timeline';

const timeline = {
  scheme: SchemeCode.parse('contract-value'),
  view: accountView,
  externalId: ExternalId.parse('ACME'),
};
const fact: Cause = { kind: 'FACT', eventId: 'e2', factIds: ['f2'] };
const run: Cause = { kind: 'RUN', runId: 'r1' };
const [q1, q2, q3] = ['2025-01-01', '2025-04-01', '2025-07-01'];
const [d1, d2, d3] = [day(q1), day(q2), day(q3)];

const reassess = (account: AccountKnowledge | null, more: Partial<Reassess> = {}): Reassess => ({
  type: 'Reassess',
  ...timeline,
  account,
  plan: planOf(contractValue),
  since: null,
  basis: '10',
  cause: fact,
  today: d3,
  ...more,
});

const acv = (value: string, on: string) => known('acv', value, on);
const folded = (account: AccountKnowledge, plan = planOf(contractValue)): readonly Assessment[] =>
  foldTimeline(account, plan).assessments;
const opened = (from = d1, cause = fact, basis = '5') =>
  happened.TimelineOpened({ ...timeline, from, cause, basis });
const outcome = (
  event: typeof happened.TierAssigned | typeof happened.TierPromoted | typeof happened.TierDemoted,
  assessment: Assessment,
  before: string | null,
  more: object = {},
): PlacementEvent =>
  event({
    ...timeline,
    assessment,
    before: before as never,
    cause: fact,
    basis: '10',
    ...more,
  });

const one = accountKnown([acv('300000', q1)]);
const two = accountKnown([acv('300000', q1), acv('100000', q2)]);
const three = accountKnown([acv('300000', q1), acv('100000', q2), acv('2000000', q3)]);
const standing = [opened(), outcome(happened.TierAssigned, folded(one)[0]!, null, { basis: '5' })];

const scenario = given(placement);

describe('a timeline', () => {
  it('opens with all that is known, and its past is no hindsight', () =>
    scenario()
      .when(reassess(three))
      .then(
        opened(d1, fact, '10'),
        outcome(happened.TierAssigned, folded(three)[0]!, null),
        outcome(happened.TierDemoted, folded(three)[1]!, 'growth'),
        outcome(happened.TierPromoted, folded(three)[2]!, 'run-rate'),
      ));

  it('opens before it has a tier', () =>
    scenario()
      .when(reassess(accountKnown([], { onboardedOn: q1 })))
      .then(opened(d1, fact, '10')));

  it('opens for nobody who never came in', () => {
    scenario()
      .when(reassess(accountKnown([])))
      .thenNothing();
    scenario().when(reassess(null)).thenNothing();
  });

  it('is a stream of its own for account, scheme and view', () =>
    expect(placement.idOf(reassess(one))).toBe('contract-value/ACCOUNT/ACME'));

  it('goes on behind what was believed', () =>
    scenario(...standing)
      .when(reassess(two, { today: d2 }))
      .then(outcome(happened.TierDemoted, folded(two)[1]!, 'growth')));

  it('goes on with a day that is past already: then the fact was late', () =>
    scenario(...standing)
      .when(reassess(two, { today: day('2025-04-02') }))
      .then(
        outcome(happened.TierDemoted, folded(two)[1]!, 'growth', {
          cause: { ...fact, kind: 'LATE_FACT' },
          retroKind: 'LATE_FACT',
        }),
      ));

  it('says nothing twice', () =>
    scenario(...standing)
      .when(reassess(one))
      .thenNothing());

  it('is never overwritten by older knowledge, but by knowledge as old', () => {
    scenario(...standing)
      .when(reassess(two, { basis: '4' }))
      .thenNothing();
    scenario(
      ...standing,
      happened.TierRestated({
        ...timeline,
        from: d1,
        opened: d1,
        assessments: [...folded(one)],
        cause: fact,
        basis: '9',
      }),
    )
      .when(reassess(two, { basis: '8' }))
      .thenNothing();
    scenario(...standing)
      .when(reassess(two, { basis: '5', today: d2 }))
      .then(outcome(happened.TierDemoted, folded(two)[1]!, 'growth', { basis: '5' }));
  });

  it('compares positions as numbers', () =>
    scenario(opened(d1, fact, '9'), outcome(happened.TierAssigned, folded(one)[0]!, null, { basis: '9' }))
      .when(reassess(two, { basis: '10', today: d2 }))
      .then(outcome(happened.TierDemoted, folded(two)[1]!, 'growth')));

  it('closes when nothing puts the account into the scheme any more', () => {
    scenario(...standing)
      .when(reassess(accountKnown([])))
      .then(happened.TimelineClosed({ ...timeline, cause: fact, basis: '10' }));
    scenario(...standing)
      .when(reassess(null))
      .then(happened.TimelineClosed({ ...timeline, cause: fact, basis: '10' }));
    const closed = [...standing, happened.TimelineClosed({ ...timeline, cause: fact, basis: '10' })];
    scenario(...closed)
      .when(reassess(null, { basis: '11' }))
      .thenNothing();
    scenario(...closed)
      .when(reassess(one, { basis: '11' }))
      .then(opened(d1, fact, '11'), outcome(happened.TierAssigned, folded(one)[0]!, null, { basis: '11' }));
    expect(scenario(...closed).state()).toEqual({ opened: null, basis: 10n, assessments: [] });
  });

  it('remembers the assessments, the first day and the position', () =>
    expect(scenario(...standing).state()).toEqual({ opened: q1, basis: 5n, assessments: folded(one) }));
});

describe('a restatement', () => {
  const wrong = accountKnown([acv('300000', q1), acv('2000000', q2)]);
  const believed = [...standing, outcome(happened.TierPromoted, folded(wrong)[1]!, 'growth', { basis: '6' })];
  const restated = (from: string, account: AccountKnowledge, more: object = {}) =>
    happened.TierRestated({
      ...timeline,
      from: day(from),
      opened: d1,
      assessments: folded(account).filter((assessment) => assessment.day >= from),
      cause: { ...fact, kind: 'LATE_FACT' },
      basis: '10',
      retroKind: 'LATE_FACT',
      ...more,
    });

  it('holds all from the first day that differs, and leaves what stands before it alone', () => {
    scenario(...believed)
      .when(reassess(two))
      .then(restated(q2, two));
    expect(scenario(...believed, restated(q2, two)).state()).toEqual({
      opened: q1,
      basis: 10n,
      assessments: folded(two),
    });
  });

  it('begins on the day of a late fact between two that were known', () => {
    const late = accountKnown([...wrong.inputs, acv('1', '2025-02-15')]);
    scenario(...believed)
      .when(reassess(late))
      .then(restated('2025-02-15', late));
  });

  it('begins on the day of an assessment that is gone', () => {
    scenario(...believed)
      .when(reassess(one))
      .then(restated(q2, one));
    expect(scenario(...believed, restated(q2, one)).state().assessments).toEqual(folded(one));
  });

  it('takes back the whole when the first day moves, earlier or later', () => {
    const earlier = accountKnown([...one.inputs, acv('1', '2024-12-01')]);
    scenario(...standing)
      .when(reassess(earlier))
      .then(restated('2024-12-01', earlier, { opened: day('2024-12-01') }));
    const later = accountKnown([acv('300000', q2)]);
    scenario(...standing)
      .when(reassess(later))
      .then(restated(q1, later, { opened: d2 }));
  });

  it('of days to come is no hindsight', () => {
    const cause: Cause = { kind: 'ERROR_CORRECTION', eventId: 'e9' };
    scenario(...believed)
      .when(reassess(two, { today: d2, cause }))
      .then(restated(q2, two, { cause, retroKind: undefined }));
    scenario(...believed)
      .when(reassess(two, { today: d2 }))
      .then(restated(q2, two, { cause: fact, retroKind: undefined }));
  });

  it.each<[Cause['kind'], Cause['kind'], string | undefined]>([
    ['FACT', 'LATE_FACT', 'LATE_FACT'],
    ['LATE_FACT', 'LATE_FACT', 'LATE_FACT'],
    ['ERROR_CORRECTION', 'ERROR_CORRECTION', 'ERROR_CORRECTION'],
    ['ACCOUNT', 'ACCOUNT', 'LATE_FACT'],
    ['POLICY', 'POLICY', 'RETRO_DECISION'],
    ['RETRO_DECISION', 'RETRO_DECISION', 'RETRO_DECISION'],
    ['RUN', 'RUN', undefined],
  ])('caused by %s is told as %s, and named %s', (kind, told, retroKind) =>
    scenario(...believed)
      .when(reassess(two, { cause: { ...fact, kind } }))
      .then(restated(q2, two, { cause: { ...fact, kind: told }, retroKind })),
  );

  it('follows a new policy over the past', () => {
    const stricter = bands({
      ...contractValue,
      boundaries: contractValue.boundaries.map((edge) => ({ ...edge, at: '5000000' })),
    });
    const plan = planOf([inForce(contractValue, '1990-01-01', q2, 1), inForce(stricter, q2, null, 2)]);
    scenario(...believed)
      .when(reassess(wrong, { plan, cause: { kind: 'POLICY' } }))
      .then(
        happened.TierRestated({
          ...timeline,
          from: d2,
          opened: d1,
          assessments: [folded(wrong, plan)[1]!],
          cause: { kind: 'POLICY' },
          basis: '10',
          retroKind: 'RETRO_DECISION',
        }),
      );
  });
});

describe('the outcome of an assessment', () => {
  const withGate = bands({
    ...arrLadder,
    measures: { arr: { fact: 'arr', freshnessDays: 60 }, fit: { fact: 'fit' } },
    gates: [{ measure: 'fit', below: '5', outOfProgramme: true }],
    assessOn: ['arr', 'fit'],
  });
  const renamed = bands({
    ...arrLadder,
    tiers: arrLadder.tiers.map((tier) => ({ ...tier, code: `${tier.code}b` })),
    boundaries: arrLadder.boundaries.map((edge) => ({ ...edge, tier: `${edge.tier}b` })),
  });
  const typesOf = (inputs: AccountKnowledge['inputs'], plan: SchemeKnowledge) => {
    const decided = placement.decide(reassess(accountKnown(inputs), { plan }), placement.initialState());
    return 'refused' in decided ? [] : decided.map(({ type }) => type);
  };

  it('is an event of its own name', () => {
    const story = [
      known('fit', '9', q1),
      known('arr', '300000', '2025-01-02'),
      known('arr', '2000000', '2025-01-03'),
      known('arr', '1999999', '2025-01-04'),
      known('fit', '1', '2025-06-01'),
      known('arr', '1999999', '2025-06-01'),
    ];
    expect(typesOf(story, planOf(withGate, ['2025-05-01']))).toEqual([
      'TimelineOpened',
      'TierWithheld',
      'TierAssigned',
      'TierPromoted',
      'TierReaffirmed',
      'TierHeld',
      'TierWithheld',
    ]);
    const policies = [inForce(arrLadder, '1990-01-01', q2, 1), inForce(renamed, q2, null, 2)];
    expect(typesOf([known('arr', '1', '2024-12-01')], planOf(policies, [q1, q2]))).toEqual([
      'TimelineOpened',
      'TierAssigned',
      'TierMoved',
    ]);
  });

  it.each([
    [happened.TierAssigned],
    [happened.TierPromoted],
    [happened.TierDemoted],
    [happened.TierMoved],
    [happened.TierReaffirmed],
    [happened.TierHeld],
    [happened.TierWithheld],
  ])('is remembered from each event alike', (event) => {
    const told = event({
      ...timeline,
      assessment: folded(two)[1]!,
      before: null,
      cause: run,
      basis: '7',
    }) as PlacementEvent;
    expect(scenario(...standing, told).state()).toEqual({ opened: q1, basis: 7n, assessments: folded(two) });
  });
});

describe('a single day', () => {
  const plan = (...days: string[]) => planOf({ ...contractValue, assessOn: [] }, days);
  const account = accountKnown([acv('300000', '2024-12-01'), acv('100000', '2025-03-01')]);
  const day1 = foldTimeline(account, plan(q1)).assessments[0]!;
  const since = (on: string, ...days: string[]) =>
    reassess(account, { plan: plan(...days), since: day(on), cause: run });
  const entered = opened(day('2024-12-01'), run);
  const assigned = outcome(happened.TierAssigned, day1, null, { cause: run, basis: '5' });
  const needsWhole = 'WHOLE_TIMELINE_NEEDED';

  it('is assessed on top of what stands', () =>
    scenario(entered, assigned)
      .when(since(q2, q1, q2))
      .then(outcome(happened.TierDemoted, folded(account, plan(q1, q2))[1]!, 'growth', { cause: run })));

  it('is assessed once', () => {
    scenario(entered, assigned).when(since(q1, q1)).thenNothing();
    scenario(entered, assigned).when(since(q2, q1)).thenNothing();
  });

  it('is assessed again when what is known of it has changed', () => {
    const now = accountKnown([acv('2000000', '2024-12-01')]);
    scenario(entered, assigned)
      .when(reassess(now, { plan: plan(q1), since: d1, cause: run }))
      .then(
        happened.TierRestated({
          ...timeline,
          from: d1,
          opened: day('2024-12-01'),
          assessments: [...folded(now, plan(q1))],
          cause: run,
          basis: '10',
        }),
      );
  });

  it('opens a timeline that has no other', () =>
    scenario()
      .when(since(q1, q1))
      .then(
        opened(day('2024-12-01'), run, '10'),
        outcome(happened.TierAssigned, day1, null, { cause: run }),
      ));

  it('is refused when a day before it is not assessed', () => {
    scenario(entered)
      .when(since(q2, q1, q2))
      .thenRefused(needsWhole);
    scenario()
      .when(since(q2, q1, q2))
      .thenRefused(needsWhole);
    scenario(entered, assigned)
      .when(since(q3, q1, q2, q3))
      .thenRefused(needsWhole);
  });

  it('is refused when a day before it was assessed and is due no more', () =>
    scenario(entered, assigned)
      .when(since(q2, '2025-01-02', q2))
      .thenRefused(needsWhole));

  it('is refused when a day behind it is due or was assessed', () => {
    scenario(entered, assigned)
      .when(since(q1, q1, q2))
      .thenRefused(needsWhole);
    scenario(entered, assigned).when(since('2024-12-15', '2024-12-15')).thenRefused(needsWhole);
  });

  it('is refused when the first day of the timeline has moved or is gone', () => {
    scenario(opened(day('2024-11-01'), run), assigned)
      .when(since(q2, q1, q2))
      .thenRefused(needsWhole);
    scenario(entered)
      .when(reassess(null, { since: d1 }))
      .thenRefused(needsWhole);
    scenario()
      .when(reassess(null, { since: d1 }))
      .thenNothing();
    scenario()
      .when(reassess(accountKnown([]), { since: d1 }))
      .thenNothing();
  });
});
