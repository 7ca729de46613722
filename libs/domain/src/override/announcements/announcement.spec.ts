import { day } from '#libs/kernel';
import { given } from '../../../../testing/src/given';
import {
  announce,
  approve,
  ask,
  breakGlass,
  note,
  reject,
  revoke,
} from '../../../../testing/src/override-commands';
import { acme, historyOf, nth } from '../../../../testing/src/overrides';
import { override } from '../override';
import {
  ApprovalEscalated,
  ApprovalReminded,
  OverrideActivated,
  OverrideExpired,
  OverrideExpiryNoticed,
  OverrideLapsed,
} from '../override.events';
import { statusOn } from '../status-on';

const scenario = given(override);
const approved = [ask(1), approve(1, 'rob', 'revops')];
const about = { ...acme, overrideId: nth(1) };
const activated = OverrideActivated({ ...about, from: day('2025-04-05'), until: day('2025-07-01') });
const noticed = (days: number) => OverrideExpiryNoticed({ ...about, days, until: day('2025-07-01') });
const lapsed = (reason: 'NOT_DECIDED' | 'NOT_REATTESTED' | 'NOT_RATIFIED', on: string) =>
  OverrideLapsed({ ...about, reason, on: day(on) });

describe('an announcement', () => {
  it('says that the first day has come, once', () => {
    scenario(...historyOf(...approved))
      .when(announce('2025-04-04'))
      .thenNothing();
    scenario(...historyOf(...approved))
      .when(announce('2025-04-05'))
      .then(activated);
    scenario(...historyOf(...approved), activated)
      .when(announce('2025-04-06'))
      .thenNothing();
  });

  it.each([
    ['2025-05-31', null],
    ['2025-06-01', 30],
    ['2025-06-16', 30],
    ['2025-06-17', 14],
    ['2025-06-24', 7],
    ['2025-06-30', 7],
  ])('notices the end beforehand: on %s %s days', (on, days) => {
    const story = scenario(...historyOf(...approved), activated).when(announce(on));
    if (days === null) story.thenNothing();
    else story.then(noticed(days));
  });

  it('notices each once', () => {
    scenario(...historyOf(...approved), activated, noticed(30))
      .when(announce('2025-06-10'))
      .thenNothing();
    scenario(...historyOf(...approved), activated, noticed(30))
      .when(announce('2025-06-17'))
      .then(noticed(14));
  });

  it('notices nothing that would be due before the override began', () => {
    const weeks = 'PIN T2 2025-04-05 2025-04-26';
    const longer = [ask(1, weeks), approve(1, 'rob', 'revops', { over: weeks })];
    expect(historyOf(...longer, announce('2025-04-05')).slice(2)).toMatchObject([
      { type: 'OverrideActivated' },
    ]);
    const short = 'PIN T2 2025-04-05 2025-04-19';
    const events = historyOf(
      ask(1, short),
      approve(1, 'rob', 'revops', { over: short }),
      announce('2025-04-05'),
    );
    expect(events.slice(2)).toMatchObject([{ type: 'OverrideActivated' }, { data: { days: 14 } }]);
  });

  it('says that it has expired, once, and catches up with what it slept through', () => {
    const expired = OverrideExpired({ ...about, until: day('2025-07-01') });
    scenario(...historyOf(...approved))
      .when(announce('2025-09-01'))
      .then(activated, expired);
    scenario(...historyOf(...approved), activated, expired)
      .when(announce('2025-09-02'))
      .thenNothing();
  });

  it('reminds of a decision at half of its time, and tells who stands above at three quarters, each once', () => {
    const waiting = { ...about, level: 1, role: 'revops' as const, decideBy: day('2025-04-14') };
    const [reminded, escalated] = [
      ApprovalReminded(waiting),
      ApprovalEscalated({ ...waiting, to: 'committee' }),
    ];
    const story = (on: string, ...told: ReturnType<typeof historyOf>) =>
      scenario(...historyOf(ask(1)), ...told).when(announce(on));
    story('2025-04-06').thenNothing();
    story('2025-04-07').then(reminded);
    story('2025-04-10', reminded).thenNothing();
    story('2025-04-11', reminded).then(escalated);
    story('2025-04-11').then(escalated);
    story('2025-04-14', escalated).thenNothing();
  });

  it('says that nobody decided in time', () => {
    scenario(...historyOf(ask(1)))
      .when(announce('2025-04-20'))
      .then(lapsed('NOT_DECIDED', '2025-04-15'));
    scenario(...historyOf(ask(1), announce('2025-04-20')))
      .when(announce('2025-04-21'))
      .thenNothing();
  });

  it('says that nobody re-attested in time', () => {
    const drifted = historyOf(...approved, announce('2025-05-01'), note(1, ['T2 2025-01-10'], '2025-05-20'));
    scenario(...drifted)
      .when(announce('2025-06-10'))
      .then(lapsed('NOT_REATTESTED', '2025-06-04'));
    scenario(...drifted, lapsed('NOT_REATTESTED', '2025-06-04'))
      .when(announce('2025-06-11'))
      .thenNothing();
  });

  it('says that nobody ratified in time', () => {
    const taken = historyOf(breakGlass(1), announce('2025-04-01'));
    scenario(...taken)
      .when(announce('2025-04-03'))
      .then(lapsed('NOT_RATIFIED', '2025-04-03'));
    scenario(...taken, lapsed('NOT_RATIFIED', '2025-04-03'))
      .when(announce('2025-04-04'))
      .thenNothing();
  });

  it('has nothing to say of what never stood, or was ended by a decision', () => {
    scenario(...historyOf(ask(1), reject(1, 'rob', 'revops')))
      .when(announce('2025-09-01'))
      .thenNothing();
    scenario(...historyOf(...approved, revoke(1, '2025-04-01', '2025-04-01')))
      .when(announce('2025-09-01'))
      .thenNothing();
    scenario(...historyOf(...approved, announce('2025-04-05'), revoke(1, '2025-06-15', '2025-06-10')))
      .when(announce('2025-09-01'))
      .thenNothing();
  });

  it('changes nothing in what the dates say', () => {
    const stateOn = (events: ReturnType<typeof historyOf>, on: string) =>
      statusOn(
        scenario(...events)
          .state()
          .get(nth(1))!,
        day(on),
      );
    for (const story of [
      [ask(1)],
      approved,
      [...approved, note(1, ['T2 2025-01-10'], '2025-05-20')],
      [breakGlass(1)],
    ])
      for (const on of ['2025-04-10', '2025-04-20', '2025-06-10', '2025-07-10'])
        expect(stateOn(historyOf(...story, announce(on)), on)).toEqual(stateOn(historyOf(...story), on));
  });
});
