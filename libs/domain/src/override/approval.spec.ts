import { day, decimal } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import {
  approve,
  ask,
  breakGlass,
  ladderOfOneLevel,
  monday,
  pin,
  reconfirm,
  reject,
  revoke,
  withdraw,
} from '../../../testing/src/override-commands';
import { acme, basisOf, groundOf, historyOf, ladder, nth, person } from '../../../testing/src/overrides';
import { PolicyDocument } from '../policy/policy-document';
import { override } from './override';
import { OverrideApprovalGiven, OverrideApproved, OverrideSuperseded } from './override.events';
import { statusOn } from './status-on';

const scenario = given(override);
const ladderEdges = (ladder as Extract<PolicyDocument, { kind: 'bands' }>).boundaries;
/** A jump of 2: RevOps, then two of the committee. */
const high = 'PIN T1 2025-04-05 2025-07-01';
/** For long: RevOps, then finance. */
const long = 'PIN T2 2025-04-05 2025-10-01';

const decision = (n: number, level: number, role: string, who: string, on = monday) =>
  ({
    ...acme,
    overrideId: nth(n),
    level,
    role,
    decidedBy: person(who),
    decidedOn: day(on),
  }) as never as Parameters<typeof OverrideApprovalGiven>[0];
const stateOf = (events: ReturnType<typeof historyOf>, on: string, n = 1) =>
  statusOn(
    scenario(...events)
      .state()
      .get(nth(n))!,
    day(on),
  );

describe('an approval', () => {
  it('by the only level there is approves the override, on the days that were asked for', () =>
    scenario(...historyOf(ask(1)))
      .when(approve(1, 'rob', 'revops'))
      .then(
        OverrideApproved({
          ...decision(1, 1, 'revops', 'rob'),
          from: day('2025-04-05'),
          until: day('2025-07-01'),
        }),
      ));

  it('goes level by level, and the committee says yes when two of it have', () => {
    const first = approve(1, 'rob', 'revops', { over: high });
    const second = approve(1, 'cat', 'committee', { over: high });
    const third = approve(1, 'cem', 'committee', { over: high, comment: 'So be it.' });
    scenario(...historyOf(ask(1, high)))
      .when(first)
      .then(OverrideApprovalGiven(decision(1, 1, 'revops', 'rob')));
    scenario(...historyOf(ask(1, high), first))
      .when(second)
      .then(OverrideApprovalGiven(decision(1, 2, 'committee', 'cat')));
    scenario(...historyOf(ask(1, high), first, second))
      .when(third)
      .then(
        OverrideApproved({
          ...decision(1, 2, 'committee', 'cem'),
          comment: 'So be it.',
          from: day('2025-04-05'),
          until: day('2025-07-01'),
        }),
      );
  });

  it('is given once, however often it is given', () => {
    const first = approve(1, 'rob', 'revops', { over: high });
    const second = approve(1, 'cat', 'committee', { over: high });
    scenario(...historyOf(ask(1, high), first, second))
      .when(second)
      .thenNothing();
    scenario(...historyOf(ask(1), approve(1, 'rob', 'revops')))
      .when(approve(1, 'rob', 'revops'))
      .thenNothing();
  });

  it('comes from whoever has the role of the level whose turn it is', () => {
    scenario(...historyOf(ask(1, high)))
      .when(approve(1, 'cat', 'committee', { over: high }))
      .thenRefused('ROLE_NOT_ASKED_FOR', { level: 1, of: 2, role: 'revops' });
    scenario(...historyOf(ask(1, high), approve(1, 'rob', 'revops', { over: high })))
      .when(approve(1, 'fin', 'finance', { over: high }))
      .thenRefused('ROLE_NOT_ASKED_FOR', { level: 2, of: 2, role: 'committee' });
  });

  it('of an override that was never asked for is refused', () =>
    scenario()
      .when(approve(1, 'rob', 'revops'))
      .thenRefused('NOT_FOUND'));

  it('comes too late for what is over', () => {
    const over = [[reject(1, 'rob', 'revops')], [withdraw(1)]];
    for (const commands of over)
      scenario(...historyOf(ask(1), ...commands))
        .when(approve(1, 'ron', 'revops'))
        .thenRefused('OVERRIDE_OUT_OF_ORDER');
    scenario(...historyOf(ask(1)))
      .when(approve(1, 'rob', 'revops', { on: '2025-04-15' }))
      .thenRefused('OVERRIDE_OUT_OF_ORDER', { state: 'LAPSED' });
  });

  it('is no ratification', () =>
    scenario(...historyOf(breakGlass(1)))
      .when(approve(1, 'rob', 'revops'))
      .thenRefused('OVERRIDE_OUT_OF_ORDER'));
});

