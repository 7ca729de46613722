import { day } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import {
  approve,
  ask,
  note,
  pin,
  reattest,
  reconfirm,
  revoke,
  withdraw,
} from '../../../testing/src/override-commands';
import { acme, basisOf, historyOf, ladderWith, nth, person } from '../../../testing/src/overrides';
import type { DecidingRole } from '../org/delegation.events';
import { override } from './override';
import {
  BasisDriftCleared,
  BasisDrifted,
  OverrideAttestationGiven,
  OverrideReattested,
  OverrideReconfirmed,
} from './override.events';
import { standingOverrides } from './composition/standing-override';
import { statusOn } from './status-on';

const scenario = given(override);
const before = ['T3 2025-01-10'];
const after = ['T3 2025-01-10', 'T2 2025-05-15'];
const later = ['T2 2025-01-10'];
const approved = [ask(1), approve(1, 'rob', 'revops')];
const drifted = [...approved, note(1, after, '2025-05-20')];

const stateOn = (events: ReturnType<typeof historyOf>, on: string) =>
  statusOn(
    scenario(...events)
      .state()
      .get(nth(1))!,
    day(on),
  ).state;
const endOn = (events: ReturnType<typeof historyOf>, on: string) =>
  standingOverrides(
    scenario(...events)
      .state()
      .values(),
    day(on),
  ).map(({ until }) => until);

describe('a reconfirmation', () => {
  it('puts a request upon what is known now, with the route that follows', () => {
    const lower = ['T3 2025-01-10', '- 2025-05-15'];
    const events = historyOf(ask(1), reconfirm(1, lower, { comment: 'All the more.' }));
    expect(events.slice(1)).toEqual([
      OverrideReconfirmed({
        ...acme,
        overrideId: nth(1),
        jump: { distance: 2, direction: 'up', on: day('2025-05-15') },
        route: [
          {
            level: 1,
            role: 'revops',
            quorum: 1,
            of: 1,
            because: ['The jump is 2, and 2 or more is asked about.'],
          },
          {
            level: 2,
            role: 'committee',
            quorum: 2,
            of: 3,
            because: ['The jump is 2, and 2 or more is asked about.'],
          },
        ],
        ...basisOf(pin, lower),
        reconfirmedBy: person('ana'),
        comment: 'All the more.',
      }),
    ]);
  });

  it('keeps every yes, and leaves out nobody who was asked already', () => {
    const high = 'PIN T1 2025-04-05 2025-07-01';
    const events = historyOf(
      ask(1, high),
      approve(1, 'rob', 'revops', { over: high }),
      reconfirm(1, later, { over: high }),
    );
    expect(events.at(-1)).toMatchObject({
      data: { jump: { distance: 1 }, route: [{ role: 'revops' }, { role: 'committee' }] },
    });
    expect(
      statusOn(
        scenario(...events)
          .state()
          .get(nth(1))!,
        day('2025-04-01'),
      ),
    ).toEqual({ state: 'IN_REVIEW', level: 2, of: 2 });
  });

  it('is nothing where nothing has changed', () =>
    scenario(...historyOf(ask(1)))
      .when(reconfirm(1, before))
      .thenNothing());

  it('is of what the person has looked at', () =>
    scenario(...historyOf(ask(1)))
      .when(reconfirm(1, later, { basisSeen: basisOf(pin, after).basisHash }))
      .thenRefused('BASIS_CHANGED', { now: basisOf(pin, later).basisHash }));

  it('is for what waits for approval', () => {
    scenario(...historyOf(...approved))
      .when(reconfirm(1, later))
      .thenRefused('OVERRIDE_OUT_OF_ORDER');
    scenario(...historyOf(ask(1), withdraw(1)))
      .when(reconfirm(1, later))
      .thenRefused('OVERRIDE_OUT_OF_ORDER');
    scenario(...historyOf(ask(1)))
      .when(reconfirm(1, later, { on: '2025-04-15' }))
      .thenRefused('OVERRIDE_OUT_OF_ORDER', { state: 'LAPSED' });
    scenario().when(reconfirm(1, later)).thenRefused('NOT_FOUND');
  });
});

