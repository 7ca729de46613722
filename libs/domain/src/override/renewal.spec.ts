import { given } from '../../../testing/src/given';
import {
  approve,
  ask,
  ladderOfOneLevel,
  pin,
  reject,
  revoke,
  withdraw,
} from '../../../testing/src/override-commands';
import { evidence, historyOf, ladderWith, nth } from '../../../testing/src/overrides';
import { override } from './override';
import type { OverrideCommand } from './override';
import { overrideRulesOf } from './rules/override-rules';
import { isPolicyCandidate } from './renewal';

const scenario = given(override);
const quarters = [
  'PIN T2 2025-04-05 2025-07-01',
  'PIN T2 2025-07-01 2025-10-01',
  'PIN T2 2025-10-01 2026-01-01',
  'PIN T2 2026-01-01 2026-04-01',
];
/** In each quarter the next one is asked for on this day. */
const days = ['2025-03-31', '2025-06-20', '2025-09-20', '2025-12-20'];

/** The nth in a row asks to go on with the one before it. */
const renew = (n: number, more: Parameters<typeof ask>[2] = {}) =>
  ask(n, quarters[n - 1], { on: days[n - 1]!, renews: nth(n - 1), ...more });
const yes = (n: number, who: string, role: 'revops' | 'committee' = 'revops', on = days[n - 1]!) =>
  approve(n, who, role, { over: quarters[n - 1]!, on });
const first: OverrideCommand[] = [ask(1), yes(1, 'rob')];
const second = [...first, renew(2), yes(2, 'rob')];
const third = [...second, renew(3), yes(3, 'rob'), yes(3, 'cat', 'committee'), yes(3, 'cem', 'committee')];

describe('a renewal', () => {
  it('is a request of its own that says what it goes on with', () => {
    const [, , event] = historyOf(...first, renew(2));
    expect(event).toMatchObject({
      type: 'OverrideRequested',
      data: { renews: nth(1), renewal: 1, route: [{ role: 'revops' }] },
    });
  });

  it('goes to the committee the second time in a row', () =>
    expect(historyOf(...second, renew(3)).at(-1)).toMatchObject({
      data: {
        renewal: 2,
        route: [
          { role: 'revops' },
          { role: 'committee', because: ['It is renewal 2 in a row, and 2 or more is asked about.'] },
        ],
      },
    }));

  it('is none any more behind the second: the policy is what is to be changed', () => {
    scenario(...historyOf(...third))
      .when(renew(4))
      .thenRefused('POLICY_CANDIDATE', { renewals: 2 });
    const rules = overrideRulesOf(ladderOfOneLevel);
    const states = scenario(...historyOf(...third)).state();
    expect([1, 2, 3].map((n) => isPolicyCandidate(states.get(nth(n))!, rules))).toEqual([false, false, true]);
  });

  it('happens as often as the policy lets it', () => {
    scenario(...historyOf(...first))
      .when(renew(2, { document: ladderWith({ maxRenewals: 0 }) }))
      .thenRefused('POLICY_CANDIDATE');
    expect(historyOf(...third, renew(4, { document: ladderWith({ maxRenewals: 3 }) }))).toHaveLength(9);
  });

  it('brings a piece of evidence that none before it has had', () => {
    scenario(...historyOf(...first))
      .when(renew(2, { evidence: [evidence(1)] }))
      .thenRefused('RENEWAL_NEEDS_EVIDENCE');
    scenario(...historyOf(...first))
      .when(renew(2, { evidence: [] }))
      .thenRefused('RENEWAL_NEEDS_EVIDENCE');
    scenario(...historyOf(...second))
      .when(renew(3, { evidence: [evidence(2), evidence(1)] }))
      .thenRefused('RENEWAL_NEEDS_EVIDENCE');
    expect(historyOf(...first, renew(2, { evidence: [evidence(1), evidence(9)] }))).toHaveLength(3);
  });

  it('says afresh why it is needed', () =>
    scenario(...historyOf(...first))
      .when(renew(2, { justification: ' Because of 1. ' }))
      .thenRefused('RENEWAL_NEEDS_JUSTIFICATION'));

  it.each(['PIN T1 2025-07-01 2025-10-01', 'FLOOR T2 2025-07-01 2025-10-01'])(
    'is of the same: not %s',
    (asked) =>
      scenario(...historyOf(...first))
        .when(ask(2, asked, { on: days[1]!, renews: nth(1) }))
        .thenRefused('RENEWAL_OF_ANOTHER'),
  );

  it('is asked for while the one before it stands', () => {
    scenario(...historyOf(...first))
      .when(renew(2, { on: '2025-07-01' }))
      .thenRefused('RENEWAL_TOO_LATE');
    scenario(...historyOf(ask(1), reject(1, 'rob', 'revops')))
      .when(renew(2))
      .thenRefused('RENEWAL_TOO_LATE');
    scenario().when(renew(2)).thenRefused('NOT_FOUND');
    expect(historyOf(...first, renew(2, { on: '2025-06-30' }))).toHaveLength(3);
  });

  it('is approved while the one before it stands', () => {
    scenario(...historyOf(...first, renew(2)))
      .when(yes(2, 'rob', 'revops', '2025-07-01'))
      .thenRefused('RENEWAL_TOO_LATE');
    scenario(...historyOf(...first, renew(2), revoke(1, '2025-06-21', '2025-06-21')))
      .when(yes(2, 'rob', 'revops', '2025-06-22'))
      .thenRefused('RENEWAL_TOO_LATE');
    expect(historyOf(...first, renew(2), yes(2, 'rob', 'revops', '2025-06-30'))).toHaveLength(4);
  });

  it('is no reason to stand beside what gives the tier already', () =>
    scenario(...historyOf(...first))
      .when(ask(2, pin.replace('2025-04-05', '2025-06-01'), { on: days[1]!, renews: nth(1) }))
      .thenRefused('OVERRIDE_OVERLAP'));
});

