import { bands, inForce, known, planOf } from '../../../testing/src/known';
import { accountKnown } from '../../../testing/src/known';
import { arrLadder } from '../../../testing/src/documents';
import type { Stabiliser } from '../policy/policy-document';
import type { KnownInput } from './knowledge';
import type { Assessment } from './placement.events';
import { foldTimeline } from './timeline';

type Settings = Partial<Record<keyof Stabiliser, unknown>>;

const ladder = (settings: Settings = {}, rest: object = {}) =>
  bands({ ...arrLadder, ...rest, stabiliser: { ...arrLadder.stabiliser, ...settings } as never });

interface Story {
  readonly settings?: Settings;
  readonly policy?: object;
  readonly onboardedOn?: string;
  /** ARR from each day on. */
  readonly arr: Record<string, string>;
  readonly facts?: readonly KnownInput[];
  readonly scheduled?: readonly string[];
  readonly unscheduled?: readonly string[];
}

const told = ({
  settings,
  policy,
  onboardedOn = '2019-01-01',
  arr,
  facts = [],
  scheduled,
  unscheduled,
}: Story) =>
  foldTimeline(
    accountKnown([...Object.entries(arr).map(([on, value]) => known('arr', value, on)), ...facts], {
      onboardedOn,
    }),
    planOf(ladder(settings, policy), scheduled, unscheduled),
  ).assessments;

/** Where it stands, the watch, and why: `T2 ↓1/2 WATCH_OPENED`. */
const line = ({ computed, watch, reasons }: Assessment): string =>
  [
    computed ?? 'none',
    ...(watch ? [`${watch.direction === 'demotion' ? '↓' : '↑'}${watch.seen}/${watch.needed}`] : []),
    ...reasons,
  ].join(' ');
const lines = (story: Story) => told(story).map(line);

const [q1, q2, q3, q4] = ['2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01'];
const quarters = [q1, q2, q3, q4] as const;

describe('a first tier', () => {
  it('is that of the plain bands, whatever the stabiliser', () => {
    const [first] = told({
      settings: { minTenureDays: 90, promotionConfirmations: 3 },
      arr: { [q1]: '2000000' },
      scheduled: [q1],
    });
    expect(first).toEqual({
      day: q1,
      kind: 'scheduled',
      policyVersion: 1,
      inputs: [{ measure: 'arr', value: '2000000', factId: `arr@${q1}`, validFrom: q1 }],
      indicated: 'T1',
      computed: 'T1',
      heldSince: q1,
      watch: null,
      outcome: 'ASSIGNED',
      reasons: [],
      verdicts: 'MM',
    });
  });

  it('is withheld while an input is missing, and given when it is there', () => {
    const story = told({ arr: { [q2]: '300000' }, scheduled: [q1, q2] });
    expect(story.map(({ outcome }) => outcome)).toEqual(['UNTIERED', 'ASSIGNED']);
    expect(story[0]).toMatchObject({
      indicated: null,
      computed: null,
      heldSince: null,
      reasons: ['MISSING:arr'],
    });
  });
});

