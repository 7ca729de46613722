import { day } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import {
  approve,
  ask,
  monday,
  note,
  pin,
  reject,
  revoke,
  withdraw,
} from '../../../testing/src/override-commands';
import { acme, historyOf, nth, person } from '../../../testing/src/overrides';
import { override } from './override';
import { OverrideRejected, OverrideRevoked, OverrideWithdrawn } from './override.events';
import { standingOverrides } from './composition/standing-override';
import { statusOn } from './status-on';

const scenario = given(override);
const high = 'PIN T1 2025-04-05 2025-07-01';
const approved = [ask(1), approve(1, 'rob', 'revops')];

describe('a rejection', () => {
  const rejected = (level: number, role: 'revops' | 'committee', who: string) =>
    OverrideRejected({
      ...acme,
      overrideId: nth(1),
      level,
      role,
      decidedBy: person(who),
      decidedOn: day(monday),
      comment: 'It is not strategic.',
    });

  it('at any level ends the request', () => {
    scenario(...historyOf(ask(1)))
      .when(reject(1, 'rob', 'revops'))
      .then(rejected(1, 'revops', 'rob'));
    const yeses = [
      approve(1, 'rob', 'revops', { over: high }),
      approve(1, 'cat', 'committee', { over: high }),
    ];
    scenario(...historyOf(ask(1, high), ...yeses))
      .when(reject(1, 'cem', 'committee'))
      .then(rejected(2, 'committee', 'cem'));
  });

  it('is given once', () =>
    scenario(...historyOf(ask(1), reject(1, 'rob', 'revops')))
      .when(reject(1, 'ron', 'revops'))
      .thenNothing());

  it('comes from whoever could approve', () => {
    const asked = historyOf(ask(1));
    scenario(...asked)
      .when(reject(1, 'fin', 'finance'))
      .thenRefused('ROLE_NOT_ASKED_FOR');
    scenario(...asked)
      .when(reject(1, 'ana', 'revops'))
      .thenRefused('SOD_VIOLATION');
    scenario(...asked)
      .when(reject(1, 'rob', 'revops', { findings: [{ rule: 'SOD-2', detail: 'rob reports to ana.' }] }))
      .thenRefused('SOD_VIOLATION');
  });

  it('comes too late for what has been decided or has lapsed, and to nothing for what never was', () => {
    scenario(...historyOf(...approved))
      .when(reject(1, 'ron', 'revops'))
      .thenRefused('OVERRIDE_OUT_OF_ORDER', { state: 'SCHEDULED' });
    scenario(...historyOf(ask(1)))
      .when(reject(1, 'rob', 'revops', { on: '2025-04-15' }))
      .thenRefused('OVERRIDE_OUT_OF_ORDER', { state: 'LAPSED' });
    scenario()
      .when(reject(1, 'rob', 'revops'))
      .thenRefused('NOT_FOUND');
  });

  it('leaves the days free', () =>
    expect(historyOf(ask(1), reject(1, 'rob', 'revops'), ask(2), approve(2, 'rob', 'revops'))).toHaveLength(
      4,
    ));
});

describe('a withdrawal', () => {
  it('is the requester’s own', () => {
    scenario(...historyOf(ask(1)))
      .when({ ...withdraw(1), comment: 'We were wrong.' })
      .then(
        OverrideWithdrawn({
          ...acme,
          overrideId: nth(1),
          withdrawnBy: person('ana'),
          comment: 'We were wrong.',
        }),
      );
    scenario(...historyOf(ask(1)))
      .when(withdraw(1, 'rob'))
      .thenRefused('NOT_THE_REQUESTER');
    expect(historyOf(ask(1, pin, { onBehalfOf: person('zoe') }), withdraw(1, 'zoe'))).toHaveLength(2);
  });
  it('is made once', () =>
    scenario(...historyOf(ask(1), withdraw(1)))
      .when(withdraw(1))
      .thenNothing());
  it('comes too late for what is decided', () => {
    scenario(...historyOf(...approved))
      .when(withdraw(1))
      .thenRefused('OVERRIDE_OUT_OF_ORDER');
    scenario(...historyOf(ask(1), reject(1, 'rob', 'revops')))
      .when(withdraw(1))
      .thenRefused('OVERRIDE_OUT_OF_ORDER', { state: 'REJECTED' });
    scenario().when(withdraw(1)).thenRefused('NOT_FOUND');
  });
});