describe('what goes on with another without calling itself a renewal', () => {
  const numbers = (events: ReturnType<typeof historyOf>) =>
    events.flatMap((event) =>
      event.type === 'OverrideRequested'
        ? [[event.data.renewal, event.data.route.map(({ role }) => role).join(' ')]]
        : [],
    );
  const alone = (n: number) => [
    ask(n, quarters[n - 1], { on: days[n - 1]! }),
    approve(n, 'rob', 'revops', { over: quarters[n - 1]!, on: days[n - 1]! }),
  ];

  it('goes to the committee the third time all the same', () =>
    expect(numbers(historyOf(...alone(1), ...alone(2), ask(3, quarters[2], { on: days[2]! })))).toEqual([
      [0, 'revops'],
      [1, 'revops'],
      [2, 'revops committee'],
    ]));

  it('is seen while the others wait to be decided, in whatever order they came', () => {
    const at = (n: number) => ask(n, quarters[n - 1]);
    expect(numbers(historyOf(at(1), at(2), at(3))).at(-1)).toEqual([2, 'revops committee']);
    expect(numbers(historyOf(at(3), at(2), at(1))).at(-1)).toEqual([2, 'revops committee']);
    expect(numbers(historyOf(at(1), at(3), at(2))).at(-1)).toEqual([2, 'revops committee']);
    expect(numbers(historyOf(at(1), at(2), withdraw(2), at(3))).at(-1)).toEqual([0, 'revops']);
  });

  it('is not made less by keeping the tier in another way each time', () => {
    const as = (kind: string, n: number) => ask(n, quarters[n - 1]!.replace('PIN', kind));
    expect(numbers(historyOf(as('PIN', 1), as('FLOOR', 2), as('PIN', 3))).at(-1)).toEqual([
      2,
      'revops committee',
    ]);
    expect(numbers(historyOf(as('FLOOR', 1), as('CEILING', 2), as('FLOOR', 3))).at(-1)![0]).toBe(2);
    const frozen = ask(2, 'FREEZE - 2025-07-01 2025-08-01');
    expect(numbers(historyOf(as('PIN', 1), frozen, as('PIN', 3))).at(-1)![0]).toBe(0);
  });

  it('is not made less by ending the one before, or by taking its place', () => {
    const inMay = 'PIN T2 2025-05-01 2025-07-15';
    const again = (...before: OverrideCommand[]) =>
      numbers(historyOf(...first, ...before, ask(2, inMay, { on: '2025-05-01', supersedes: nth(1) }))).at(-1);
    expect(again()).toEqual([1, 'revops']);
    expect(again(revoke(1, '2025-05-01', '2025-04-20'))).toEqual([1, 'revops']);
    expect(again(revoke(1, '2025-04-30', '2025-04-20'))).toEqual([0, 'revops']);
  });

  it('is not made less by renewing the first of a row again and again', () =>
    expect(
      numbers(historyOf(...second, ask(3, quarters[2], { on: days[1]!, renews: nth(1) }))).at(-1),
    ).toEqual([2, 'revops committee']));

  it('is something else where the tier is another, or it takes the whole of its days', () => {
    expect(numbers(historyOf(...first, ask(2, 'PIN T1 2025-07-01 2025-08-01')))[1]![0]).toBe(0);
    expect(
      numbers(historyOf(...first, ask(2, 'PIN T2 2025-04-05 2025-08-01', { supersedes: nth(1) })))[1]![0],
    ).toBe(0);
  });
});
