import { day } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import {
  approve,
  ask,
  breakGlass,
  ladderOfOneLevel,
  monday,
  pin,
  revoke,
} from '../../../testing/src/override-commands';
import {
  acme,
  basisOf,
  evidence,
  field,
  historyOf,
  kinds,
  ladderWith,
  nth,
  person,
} from '../../../testing/src/overrides';
import { override } from './override';
import { OverrideRequested } from './override.events';

const scenario = given(override);

/** The nth override, asked for and approved by RevOps in the same breath. */
const approved = (n: number, over = pin, on = monday) => [
  ask(n, over, { on }),
  approve(n, 'rob', 'revops', { over, on }),
];

const approvedOnOneLevel = (n: number, over: string) => {
  const document = ladderOfOneLevel;
  return [ask(n, over, { document }), approve(n, 'rob', 'revops', { over, document })];
};

describe('a request', () => {
  it('records what is wanted, whose quota it counts in, how far it goes and who has to approve it', () =>
    scenario()
      .when(ask(1))
      .then(
        OverrideRequested({
          ...acme,
          overrideId: nth(1),
          type: 'PIN',
          tier: 'T2' as never,
          from: day('2025-04-05'),
          until: day('2025-07-01'),
          reasonCode: 'STRATEGIC',
          justification: 'Because of 1.',
          evidence: [evidence(1)],
          renewal: 0,
          requestedBy: person('ana'),
          requestedOn: day(monday),
          decideBy: day('2025-04-14'),
          seat: 'emea' as never,
          quarter: '2025-Q1',
          jump: { distance: 1, direction: 'up', on: day('2025-04-05') },
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
          ...basisOf(pin, ['T3 2025-01-10']),
        }),
      ));

  it('counts in the fiscal quarter in which it is asked, not in which it begins', () => {
    const calendar = { kind: 'months', startMonth: 2, yearNamedBy: 'start' } as const;
    expect(historyOf(ask(1, pin, { calendar }))[0]).toMatchObject({ data: { quarter: 'FY25-Q1' } });
  });

  it('is made once, however often it is made', () =>
    scenario(...historyOf(ask(1)))
      .when(ask(1, 'PIN T1 2025-05-01 2025-06-01'))
      .thenNothing());

  it('may be made for somebody who has delegated it', () =>
    expect(historyOf(ask(1, pin, { onBehalfOf: person('zoe') }))[0]).toMatchObject({
      data: { requestedBy: 'ana', onBehalfOf: 'zoe' },
    }));

  it('is refused where nobody could approve it', () => {
    const finding = { rule: 'SOD-2', detail: 'Everybody reports to ana.' } as const;
    scenario()
      .when(ask(1, pin, { findings: [finding] }))
      .thenRefused('SOD_VIOLATION', { rule: 'SOD-2', findings: [finding] });
  });

  it('is one stream for each timeline', () =>
    expect(override.idOf(ask(1))).toBe('contract-value/ACCOUNT/ACME'));
});

describe('what is wanted', () => {
  const refused = (asked: string, code: string, details?: Record<string, unknown>) =>
    scenario().when(ask(1, asked)).thenRefused(code, details);

  it('is a type that the policy allows', () =>
    scenario()
      .when(ask(1, pin, { document: ladderWith({ types: ['FLOOR'] }) }))
      .thenRefused('OVERRIDE_TYPE_NOT_ALLOWED'));

  it.each([
    ['FLOOR T1', kinds],
    ['CEILING T1', kinds],
    ['FLOOR BIG', field],
    ['CEILING BIG', field],
  ])('is no %s where tiers have no order', (asked, document) =>
    scenario()
      .when(ask(1, `${asked} 2025-04-05 2025-07-01`, { document }))
      .thenRefused('OVERRIDE_TYPE_NOT_ALLOWED'),
  );

  it.each([
    ['PIN T1', kinds],
    ['FREEZE -', kinds],
    ['EXCLUDE -', kinds],
    ['PIN BIG', field],
    ['FREEZE -', field],
    ['EXCLUDE -', field],
  ])('is %s with any tiers', (asked, document) =>
    expect(historyOf(ask(1, `${asked} 2025-04-05 2025-07-01`, { document }))).toHaveLength(1),
  );

  it('names a tier of the policy, or none where its type names none', () => {
    refused('PIN T9 2025-04-05 2025-07-01', 'UNKNOWN_TIER');
    refused('FLOOR - 2025-04-05 2025-07-01', 'UNKNOWN_TIER');
    refused('FREEZE T1 2025-04-05 2025-07-01', 'TIER_NOT_WANTED');
    refused('EXCLUDE T1 2025-04-05 2025-07-01', 'TIER_NOT_WANTED');
  });

  it('ends, but for an EXCLUDE', () => {
    for (const asked of ['PIN T1', 'FLOOR T1', 'CEILING T2', 'FREEZE -'])
      refused(`${asked} 2025-04-05`, 'UNTIL_REQUIRED');
    expect(historyOf(ask(1, 'EXCLUDE - 2025-04-05'))).toHaveLength(1);
  });

  it('ends after it begins', () => {
    refused('PIN T1 2025-04-05 2025-04-05', 'INTERVAL_EMPTY');
    refused('EXCLUDE - 2025-04-05 2025-04-04', 'INTERVAL_EMPTY');
  });

  it.each([
    ['PIN T1', '2025-10-05'],
    ['FLOOR T1', '2025-10-05'],
    ['CEILING T2', '2025-10-05'],
    ['FREEZE -', '2025-07-04'],
  ])('lasts no longer than its type may: %s until %s', (asked, until) => {
    expect(historyOf(ask(1, `${asked} 2025-04-05 ${until}`))).toHaveLength(1);
    refused(`${asked} 2025-04-05 2025-10-06`, 'TERM_TOO_LONG', { latestUntil: until });
  });

  it('is as long as the policy lets it be', () => {
    const document = ladderWith({ maxTermQuarters: 4 });
    expect(historyOf(ask(1, 'PIN T2 2025-04-05 2026-04-05', { document }))).toHaveLength(1);
  });
});