describe('a revocation', () => {
  const stands = (events: ReturnType<typeof historyOf>, on: string) =>
    standingOverrides(
      scenario(...events)
        .state()
        .values(),
      day(on),
    ).map(({ from, until }) => [from, until]);
  const stateOn = (events: ReturnType<typeof historyOf>, on: string) =>
    statusOn(
      scenario(...events)
        .state()
        .get(nth(1))!,
      day(on),
    ).state;

  it('ends an override before its time', () => {
    scenario(...historyOf(...approved))
      .when(revoke(1, '2025-06-15', '2025-06-10'))
      .then(
        OverrideRevoked({
          ...acme,
          overrideId: nth(1),
          until: day('2025-06-15'),
          revokedBy: person('rob'),
          reason: 'It is over.',
        }),
      );
    const events = historyOf(...approved, revoke(1, '2025-06-15', '2025-06-10'));
    expect(stands(events, '2025-06-10')).toEqual([['2025-04-05', '2025-06-15']]);
    expect(stateOn(events, '2025-06-14')).toBe('ACTIVE');
    expect(stateOn(events, '2025-06-15')).toBe('REVOKED');
  });

  it('may end it today, and not yesterday', () => {
    const history = historyOf(...approved);
    expect(
      stands(
        [...history, ...historyOf(...approved, revoke(1, '2025-06-10', '2025-06-10')).slice(2)],
        '2025-06-10',
      ),
    ).toEqual([['2025-04-05', '2025-06-10']]);
    scenario(...history)
      .when(revoke(1, '2025-06-09', '2025-06-10'))
      .thenRefused('REVOKED_BACKWARDS');
  });

  it('before its first day lets it never begin', () => {
    const events = historyOf(...approved, revoke(1, '2025-04-01', '2025-04-01'));
    expect(stands(events, '2025-04-01')).toEqual([]);
    expect(stateOn(events, '2025-04-01')).toBe('REVOKED');
  });

  it('to a day before its first is over at once', () => {
    const events = historyOf(...approved, revoke(1, '2025-04-03', '2025-04-01'));
    expect(stands(events, '2025-04-01')).toEqual([]);
    expect(stateOn(events, '2025-04-01')).toBe('REVOKED');
  });

  it('can be made again, to an earlier day still', () => {
    const events = historyOf(
      ...approved,
      revoke(1, '2025-06-15', '2025-06-01'),
      revoke(1, '2025-06-10', '2025-06-02'),
    );
    expect(stands(events, '2025-06-02')).toEqual([['2025-04-05', '2025-06-10']]);
  });

  it('does not make it longer', () =>
    scenario(...historyOf(...approved))
      .when(revoke(1, '2025-07-02', '2025-06-10'))
      .thenRefused('UNTIL_NOT_EARLIER'));

  it('to the day on which it ends is made already, and so is one of what has ended', () => {
    scenario(...historyOf(...approved))
      .when(revoke(1, '2025-07-01', '2025-06-10'))
      .thenNothing();
    scenario(...historyOf(...approved))
      .when(revoke(1, '2025-08-01', '2025-07-10'))
      .thenNothing();
    scenario(...historyOf(...approved, note(1, ['T2 2025-01-10'], '2025-05-20')))
      .when(revoke(1, '2025-06-15', '2025-06-10'))
      .thenNothing();
  });

  it('is for who asked for it, and for who governs', () => {
    scenario(...historyOf(...approved))
      .when(revoke(1, '2025-06-15', '2025-06-10', false))
      .thenRefused('NOT_YOUR_OVERRIDE');
    const own = { ...revoke(1, '2025-06-15', '2025-06-10', false), by: person('ana') };
    expect(historyOf(...approved, own)).toHaveLength(historyOf(...approved).length + 1);
  });

  it('gives an EXCLUDE without end an end', () => {
    const exclude = 'EXCLUDE - 2025-04-05';
    const yeses = [
      approve(1, 'rob', 'revops', { over: exclude }),
      approve(1, 'col', 'cs-lead', { over: exclude }),
    ];
    const events = historyOf(ask(1, exclude), ...yeses, revoke(1, '2025-06-15', '2025-06-10'));
    expect(stands(events, '2025-06-10')).toEqual([['2025-04-05', '2025-06-15']]);
  });

  it('is not for what was never approved', () => {
    scenario(...historyOf(ask(1)))
      .when(revoke(1, '2025-06-15', '2025-04-01'))
      .thenRefused('OVERRIDE_OUT_OF_ORDER');
    scenario()
      .when(revoke(1, '2025-06-15', '2025-04-01'))
      .thenRefused('NOT_FOUND');
  });
});