describe('a demotion', () => {
  const falling = { [q1]: '300000', [q2]: '100000' };

  it('needs its confirmations on scheduled days, one after the other', () =>
    expect(lines({ arr: falling, scheduled: quarters, settings: { demotionConfirmations: 3 } })).toEqual([
      'T2',
      'T2 ↓1/3 WATCH_OPENED',
      'T2 ↓2/3',
      'T3 CONFIRMED',
    ]));

  it('keeps the day on which its watch opened, and the first day of the tier', () => {
    const story = told({ arr: falling, scheduled: quarters, settings: { demotionConfirmations: 3 } });
    expect(story.map(({ watch }) => watch?.since)).toEqual([undefined, q2, q2, undefined]);
    expect(story.map(({ heldSince }) => heldSince)).toEqual([q1, q1, q1, q4]);
    expect(story.map(({ outcome }) => outcome)).toEqual(['ASSIGNED', 'REAFFIRMED', 'REAFFIRMED', 'DEMOTED']);
  });

  it('is at once where one confirmation is enough, on an unscheduled day too', () =>
    expect(
      lines({ arr: falling, scheduled: [q1], unscheduled: [q2], settings: { demotionConfirmations: 1 } }),
    ).toEqual(['T2', 'T3']));

  it('is neither counted nor confirmed on an unscheduled day, which may open its watch and clear it', () => {
    expect(lines({ arr: falling, scheduled: [q1, q4], unscheduled: [q2, q3] })).toEqual([
      'T2',
      'T2 ↓0/2 WATCH_OPENED',
      'T2 ↓0/2',
      'T2 ↓1/2',
    ]);
    expect(lines({ arr: { ...falling, [q3]: '230000' }, scheduled: [q1, q2], unscheduled: [q3] })).toEqual([
      'T2',
      'T2 ↓1/2 WATCH_OPENED',
      'T2 DEAD_BAND WATCH_CLEARED',
    ]);
    expect(lines({ arr: falling, scheduled: [q1, q2], unscheduled: [q3, q4] }).slice(2)).toEqual([
      'T2 ↓1/2',
      'T2 ↓1/2',
    ]);
  });

  it('is cleared when the value is back at the exit edge, and begins anew', () =>
    expect(lines({ arr: { ...falling, [q3]: '225000', [q4]: '224999.99' }, scheduled: quarters })).toEqual([
      'T2',
      'T2 ↓1/2 WATCH_OPENED',
      'T2 DEAD_BAND WATCH_CLEARED',
      'T2 ↓1/2 WATCH_OPENED',
    ]));

  it('goes down a limited number of steps a review', () => {
    const crash = { [q1]: '2000000', [q2]: '1' };
    expect(lines({ arr: crash, scheduled: quarters })).toEqual([
      'T1',
      'T1 ↓1/2 WATCH_OPENED',
      'T2 CONFIRMED STEP_LIMIT',
      'T2 ↓1/2 WATCH_OPENED',
    ]);
    expect(lines({ arr: crash, scheduled: quarters, settings: { maxDemotionStep: 2 } })[2]).toBe(
      'T3 CONFIRMED',
    );
  });

  it('goes to what the plain bands say, not to where the exit edges end', () => {
    const arr = { [q1]: '2000000', [q2]: '240000' };
    expect(lines({ arr, scheduled: [q1, q2, q3], settings: { maxDemotionStep: 2 } })[2]).toBe('T3 CONFIRMED');
  });
});

describe('a promotion', () => {
  const rising = { [q1]: '1', [q2]: '300000' };

  it('is at once by default, on an unscheduled day too', () =>
    expect(lines({ arr: rising, scheduled: [q1], unscheduled: [q2] })).toEqual(['T3', 'T2']));

  it('needs its confirmations where there are some', () => {
    const settings = { promotionConfirmations: 2 };
    expect(lines({ arr: rising, scheduled: [q1, q2, q3], settings })).toEqual([
      'T3',
      'T3 ↑1/2 WATCH_OPENED',
      'T2 CONFIRMED',
    ]);
    expect(lines({ arr: rising, scheduled: [q1, q3], unscheduled: [q2], settings })).toEqual([
      'T3',
      'T3 ↑0/2 WATCH_OPENED',
      'T3 ↑1/2',
    ]);
    expect(lines({ arr: { ...rising, [q3]: '249999' }, scheduled: [q1, q2, q3], settings })[2]).toBe(
      'T3 WATCH_CLEARED',
    );
  });

  it('of two steps or more is told as an exception', () => {
    expect(lines({ arr: { [q1]: '1', [q2]: '1000000' }, scheduled: [q1, q2] })[1]).toBe('T1 JUMP_2');
    expect(lines({ arr: { [q1]: '250000', [q2]: '1000000' }, scheduled: [q1, q2] })[1]).toBe('T1');
  });

  it('clears the watch of a demotion', () => {
    const arr = { [q1]: '300000', [q2]: '1', [q3]: '2000000' };
    expect(lines({ arr, scheduled: [q1, q2, q3] })[2]).toBe('T1');
    expect(lines({ arr, scheduled: [q1, q2, q3], settings: { promotionConfirmations: 2 } })[2]).toBe(
      'T2 ↑1/2 WATCH_OPENED WATCH_CLEARED',
    );
  });
});