describe('whoever approves', () => {
  it('is not the requester', () =>
    scenario(...historyOf(ask(1)))
      .when(approve(1, 'ana', 'revops'))
      .thenRefused('SOD_VIOLATION'));

  it('is not the requester under another spelling of their name, nor the same approver twice', () => {
    scenario(...historyOf(ask(1)))
      .when(approve(1, 'Ana', 'revops'))
      .thenRefused('SOD_VIOLATION', { rule: 'SOD-1' });
    scenario(...historyOf(ask(1, long), approve(1, 'rob', 'revops', { over: long })))
      .when(approve(1, ' ROB', 'finance', { over: long }))
      .thenRefused('SOD_VIOLATION', { rule: 'SOD-5' });
  });

  it.each([
    ['a delegate of the requester', {}, 'del', { onBehalfOf: person('ana') }],
    ['the requester as a delegate', {}, 'ana', { onBehalfOf: person('rob') }],
    ['the principal whom it was asked for', { onBehalfOf: person('zoe') }, 'zoe', {}],
    ['a delegate of that principal', { onBehalfOf: person('zoe') }, 'del', { onBehalfOf: person('zoe') }],
  ])('is not %s', (_, asked, who, deciding) => {
    const outcome = override.decide(
      approve(1, who, 'revops', deciding),
      scenario(...historyOf(ask(1, pin, asked))).state(),
    );
    expect(outcome).toMatchObject({
      code: 'SOD_VIOLATION',
      refused: 'not-entitled',
      details: { rule: 'SOD-1' },
    });
  });

  const started = [ask(1, long), approve(1, 'rob', 'revops', { over: long })];
  it.each([
    ['rob', {}],
    ['del', { onBehalfOf: person('rob') }],
    ['rob', { onBehalfOf: person('fin') }],
  ])('is somebody else at each level: not %s %j', (who, deciding) =>
    expect(
      override.decide(
        approve(1, who, 'finance', { over: long, ...deciding }),
        scenario(...historyOf(...started)).state(),
      ),
    ).toMatchObject({ code: 'SOD_VIOLATION', details: { rule: 'SOD-5' } }),
  );

  it('has one voice in the committee, delegations or not', () => {
    const two = [
      ask(1, high),
      approve(1, 'rob', 'revops', { over: high }),
      approve(1, 'cat', 'committee', { over: high }),
    ];
    for (const twice of [
      approve(1, 'cat', 'committee', { over: high, onBehalfOf: person('cem') }),
      approve(1, 'cem', 'committee', { over: high, onBehalfOf: person('cat') }),
    ])
      expect(override.decide(twice, scenario(...historyOf(...two)).state())).toMatchObject({
        details: { rule: 'SOD-5' },
      });
  });

  it('has no conflict of duties that the organisation knows of', () => {
    const finding = { rule: 'SOD-3', detail: 'rob is the CSM of ACME.' } as const;
    scenario(...historyOf(ask(1)))
      .when(approve(1, 'rob', 'revops', { findings: [finding] }))
      .thenRefused('SOD_VIOLATION', { rule: 'SOD-3', findings: [finding] });
  });

  it('is on record with the principal they decide for', () =>
    expect(historyOf(ask(1), approve(1, 'del', 'revops', { onBehalfOf: person('rob') }))[1]).toMatchObject({
      data: { decidedBy: 'del', onBehalfOf: 'rob' },
    }));
});