describe('a decision about the past', () => {
  const back = 'PIN T2 2025-02-01 2025-05-01';

  it('is named so, and takes one level more', () => {
    const [event] = historyOf(ask(1, back));
    expect(event).toMatchObject({
      data: { retroKind: 'RETRO_DECISION', route: [{ role: 'revops' }, { role: 'finance' }] },
    });
  });
  it('does not reach into a period that is closed', () => {
    scenario()
      .when(ask(1, back, { openSince: day('2025-02-02') }))
      .thenRefused('RETRO_INTO_CLOSED_PERIOD', { openSince: '2025-02-02' });
    expect(historyOf(ask(1, back, { openSince: day('2025-02-01') }))).toHaveLength(1);
  });
  it('is none that begins today', () =>
    expect(historyOf(ask(1, `PIN T2 ${monday} 2025-05-01`))[0]).not.toHaveProperty('data.retroKind'));
});

describe('overrides that meet', () => {
  const later = 'PIN T2 2025-06-30 2025-09-01';

  it.each([
    ['PIN T2 2025-04-05 2025-07-01', 'PIN T2 2025-06-30 2025-07-15'],
    ['PIN T2 2025-04-05 2025-07-01', 'FREEZE - 2025-06-30 2025-07-15'],
    ['FREEZE - 2025-04-05 2025-07-01', 'PIN T2 2025-06-30 2025-07-15'],
    ['FREEZE - 2025-04-05 2025-07-01', 'FREEZE - 2025-06-30 2025-07-15'],
  ])('cannot both give the tier: %s and %s', (first, second) =>
    scenario(...historyOf(...approved(1, first)))
      .when(ask(2, second))
      .thenRefused('OVERRIDE_OVERLAP', {
        overrideId: nth(1),
        kind: first.split(' ')[0],
        from: '2025-04-05',
        until: '2025-07-01',
      }),
  );

  it.each([
    ['PIN T2 2025-04-05 2025-07-01', 'PIN T2 2025-07-01 2025-08-01'],
    ['PIN T2 2025-04-05 2025-07-01', 'FLOOR T2 2025-04-05 2025-07-01'],
    ['PIN T2 2025-04-05 2025-07-01', 'EXCLUDE - 2025-04-05 2025-07-01'],
    ['FLOOR T2 2025-04-05 2025-07-01', 'FLOOR T2 2025-04-05 2025-07-01'],
    ['FLOOR T2 2025-04-05 2025-07-01', 'CEILING T2 2025-04-05 2025-07-01'],
    ['FREEZE - 2025-04-05 2025-07-01', 'FLOOR T2 2025-04-05 2025-07-01'],
    ['EXCLUDE - 2025-04-05', 'EXCLUDE - 2025-04-05'],
  ])('can stand side by side: %s and %s', (first, second) =>
    expect(historyOf(...approvedOnOneLevel(1, first), ask(2, second))).toHaveLength(3),
  );

  it('may wait for approval together, for one of them may be declined', () =>
    expect(historyOf(ask(1), ask(2))).toHaveLength(2));

  it('meet no more once the first has ended early', () =>
    expect(historyOf(...approved(1), revoke(1, '2025-06-30', '2025-05-01'), ask(2, later))).toHaveLength(4));

  it('of one kind follow each other when the new one says so', () => {
    scenario(...historyOf(...approved(1)))
      .when(ask(2, later))
      .thenRefused('OVERRIDE_OVERLAP');
    expect(historyOf(...approved(1), ask(2, later, { supersedes: nth(1) }))).toHaveLength(3);
  });

  it('do not follow what was never approved', () => {
    scenario()
      .when(ask(2, later, { supersedes: nth(1) }))
      .thenRefused('NOT_FOUND');
    scenario(...historyOf(ask(1)))
      .when(ask(2, later, { supersedes: nth(1) }))
      .thenRefused('NOT_FOUND');
  });

  it('stand beside an emergency, which goes before them and is over soon', () =>
    expect(historyOf(breakGlass(1, { on: '2025-04-05' }), ask(2, pin, { on: '2025-04-05' }))).toHaveLength(
      2,
    ));

  it.each([
    ['CEILING T2', 'FLOOR T1'],
    ['FLOOR T1', 'CEILING T2'],
    ['FLOOR T2', 'CEILING T3'],
  ])('leave a tier between: no %s and %s', (first, second) =>
    scenario(...historyOf(...approvedOnOneLevel(1, `${first} 2025-04-05 2025-07-01`)))
      .when(ask(2, `${second} 2025-06-30 2025-09-01`))
      .thenRefused('FLOOR_ABOVE_CEILING', {
        overrideId: nth(1),
        kind: first.split(' ')[0],
        tier: first.split(' ')[1],
        day: '2025-06-30',
      }),
  );

  it('may cross on other days', () =>
    expect(
      historyOf(
        ...approvedOnOneLevel(1, 'CEILING T2 2025-04-05 2025-07-01'),
        ask(2, 'FLOOR T1 2025-07-01 2025-09-01'),
      ),
    ).toHaveLength(3));
});