describe('tenure', () => {
  const settings = { minTenureDays: 90, demotionConfirmations: 1 };

  it('holds moves back until the tier has been held long enough, the day itself included', () => {
    const arr = { [q1]: '300000', '2025-01-02': '1' };
    expect(lines({ arr, scheduled: [q1, '2025-03-31', '2025-04-01'], settings })).toEqual([
      'T2',
      'T2 ↓1/1 WATCH_OPENED TENURE',
      'T3',
    ]);
  });

  it('holds promotions back too', () =>
    expect(
      lines({ arr: { [q1]: '1', '2025-01-02': '300000' }, scheduled: [q1, '2025-03-31', q2], settings }),
    ).toEqual(['T3', 'T3 ↑1/1 WATCH_OPENED TENURE', 'T2']));

  it('lets the watch go on, so that the move is made as soon as it is free', () => {
    const days = [q1, '2025-02-01', '2025-03-01', '2025-03-15', '2025-04-01'];
    const arr = { [q1]: '300000', '2025-01-02': '1' };
    expect(lines({ arr, scheduled: days, settings: { minTenureDays: 90 } })).toEqual([
      'T2',
      'T2 ↓1/2 WATCH_OPENED',
      'T2 ↓2/2 TENURE',
      'T2 ↓2/2 TENURE',
      'T3 CONFIRMED',
    ]);
    expect(
      lines({ arr, scheduled: days.slice(0, 4), unscheduled: [q2], settings: { minTenureDays: 90 } })[4],
    ).toBe('T2 ↓2/2');
  });
});

describe('the renewal shield', () => {
  const settings = { renewalShieldDays: 90, demotionConfirmations: 1 };
  const arr = { [q1]: '300000', [q2]: '1' };
  const renewal = (value: string, from = q1) => known('renewalOn', value, from, `renewal@${from}`);
  const second = (facts: KnownInput[], more: Partial<Story> = {}) =>
    told({ arr, facts, scheduled: [q1, q2], settings, ...more })[1]!;

  it('holds a demotion back before the renewal, and names the fact', () => {
    const held = second([renewal('2025-06-30')]);
    expect(line(held)).toBe('T2 ↓1/1 WATCH_OPENED RENEWAL_SHIELD');
    expect(held.inputs[1]).toEqual({
      measure: 'renewalOn',
      value: '2025-06-30',
      factId: `renewal@${q1}`,
      validFrom: q1,
    });
  });

  it.each([
    ['2025-07-01', 'T3'],
    ['2025-06-30', 'T2'],
    ['2025-04-02', 'T2'],
    ['2025-04-01', 'T3'],
    ['2025-03-01', 'T3'],
    ['soon', 'T3'],
  ])('with a renewal on %s leaves %s on 1 April', (on, tier) =>
    expect(second([renewal(on)]).computed).toBe(tier),
  );

  it('is of the renewal that is next as of the day', () =>
    expect(second([renewal('2025-06-30'), renewal('2026-06-30', q2)]).computed).toBe('T3'));

  it('is down where the policy has none, and the fact is then no input', () => {
    const free = second([renewal('2025-06-30')], { settings: { demotionConfirmations: 1 } });
    expect([free.computed, free.inputs.length]).toEqual(['T3', 1]);
  });

  it('reads the measure that the policy names', () =>
    expect(
      second([known('endsOn', '2025-06-30', q1)], { settings: { ...settings, renewalMeasure: 'endsOn' } })
        .computed,
    ).toBe('T2'));

  it('holds no promotion back', () =>
    expect(second([renewal('2025-06-30')], { arr: { [q1]: '1', [q2]: '300000' } }).computed).toBe('T2'));
});

