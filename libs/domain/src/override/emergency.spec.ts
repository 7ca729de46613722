import { day } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import {
  approve,
  ask,
  breakGlass,
  monday,
  note,
  pin,
  ratify,
  reattest,
  reject,
  revoke,
  withdraw,
} from '../../../testing/src/override-commands';
import { acme, basisOf, historyOf, ladderWith, nth, person, segments } from '../../../testing/src/overrides';
import { effectiveTimeline } from './composition/compose';
import { placesIn } from './ground';
import { override } from './override';
import {
  EmergencyOverrideTaken,
  OverrideApprovalGiven,
  OverrideRatified,
  OverrideRejected,
  OverrideSuperseded,
} from './override.events';
import { standingOverrides } from './composition/standing-override';
import { statusOn } from './status-on';

const scenario = given(override);
const stands = (events: ReturnType<typeof historyOf>, on: string) =>
  standingOverrides(
    scenario(...events)
      .state()
      .values(),
    day(on),
  ).map(({ kind, from, until }) => `${kind} ${from} ${until}`);
const stateOn = (events: ReturnType<typeof historyOf>, on: string) =>
  statusOn(
    scenario(...events)
      .state()
      .get(nth(1))!,
    day(on),
  ).state;
const decision = (level: number, role: 'revops' | 'committee', who: string) => ({
  ...acme,
  overrideId: nth(1),
  level,
  role,
  decidedBy: person(who),
  decidedOn: day(monday),
});

describe('an emergency', () => {
  const asked = `PIN T2 ${monday} 2025-04-03`;

  it('stands at once, and is to be ratified on the normal route', () =>
    scenario()
      .when(breakGlass(1))
      .then(
        EmergencyOverrideTaken({
          ...acme,
          overrideId: nth(1),
          tier: 'T2' as never,
          from: day(monday),
          until: day('2025-04-03'),
          incident: 'INC-4711',
          justification: 'The site is down.',
          evidence: [],
          takenBy: person('eve'),
          ratifyBy: day('2025-04-03'),
          seat: 'emea' as never,
          quarter: '2025-Q1',
          jump: { distance: 1, direction: 'up', on: day(monday) },
          route: [
            {
              level: 1,
              role: 'revops',
              quorum: 1,
              of: 1,
              because: [
                'The jump is 1, at most 1. The ARR is 100000, under 250000. It lasts one quarter at most.',
              ],
            },
          ],
          ...basisOf(asked, ['T3 2025-01-10']),
        }),
      ));

  it('is taken once, however often it is taken', () =>
    scenario(...historyOf(breakGlass(1)))
      .when(breakGlass(1, { tier: 'T1' }))
      .thenNothing());

  it('lasts 72 hours at most, which is three days', () => {
    scenario()
      .when(breakGlass(1, { days: 4 }))
      .thenRefused('TERM_TOO_LONG', { latestUntil: '2025-04-03' });
    scenario()
      .when(breakGlass(1, { days: 0 }))
      .thenRefused('INTERVAL_EMPTY');
  });

  it('names its incident, and a tier', () => {
    scenario()
      .when(breakGlass(1, { incident: ' ' }))
      .thenRefused('INCIDENT_REQUIRED');
    scenario()
      .when(breakGlass(1, { tier: 'T9' }))
      .thenRefused('UNKNOWN_TIER');
  });

  it('goes before what a committee has approved, and leaves it as it was', () => {
    const events = historyOf(
      ask(1),
      approve(1, 'rob', 'revops'),
      breakGlass(2, { on: '2025-05-01', tier: 'T1' }),
    );
    expect(stands(events, '2025-05-01')).toEqual([
      'PIN 2025-04-05 2025-07-01',
      'EMERGENCY 2025-05-01 2025-05-04',
    ]);
    const overrides = standingOverrides(
      scenario(...events)
        .state()
        .values(),
      day('2025-05-01'),
    );
    expect(
      effectiveTimeline(segments('T3 2025-01-10'), overrides, placesIn(ladderWith({}))).map(
        ({ from, effective }) => `${effective} ${from}`,
      ),
    ).toEqual(['T3 2025-01-10', 'T2 2025-04-05', 'T1 2025-05-01', 'T2 2025-05-04', 'T3 2025-07-01']);
  });

  it('is the only one on its days, unless it says which other it takes the place of', () => {
    scenario(...historyOf(breakGlass(1)))
      .when(breakGlass(2, { on: '2025-04-02', tier: 'T1' }))
      .thenRefused('OVERRIDE_OVERLAP');
    expect(historyOf(breakGlass(1), breakGlass(2, { on: '2025-04-03' }))).toHaveLength(2);
    const events = historyOf(
      breakGlass(1),
      breakGlass(2, { on: '2025-04-02', tier: 'T1', supersedes: nth(1) }),
    );
    expect(events.slice(2)).toEqual([
      OverrideSuperseded({ ...acme, overrideId: nth(1), by: nth(2), until: day('2025-04-02') }),
    ]);
    scenario()
      .when(breakGlass(2, { supersedes: nth(1) }))
      .thenRefused('NOT_FOUND');
  });

  it('ends what was approved only when it is ratified itself', () => {
    const taken = [
      ask(1),
      approve(1, 'rob', 'revops'),
      breakGlass(2, { on: '2025-05-01', supersedes: nth(1) }),
    ];
    expect(stands(historyOf(...taken), '2025-05-01')).toContain('PIN 2025-04-05 2025-07-01');
    expect(historyOf(...taken, ratify(2, 'rob', 'revops', { on: '2025-05-02' })).slice(-1)).toEqual([
      OverrideSuperseded({ ...acme, overrideId: nth(1), by: nth(2), until: day('2025-05-02') }),
    ]);
  });

  it('ends nothing backwards: what stood again when it was over has stood', () => {
    const events = historyOf(
      ask(1),
      approve(1, 'rob', 'revops'),
      breakGlass(2, { on: '2025-05-01', days: 1, supersedes: nth(1) }),
      ratify(2, 'rob', 'revops', { on: '2025-05-03' }),
    );
    expect(stands(events, '2025-05-03')).toEqual([
      'PIN 2025-04-05 2025-05-03',
      'EMERGENCY 2025-05-01 2025-05-02',
    ]);
  });

  it('can be revoked, but not withdrawn', () => {
    expect(stands(historyOf(breakGlass(1), revoke(1, '2025-04-01', '2025-04-01')), monday)).toEqual([
      `EMERGENCY ${monday} 2025-04-01`,
    ]);
    scenario(...historyOf(breakGlass(1)))
      .when(withdraw(1, 'eve'))
      .thenRefused('OVERRIDE_OUT_OF_ORDER');
  });

  it('is over before anybody could re-attest it', () => {
    scenario(...historyOf(breakGlass(1)))
      .when(note(1, ['T1 2025-01-10'], monday, asked))
      .thenNothing();
    scenario(...historyOf(breakGlass(1)))
      .when(reattest(1, 'rob', ['T1 2025-01-10'], { over: asked }))
      .thenNothing();
  });
});