describe('a basis that drifts', () => {
  it('is told with what changed, the jump as it is now, and the last day to re-attest', () =>
    scenario(...historyOf(...approved))
      .when(note(1, after, '2025-05-20'))
      .then(
        BasisDrifted({
          ...acme,
          overrideId: nth(1),
          ...basisOf(pin, after),
          changes: [
            {
              what: 'computed',
              before: basisOf(pin, before).basis.computed,
              after: basisOf(pin, after).basis.computed,
            },
          ],
          jump: { distance: 1, direction: 'up', on: day('2025-04-05') },
          driftedOn: day('2025-05-20'),
          reattestBy: day('2025-06-03'),
        }),
      ));

  it('is told once, and again when it drifts further, without more time', () => {
    scenario(...historyOf(...drifted))
      .when(note(1, after, '2025-05-27'))
      .thenNothing();
    expect(historyOf(...drifted, note(1, later, '2025-05-27')).at(-1)).toMatchObject({
      type: 'BasisDrifted',
      data: { driftedOn: '2025-05-27', reattestBy: '2025-06-03' },
    });
  });

  it('is nothing where nothing has changed, and cleared when it is what it was', () => {
    scenario(...historyOf(...approved))
      .when(note(1, before, '2025-05-20'))
      .thenNothing();
    const back = note(1, before, '2025-05-27');
    scenario(...historyOf(...drifted))
      .when(back)
      .then(BasisDriftCleared({ ...acme, overrideId: nth(1), basisHash: basisOf(pin, before).basisHash }));
    expect(stateOn(historyOf(...drifted, back), '2025-06-04')).toBe('ACTIVE');
  });

  it('lets the override lapse behind the last day, though nobody has said so', () => {
    const events = historyOf(...drifted);
    expect(['2025-06-03', '2025-06-04'].map((on) => stateOn(events, on))).toEqual(['ACTIVE', 'LAPSED']);
    // as known while there was time still it stands to its end
    expect(endOn(events, '2025-06-03')).toEqual(['2025-07-01']);
    expect(endOn(events, '2025-06-04')).toEqual(['2025-06-04']);
  });

  it('lets an override lapse that is still to begin, so that it never does', () => {
    const may = 'PIN T2 2025-05-05 2025-07-01';
    const events = historyOf(
      ask(1, may),
      approve(1, 'rob', 'revops', { over: may }),
      note(1, later, '2025-04-01', may),
    );
    expect(['2025-04-15', '2025-04-16'].map((on) => stateOn(events, on))).toEqual(['SCHEDULED', 'LAPSED']);
    expect(endOn(events, '2025-04-16')).toEqual([]);
  });

  it('is nobody’s concern once the override is over, or before it is approved', () => {
    scenario(...historyOf(...approved))
      .when(note(1, after, '2025-07-01'))
      .thenNothing();
    scenario(...historyOf(...approved, revoke(1, '2025-05-01', '2025-05-01')))
      .when(note(1, after, '2025-05-20'))
      .thenNothing();
    scenario(...historyOf(ask(1)))
      .when(note(1, after, '2025-04-01'))
      .thenNothing();
    scenario()
      .when(note(1, after, '2025-04-01'))
      .thenRefused('NOT_FOUND');
  });

  it('of a FREEZE says how far the computed tier has come away', () => {
    const freeze = 'FREEZE - 2025-04-05 2025-07-01';
    const frozen = [ask(1, freeze), approve(1, 'rob', 'revops', { over: freeze })];
    const drift = (...computed: string[]) =>
      historyOf(...frozen, note(1, computed, '2025-05-20', freeze)).at(-1);
    expect(drift('T3 2025-01-10', 'T1 2025-05-15')).toMatchObject({
      data: { freezeDrift: 2, jump: { distance: 0 } },
    });
    expect(drift('T3 2025-01-10', 'T2 2025-05-15')).toMatchObject({ data: { freezeDrift: 1 } });
  });

  it('of a FREEZE that was approved late is from what it holds, not from what was asked to be held', () => {
    const freeze = 'FREEZE - 2025-04-05 2025-07-01';
    const up = ['T3 2025-01-10', 'T1 2025-04-08'];
    const frozen = [
      ask(1, freeze),
      reconfirm(1, up, { on: '2025-04-09', over: freeze }),
      approve(1, 'rob', 'revops', { over: freeze, on: '2025-04-10', ...basisOf(freeze, up) }),
    ];
    expect(
      historyOf(...frozen, note(1, [...up, 'T2 2025-05-15'], '2025-05-20', freeze)).at(-1),
    ).toMatchObject({ type: 'BasisDrifted', data: { freezeDrift: 1 } });
  });

  it('has as much time as the policy gives', () =>
    expect(
      historyOf(...approved, {
        ...note(1, after, '2025-05-20'),
        document: ladderWith({ reattestWithinBusinessDays: 1 }),
      }).at(-1),
    ).toMatchObject({ data: { reattestBy: '2025-05-21' } }));
});