describe('the grace after onboarding', () => {
  const settings = { onboardingGraceDays: 90, demotionConfirmations: 1 };

  it('holds demotions back, not promotions', () => {
    const arr = { '2025-01-02': '300000', [q2]: '1' };
    const days = ['2025-01-02', q2, '2025-04-02'];
    expect(lines({ arr, scheduled: days, onboardedOn: q1, settings })).toEqual(['T2', 'T3', 'T3']);
    expect(
      lines({
        arr,
        scheduled: days,
        onboardedOn: '2025-01-01',
        settings: { ...settings, onboardingGraceDays: 91 },
      }),
    ).toEqual(['T2', 'T2 ↓1/1 WATCH_OPENED ONBOARDING_GRACE', 'T3']);
    const rising = { '2025-01-02': '1', '2025-01-03': '300000' };
    expect(
      lines({ arr: rising, scheduled: ['2025-01-02', '2025-01-03'], onboardedOn: q1, settings }),
    ).toEqual(['T3', 'T2']);
  });

  it('is named beside the other shields that hold', () =>
    expect(
      lines({
        arr: { [q1]: '300000', '2025-01-02': '1' },
        facts: [known('renewalOn', '2025-02-01', q1)],
        scheduled: [q1, '2025-01-02'],
        onboardedOn: '2024-12-31',
        settings: { ...settings, minTenureDays: 90, renewalShieldDays: 90 },
      })[1],
    ).toBe('T2 ↓1/1 WATCH_OPENED TENURE RENEWAL_SHIELD ONBOARDING_GRACE'));
});

describe('a bypass', () => {
  const arr = { [q1]: '2000000', [q2]: '1' };
  const settings = { minTenureDays: 900, renewalShieldDays: 900 };
  const terminated = (on: string) => known('termination', 'yes', on, 'end');

  it('sets the stabiliser aside and names its fact', () => {
    const [, moved] = told({ arr, facts: [terminated(q2)], scheduled: [q1, q2], settings });
    expect(line(moved!)).toBe('T3 BYPASS:termination');
    expect(moved!.inputs[1]).toEqual({ measure: 'termination', value: 'yes', factId: 'end', validFrom: q2 });
  });

  it.each([
    [q1, 'T1'],
    ['2025-01-02', 'T3'],
    ['2025-04-02', 'T1'],
  ])('of %s counts once, since the assessment before: %s', (on, tier) =>
    expect(told({ arr, facts: [terminated(on)], scheduled: [q1, q2], settings })[1]!.computed).toBe(tier),
  );

  it('outlasts an assessment that could not be evaluated', () => {
    const policy = { measures: { arr: { fact: 'arr', freshnessDays: 100 } } };
    const story = {
      arr: { [q1]: '2000000', [q4]: '1' },
      facts: [terminated(q3)],
      scheduled: [q1, q3, q4],
      policy,
      settings,
    };
    expect(lines(story)).toEqual(['T1', 'T1 STALE:arr', 'T3 BYPASS:termination']);
  });

  it('changes nothing where the tier stays, and is of the measures that the policy names', () => {
    expect(
      lines({ arr: { [q1]: '300000' }, facts: [terminated(q2)], scheduled: [q1, q2], settings }),
    ).toEqual(['T2', 'T2']);
    expect(
      lines({
        arr,
        facts: [terminated(q2)],
        scheduled: [q1, q2],
        settings: { ...settings, bypassOn: ['merger'] },
      })[1],
    ).toBe('T1 ↓1/2 WATCH_OPENED');
  });

  it('moves an account out of the dead band as well', () =>
    expect(
      lines({
        arr: { [q1]: '300000', [q2]: '240000' },
        facts: [terminated(q2)],
        scheduled: [q1, q2],
        settings,
      })[1],
    ).toBe('T3 BYPASS:termination'));
});