describe('a ratification', () => {
  it('goes level by level, as an approval does', () => {
    const taken = breakGlass(1, { tier: 'T1' });
    scenario(...historyOf(taken))
      .when(ratify(1, 'rob', 'revops'))
      .then(OverrideApprovalGiven(decision(1, 'revops', 'rob')));
    scenario(...historyOf(taken, ratify(1, 'rob', 'revops'), ratify(1, 'cat', 'committee')))
      .when(ratify(1, 'cem', 'committee'))
      .then(OverrideRatified(decision(2, 'committee', 'cem')));
  });

  it('is given once', () => {
    scenario(...historyOf(breakGlass(1), ratify(1, 'rob', 'revops')))
      .when(ratify(1, 'ron', 'revops'))
      .thenNothing();
    scenario(
      ...historyOf(breakGlass(1, { tier: 'T1' }), ratify(1, 'rob', 'revops'), ratify(1, 'cat', 'committee')),
    )
      .when(ratify(1, 'cat', 'committee'))
      .thenNothing();
  });

  it('is nobody’s own', () => {
    const own = (who: string, more = {}) =>
      override.decide(ratify(1, who, 'revops', more), scenario(...historyOf(breakGlass(1))).state());
    expect(own('eve')).toMatchObject({ code: 'SOD_VIOLATION', details: { rule: 'SOD-9' } });
    expect(own('del', { onBehalfOf: person('eve') })).toMatchObject({ details: { rule: 'SOD-9' } });
    expect(own('rob', { findings: [{ rule: 'SOD-2', detail: 'rob reports to eve.' }] })).toMatchObject({
      details: { rule: 'SOD-2' },
    });
  });

  it('comes from who has the role, of what was taken, and in time', () => {
    scenario(...historyOf(breakGlass(1)))
      .when(ratify(1, 'fin', 'finance'))
      .thenRefused('ROLE_NOT_ASKED_FOR');
    scenario(...historyOf(ask(1)))
      .when(ratify(1, 'rob', 'revops'))
      .thenRefused('OVERRIDE_OUT_OF_ORDER');
    scenario()
      .when(ratify(1, 'rob', 'revops'))
      .thenRefused('NOT_FOUND');
    scenario(...historyOf(breakGlass(1)))
      .when(ratify(1, 'rob', 'revops', { on: '2025-04-03' }))
      .thenRefused('RATIFICATION_LATE');
    expect(historyOf(breakGlass(1), ratify(1, 'rob', 'revops', { on: '2025-04-02' }))).toHaveLength(2);
  });
});