describe('a basis that has changed', () => {
  const now = ['T3 2025-01-10', 'T2 2025-05-01'];
  const onOther = { ...groundOf(pin, monday, now) };

  it('stops the approval, and says what changed', () =>
    scenario(...historyOf(ask(1)))
      .when(approve(1, 'rob', 'revops', { ...onOther }))
      .thenRefused('BASIS_CHANGED', {
        basis: basisOf(pin, ['T3 2025-01-10']).basisHash,
        now: basisOf(pin, now).basisHash,
        changes: [
          {
            what: 'computed',
            before: [{ from: '2025-04-05', until: '2025-07-01', tier: 'T3' }],
            after: [
              { from: '2025-04-05', until: '2025-05-01', tier: 'T3' },
              { from: '2025-05-01', until: '2025-07-01', tier: 'T2' },
            ],
          },
        ],
      }));

  it('stops who has looked at another basis than it stands on', () =>
    scenario(...historyOf(ask(1)))
      .when(approve(1, 'rob', 'revops', { basisSeen: 'another' }))
      .thenRefused('BASIS_CHANGED'));

  it('is told after who may decide at all', () =>
    scenario(...historyOf(ask(1)))
      .when(approve(1, 'ana', 'revops', { ...onOther }))
      .thenRefused('SOD_VIOLATION'));

  it('is no hindrance once it is reconfirmed', () => {
    const events = historyOf(ask(1), reconfirm(1, now), approve(1, 'rob', 'revops', { ...onOther }));
    expect(events.map(({ type }) => type)).toEqual([
      'OverrideRequested',
      'OverrideReconfirmed',
      'OverrideApproved',
    ]);
  });

  it('may be one of figures alone', () =>
    scenario(...historyOf(ask(1)))
      .when(approve(1, 'rob', 'revops', groundOf(pin, monday, ['T3 2025-01-10'], { arr: decimal('1') })))
      .thenRefused('BASIS_CHANGED'));
});

describe('what was right when it was asked for', () => {
  const alone = { document: ladderOfOneLevel };
  const both = (first: string, second: string) => [
    ask(1, first, alone),
    ask(2, second, alone),
    approve(1, 'rob', 'revops', { over: first, ...alone }),
  ];

  it('is refused when another one has come to give the tier', () =>
    scenario(...historyOf(...both(pin, 'FREEZE - 2025-06-01 2025-08-01')))
      .when(approve(2, 'rob', 'revops', { over: 'FREEZE - 2025-06-01 2025-08-01', ...alone }))
      .thenRefused('OVERRIDE_OVERLAP'));

  it('is refused when a CEILING has come under its FLOOR', () =>
    scenario(...historyOf(...both('CEILING T2 2025-04-05 2025-07-01', 'FLOOR T1 2025-06-01 2025-08-01')))
      .when(approve(2, 'rob', 'revops', { over: 'FLOOR T1 2025-06-01 2025-08-01', ...alone }))
      .thenRefused('FLOOR_ABOVE_CEILING'));

  it.each([
    [
      'its tier',
      { tiers: ladder.tiers.filter(({ code }) => code !== 'T2'), boundaries: ladderEdges.slice(0, 1) },
      'UNKNOWN_TIER',
    ],
    ['its type', { overrides: { types: ['FLOOR'] } }, 'OVERRIDE_TYPE_NOT_ALLOWED'],
  ])('is refused when the policy in force has %s no more', (_, more, code) =>
    scenario(...historyOf(ask(1)))
      .when(approve(1, 'rob', 'revops', { document: PolicyDocument.parse({ ...ladder, ...more }) }))
      .thenRefused(code),
  );

  it('is refused when the period has been closed meanwhile', () => {
    const back = 'PIN T2 2025-02-01 2025-05-01';
    const openSince = day('2025-03-01');
    scenario(...historyOf(ask(1, back, alone)))
      .when(approve(1, 'rob', 'revops', { over: back, ...alone, openSince }))
      .thenRefused('RETRO_INTO_CLOSED_PERIOD');
  });

  it('is refused when its days are over', () => {
    const short = 'PIN T2 2025-04-05 2025-04-08';
    scenario(...historyOf(ask(1, short)))
      .when(approve(1, 'rob', 'revops', { over: short, on: '2025-04-08' }))
      .thenRefused('INTERVAL_PASSED');
  });

  it('does not begin before it is approved, since that would decide about the past', () =>
    expect(historyOf(ask(1), approve(1, 'rob', 'revops', { on: '2025-04-10' }))[1]).toMatchObject({
      type: 'OverrideApproved',
      data: { from: '2025-04-10', until: '2025-07-01' },
    }));

  it('begins in the past where the past was asked for', () => {
    const back = 'PIN T2 2025-02-01 2025-05-01';
    const events = historyOf(
      ask(1, back),
      approve(1, 'rob', 'revops', { over: back, on: '2025-04-03' }),
      approve(1, 'fin', 'finance', { over: back, on: '2025-04-04' }),
    );
    expect(events[2]).toMatchObject({ type: 'OverrideApproved', data: { from: '2025-02-01' } });
  });
});