describe('an attestation', () => {
  const attested = reattest(1, 'rob', after, { on: '2025-06-03', comment: 'Right still.' });

  it('says that it is right upon what is known now, too', () =>
    scenario(...historyOf(...drifted))
      .when(attested)
      .then(
        OverrideReattested({
          ...acme,
          overrideId: nth(1),
          jump: { distance: 1, direction: 'up', on: day('2025-04-05') },
          ...basisOf(pin, after),
          attestedBy: person('rob'),
          attestedOn: day('2025-06-03'),
          comment: 'Right still.',
        }),
      ));

  it('ends the drift, and the next one begins from there', () => {
    const events = historyOf(...drifted, attested);
    expect(stateOn(events, '2025-06-30')).toBe('ACTIVE');
    scenario(...events)
      .when(note(1, after, '2025-06-10'))
      .thenNothing();
    expect(historyOf(...drifted, attested, note(1, before, '2025-06-10')).at(-1)).toMatchObject({
      type: 'BasisDrifted',
      data: { reattestBy: '2025-06-24' },
    });
  });

  it('is nothing where there is nothing to attest, or it has been', () => {
    scenario(...historyOf(...approved))
      .when(reattest(1, 'rob', before, { on: '2025-06-01' }))
      .thenNothing();
    scenario(...historyOf(...drifted, attested))
      .when(attested)
      .thenNothing();
  });

  it('is of what the person has looked at', () =>
    scenario(...historyOf(...drifted))
      .when(reattest(1, 'rob', later, { on: '2025-06-01', basisSeen: basisOf(pin, after).basisHash }))
      .thenRefused('BASIS_CHANGED'));

  it('is by a second pair of eyes', () => {
    scenario(...historyOf(...drifted))
      .when(reattest(1, 'ana', after, { on: '2025-06-01' }))
      .thenRefused('SOD_VIOLATION');
    scenario(...historyOf(...drifted))
      .when(
        reattest(1, 'rob', after, { on: '2025-06-01', findings: [{ rule: 'SOD-3', detail: 'The CSM.' }] }),
      )
      .thenRefused('SOD_VIOLATION');
  });

  it('is by who would be asked now', () => {
    const byFinance = reattest(1, 'fay', after, { on: '2025-06-01', roles: ['finance'] });
    scenario(...historyOf(...drifted))
      .when(byFinance)
      .thenRefused('ROLE_NOT_ASKED_FOR', { roles: ['revops'] });
  });

  it('of what a committee would have had to approve is a committee’s', () => {
    const twice = ['- 2025-01-10'];
    const events = historyOf(...approved, note(1, twice, '2025-05-20'));
    expect(events.at(-1)).toMatchObject({ data: { jump: { distance: 2 } } });
    const by = (who: string, ...roles: DecidingRole[]) =>
      reattest(1, who, twice, { on: '2025-06-01', roles });
    scenario(...events)
      .when(by('rem', 'revops', 'finance'))
      .thenRefused('ROLE_NOT_ASKED_FOR', { roles: ['committee'] });
    const one = historyOf(...approved, note(1, twice, '2025-05-20'), by('uma', 'committee'));
    expect(one.at(-1)).toEqual(
      OverrideAttestationGiven({
        ...acme,
        overrideId: nth(1),
        ...{ role: 'committee', attestedBy: person('uma'), attestedOn: day('2025-06-01') },
        basisHash: basisOf(pin, twice).basisHash,
      }),
    );
    expect(['2025-06-03', '2025-06-04'].map((on) => stateOn(one, on))).toEqual(['ACTIVE', 'LAPSED']);
    scenario(...one)
      .when(by('uma', 'committee'))
      .thenNothing();
    scenario(...one)
      .when({ ...by('ned', 'committee'), onBehalfOf: person('uma') })
      .thenRefused('SOD_VIOLATION', { rule: 'SOD-5' });
    scenario(...one)
      .when(by('rem', 'revops'))
      .thenRefused('ROLE_NOT_ASKED_FOR');
    const second = scenario(...one).when(by('udo', 'committee'));
    second.then(
      OverrideReattested({
        ...acme,
        overrideId: nth(1),
        jump: { distance: 2, direction: 'up', on: day('2025-04-05') },
        ...basisOf(pin, twice),
        attestedBy: person('udo'),
        attestedOn: day('2025-06-01'),
      }),
    );
  });

  it('begins anew with the voices when what it stands upon changes once more', () => {
    const drifts = (computed: string[]) => note(1, computed, '2025-05-20');
    const by = (who: string, computed: string[]) =>
      reattest(1, who, computed, { on: '2025-06-01', roles: ['committee'] });
    const [once, more] = [['- 2025-01-10'], ['- 2025-01-10', 'T3 2025-06-10']];
    const events = [...approved, drifts(once), by('uma', once), drifts(more), by('udo', more)];
    expect(historyOf(...events).at(-1)).toMatchObject({
      ...{ type: 'OverrideAttestationGiven', data: { attestedBy: 'udo' } },
    });
    expect(historyOf(...events, by('uma', more)).at(-1)).toMatchObject({ type: 'OverrideReattested' });
  });

  it('of what a committee has approved takes as many voices again, and none of others', () => {
    const over = 'PIN T1 2025-04-05 2025-07-01';
    const none = ['- 2025-01-10'];
    const yes = (who: string, ...roles: DecidingRole[]) =>
      reattest(1, who, none, { on: '2025-05-21', over, roles });
    const asked = [
      ask(1, over),
      approve(1, 'rob', 'revops', { over }),
      approve(1, 'uma', 'committee', { over }),
      approve(1, 'udo', 'committee', { over }),
      note(1, none, '2025-05-20', over),
    ];
    scenario(...historyOf(...asked))
      .when(yes('rem', 'revops'))
      .thenRefused('ROLE_NOT_ASKED_FOR', { roles: ['committee'] });
    const types = historyOf(...asked, yes('uma', 'committee'), yes('ned', 'committee')).slice(-2);
    expect(types.map(({ type }) => type)).toEqual(['OverrideAttestationGiven', 'OverrideReattested']);
  });

  it('comes too late for what has lapsed, or is over, or never was', () => {
    scenario(...historyOf(...drifted))
      .when(reattest(1, 'rob', after, { on: '2025-06-04' }))
      .thenRefused('OVERRIDE_OUT_OF_ORDER', { state: 'LAPSED' });
    scenario(...historyOf(ask(1)))
      .when(reattest(1, 'rob', after))
      .thenRefused('OVERRIDE_OUT_OF_ORDER', { state: 'SUBMITTED' });
    scenario()
      .when(reattest(1, 'rob', after))
      .thenRefused('NOT_FOUND');
  });
});