describe('a stale input', () => {
  const policy = { measures: { arr: { fact: 'arr', freshnessDays: 100 } } };

  it('moves neither tier nor watch, and neither is forgotten', () => {
    const arr = { [q1]: '300000', [q2]: '1', '2025-12-31': '1' };
    const story = told({ arr, policy, scheduled: [q1, q2, '2025-08-01', q4, '2026-01-01'] });
    expect(story.map(line)).toEqual([
      'T2',
      'T2 ↓1/2 WATCH_OPENED',
      'T2 ↓1/2 STALE:arr',
      'T2 ↓1/2 STALE:arr',
      'T3 CONFIRMED',
    ]);
    expect(story[2]).toMatchObject({ outcome: 'HELD_STALE', indicated: null, computed: 'T2', heldSince: q1 });
  });

  it('is the lowest tier where the policy says so', () =>
    expect(
      lines({ arr: { [q1]: '300000' }, policy: { ...policy, missing: 'lowest' }, scheduled: [q1, q3, q4] }),
    ).toEqual(['T2', 'T2 ↓1/2 STALE:arr WATCH_OPENED', 'T3 STALE:arr CONFIRMED']));
});

describe('a gate of the programme', () => {
  const policy = {
    measures: { arr: { fact: 'arr' }, fit: { fact: 'fit', freshnessDays: 400 } },
    gates: [{ measure: 'fit', below: '5', outOfProgramme: true }],
  };

  it('takes the account out at once, and lets it in like a new one', () => {
    const facts = [
      known('fit', '9', '2024-12-01', 'fit1'),
      known('fit', '1', q2, 'fit2'),
      known('fit', '9', q4, 'fit3'),
    ];
    const story = told({ arr: { [q1]: '300000', [q2]: '1' }, policy, facts, scheduled: quarters });
    expect(
      story.map(({ outcome, computed, indicated, heldSince }) => [outcome, computed, indicated, heldSince]),
    ).toEqual([
      ['ASSIGNED', 'T2', 'T2', q1],
      ['OUT_OF_PROGRAMME', null, null, null],
      ['OUT_OF_PROGRAMME', null, null, null],
      ['ASSIGNED', 'T3', 'T3', q4],
    ]);
    expect(story[1]!.reasons).toEqual(['GATE:fit']);
  });
});

describe('without a stabiliser', () => {
  it('the tier follows the plain bands', () => {
    const { stabiliser: _, ...plain } = arrLadder;
    const arr = [known('arr', '2000000', q1), known('arr', '240000', q2), known('arr', '2000000', q3)];
    const story = foldTimeline(accountKnown(arr), planOf(plain, [q2, q3], [q4]));
    const { assessments } = { assessments: story.assessments.map((one) => `${one.outcome} ${line(one)}`) };
    expect(assessments).toEqual(['ASSIGNED T3', 'PROMOTED T1 JUMP_2', 'REAFFIRMED T1']);
  });
});

describe('a new version of the policy', () => {
  const renamed = bands({
    ...ladder(),
    tiers: [
      { code: 'gold', rank: 2 },
      { code: 'T3', rank: 1 },
    ],
    boundaries: [{ tier: 'gold', measure: 'arr', at: '500000', inclusive: true }],
  });
  const under = (arr: string, kinds: string[] = [q1, q2, q3]) =>
    foldTimeline(
      accountKnown([known('arr', arr, '2024-12-01')], { onboardedOn: '2024-12-01' }),
      planOf([inForce(ladder(), '2024-01-01', q2, 1), inForce(renamed, q2, null, 2)], kinds),
    ).assessments;

  it('moves an account whose tier it does not know, like a first assessment', () =>
    expect(
      under('300000').map(({ outcome, computed, heldSince, policyVersion }) => [
        outcome,
        computed,
        heldSince,
        policyVersion,
      ]),
    ).toEqual([
      ['ASSIGNED', 'T2', q1, 1],
      ['MOVED', 'T3', q2, 2],
      ['REAFFIRMED', 'T3', q2, 2],
    ]));

  it('judges a tier that it knows by its own edges', () =>
    expect(under('200000').map(({ outcome, computed }) => [outcome, computed])).toEqual([
      ['ASSIGNED', 'T3'],
      ['REAFFIRMED', 'T3'],
      ['REAFFIRMED', 'T3'],
    ]));
});