describe('an override that takes the place of another', () => {
  const next = 'PIN T2 2025-06-01 2025-09-01';
  const asked = [ask(1), approve(1, 'rob', 'revops'), ask(2, next, { supersedes: nth(1) })];
  const yes = approve(2, 'rob', 'revops', { over: next });

  it('ends it on the day on which it begins', () => {
    const events = historyOf(...asked, yes);
    expect(events.slice(-1)).toEqual([
      OverrideSuperseded({ ...acme, overrideId: nth(1), by: nth(2), until: day('2025-06-01') }),
    ]);
    expect(stateOf(events, '2025-05-31')).toEqual({ state: 'ACTIVE' });
    expect(stateOf(events, '2025-06-01')).toEqual({ state: 'SUPERSEDED' });
  });

  it('leaves one alone that has ended before', () =>
    expect(historyOf(...asked, revoke(1, '2025-06-01', '2025-04-10'), yes).map(({ type }) => type)).toEqual([
      'OverrideRequested',
      'OverrideApproved',
      'OverrideRequested',
      'OverrideRevoked',
      'OverrideApproved',
    ]));

  it('leaves it alone for as long as it is not approved itself', () =>
    expect(stateOf(historyOf(...asked), '2025-06-15')).toEqual({ state: 'ACTIVE' }));
});

describe('the state of an override', () => {
  const two = ask(1, long);
  const first = approve(1, 'rob', 'revops', { over: long });
  const both = [two, first, approve(1, 'fin', 'finance', { over: long })];

  it('says which level it waits for', () => {
    expect(stateOf(historyOf(two), monday)).toEqual({ state: 'SUBMITTED', level: 1, of: 2 });
    expect(stateOf(historyOf(two, first), monday)).toEqual({ state: 'IN_REVIEW', level: 2, of: 2 });
  });

  it.each([
    ['2025-04-04', 'SCHEDULED'],
    ['2025-04-05', 'ACTIVE'],
    ['2025-09-30', 'ACTIVE'],
    ['2025-10-01', 'EXPIRED'],
  ])('follows from the dates: on %s it is %s', (on, state) =>
    expect(stateOf(historyOf(...both), on)).toEqual({ state }),
  );

  it.each([
    ['2025-04-14', 'SUBMITTED'],
    ['2025-04-15', 'LAPSED'],
  ])('is never a silent approval: on %s it is %s', (on, state) =>
    expect(stateOf(historyOf(two), on).state).toBe(state),
  );

  it('is what was decided', () => {
    expect(stateOf(historyOf(two, reject(1, 'rob', 'revops')), monday)).toEqual({ state: 'REJECTED' });
    expect(stateOf(historyOf(two, withdraw(1)), monday)).toEqual({ state: 'WITHDRAWN' });
  });
});