describe('an EXCLUDE', () => {
  const exclude = 'EXCLUDE - 2025-04-05';
  const over = { over: exclude };
  const excluded = [ask(1, exclude), approve(1, 'rob', 'revops', over), approve(1, 'col', 'cs-lead', over)];
  const attest = (on: string) => reattest(1, 'rob', before, { on, over: exclude });

  it('is to be attested in the quarter behind the one in which it begins', () => {
    expect(historyOf(...excluded).at(-1)).toMatchObject({ data: { attestBy: '2025-09-30', until: null } });
    const events = historyOf(...excluded);
    expect(['2025-09-30', '2025-10-01'].map((on) => stateOn(events, on))).toEqual(['ACTIVE', 'LAPSED']);
    expect(endOn(events, '2025-09-30')).toEqual([null]);
    expect(endOn(events, '2025-10-01')).toEqual(['2025-10-01']);
  });

  it('stands for another quarter each time', () => {
    const events = historyOf(...excluded, attest('2025-07-10'));
    expect(events.at(-1)).toMatchObject({ type: 'OverrideReattested', data: { attestBy: '2025-12-31' } });
    expect(stateOn(events, '2025-12-31')).toBe('ACTIVE');
    expect(stateOn(events, '2026-01-01')).toBe('LAPSED');
  });

  it('that is to come has no less time for being looked at early', () => {
    const june = { over: 'EXCLUDE - 2025-06-15' };
    scenario(
      ...historyOf(ask(1, june.over), approve(1, 'rob', 'revops', june), approve(1, 'col', 'cs-lead', june)),
    )
      .when(reattest(1, 'rem', before, { on: '2025-03-31', ...june }))
      .thenNothing();
  });

  it('is attested once a quarter', () => {
    scenario(...historyOf(...excluded))
      .when(attest('2025-04-10'))
      .thenNothing();
    scenario(...historyOf(...excluded, attest('2025-07-10')))
      .when(attest('2025-09-01'))
      .thenNothing();
  });

  it('does not drift, since it stands whatever is computed', () =>
    scenario(...historyOf(...excluded))
      .when(note(1, ['T1 2025-01-10'], '2025-05-20', exclude))
      .thenNothing());
});