describe('an emergency that nobody ratifies', () => {
  const document = ladderWith({ emergency: { ratifyWithinHours: 24 } });
  const taken = breakGlass(1, { document });

  it('ends on the day by which it was to be, though nobody has said so', () => {
    const events = historyOf(taken);
    expect(stands(events, monday)).toEqual([`EMERGENCY ${monday} 2025-04-01`]);
    expect([monday, '2025-04-01', '2025-04-09'].map((on) => stateOn(events, on))).toEqual([
      'ACTIVE',
      'LAPSED',
      'LAPSED',
    ]);
  });

  it('has lapsed also where its own end was the last day to ratify it', () =>
    expect(stateOn(historyOf(breakGlass(1)), '2025-04-03')).toBe('LAPSED'));

  it('stands to its own end when somebody does', () => {
    const events = historyOf(taken, ratify(1, 'rob', 'revops'));
    expect(stands(events, monday)).toEqual([`EMERGENCY ${monday} 2025-04-03`]);
    expect([monday, '2025-04-03'].map((on) => stateOn(events, on))).toEqual(['ACTIVE', 'EXPIRED']);
  });
});

describe('an emergency that is declined', () => {
  const tuesday = '2025-04-01';
  const declined = [
    breakGlass(1, { tier: 'T1' }),
    ratify(1, 'rob', 'revops'),
    reject(1, 'cat', 'committee', { on: tuesday }),
  ];

  it('ends today', () => {
    expect(historyOf(...declined).slice(-1)).toEqual([
      OverrideRejected({
        ...decision(2, 'committee', 'cat'),
        decidedOn: day(tuesday),
        comment: 'It is not strategic.',
        until: day(tuesday),
      }),
    ]);
    expect(stands(historyOf(...declined), tuesday)).toEqual([`EMERGENCY ${monday} ${tuesday}`]);
    expect(stateOn(historyOf(...declined), tuesday)).toBe('REJECTED');
  });

  it('is declined once, and ratified no more', () => {
    scenario(...historyOf(...declined))
      .when(reject(1, 'cem', 'committee', { on: tuesday }))
      .thenNothing();
    scenario(...historyOf(...declined))
      .when(ratify(1, 'cem', 'committee', { on: tuesday }))
      .thenRefused('OVERRIDE_OUT_OF_ORDER', { state: 'REJECTED' });
  });

  it('is not declined once it is ratified, or too late to be', () => {
    scenario(...historyOf(breakGlass(1), ratify(1, 'rob', 'revops')))
      .when(reject(1, 'ron', 'revops'))
      .thenRefused('OVERRIDE_OUT_OF_ORDER');
    scenario(...historyOf(breakGlass(1)))
      .when(reject(1, 'rob', 'revops', { on: '2025-04-03' }))
      .thenRefused('OVERRIDE_OUT_OF_ORDER', { state: 'LAPSED' });
  });

  it('does not get longer by it', () =>
    expect(
      stands(
        historyOf(breakGlass(1, { days: 1 }), reject(1, 'rob', 'revops', { on: '2025-04-02' })),
        '2025-04-02',
      ),
    ).toEqual([`EMERGENCY ${monday} ${tuesday}`]));

  it('gives back what it went before', () =>
    expect(
      stands(
        historyOf(
          ask(1),
          approve(1, 'rob', 'revops'),
          breakGlass(2, { on: '2025-05-01', supersedes: nth(1) }),
          reject(2, 'rob', 'revops', { on: '2025-05-01' }),
        ),
        '2025-05-01',
      ),
    ).toEqual([`PIN ${pin.split(' ').slice(2).join(' ')}`]));
});
