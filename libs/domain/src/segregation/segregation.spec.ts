import { addDays, day, isRefusal } from '#libs/kernel';
import { chartOf, delegated, person, scheme, seated, start } from '../../../testing/src/organisation';
import { OrgChart } from '../org/org-chart';
import { orgKnown } from '../org/org-known';
import { SchemeCode } from '../vocabulary';
import type { Decider, KeptAccount, Matter } from './matter';
import { conflictsOf } from './segregation';
import { refusalOf } from './sod-violation';

const people = (...names: readonly string[]) => names.map(person);
const asked = (more: Partial<Matter> = {}): Matter => ({
  act: 'approve',
  scheme,
  requestedBy: people('ana'),
  approvedBy: [],
  ...more,
});
const decider = (name: string, more: Partial<Decider> = {}): Decider => ({
  person: person(name),
  roles: ['revops'],
  ...more,
});
const nobody = chartOf();

/** The ids of the rules that are broken. */
const broken = (who: Decider, matter: Matter = asked(), chart: OrgChart = nobody, on = start) =>
  conflictsOf({ matter, decider: who, chart, on }).map(({ rule }) => rule);
const details = (who: Decider, matter: Matter = asked(), chart: OrgChart = nobody, on = start) =>
  conflictsOf({ matter, decider: who, chart, on }).map(({ detail }) => detail);

const org = chartOf(
  seated('world', 'cleo'),
  seated('emea', 'ana', { under: 'world' }),
  seated('dach', 'ben', { under: 'emea' }),
  seated('desk', 'dan', { under: 'dach' }),
  seated('revops', 'eve', { under: 'world' }),
);
const keptBy = (ownerSeat: string | null, attributes: Record<string, string> = {}): KeptAccount => ({
  ownerSeat,
  attributes,
});

it('holds nothing against a stranger', () =>
  expect(broken(decider('eve'), asked({ account: keptBy('dach', { ae: 'ben' }) }), org)).toEqual([]));

describe('SOD-1: nobody approves their own request', () => {
  it('in person', () => {
    expect(broken(decider('ana'))).toEqual(['SOD-1']);
    expect(details(decider('ana'))).toEqual(['Nobody approves their own request: ana asked for it.']);
  });
  it('nor whom it was asked for', () =>
    expect(broken(decider('ben'), asked({ requestedBy: people('ana', 'ben') }))).toEqual(['SOD-1']));
  it('nor by a delegate, whatever roles these have of their own', () => {
    const chart = chartOf(delegated('ana', 'ben'));
    expect(broken(decider('ben'), asked(), chart)).toEqual(['SOD-1']);
    expect(broken(decider('ben', { onBehalfOf: person('ana') }), asked(), chart)).toEqual(['SOD-1']);
  });
  it('by nobody’s delegate any more once that is over', () =>
    expect(broken(decider('ben'), asked(), chartOf(delegated('ana', 'ben')), addDays(start, 30))).toEqual(
      [],
    ));
  it('by a delegate in another scheme only', () => {
    const elsewhere = delegated('ana', 'ben', { schemes: [SchemeCode.parse('other')] });
    expect(broken(decider('ben'), asked(), chartOf(elsewhere))).toEqual([]);
  });
  it('nor for somebody else', () => {
    const chart = chartOf(delegated('eve', 'ana'));
    expect(broken(decider('ana', { onBehalfOf: person('eve') }), asked(), chart)).toEqual(['SOD-1']);
  });
});

describe('one person under two spellings of their name', () => {
  const spelt = asked({
    requestedBy: people('Jos\u00e9'),
    account: keptBy(null, { AE: ' Eve ', csm: 'DESK' }),
  });
  it.each([
    ['asked for it', 'jose\u0301', nobody, ['SOD-1']],
    ['keeps the account', 'eve', nobody, ['SOD-3']],
    ['sits in the seat that keeps it', 'Dan', org, ['SOD-3']],
    [
      'reports to the requester',
      'Ben',
      chartOf(seated('emea', 'jos\u00e9'), seated('dach', 'ben', { under: 'emea' })),
      ['SOD-2'],
    ],
    ['is paid by the tier', 'IDA', chartOf(seated('sales', 'ida', { pay: 'all' })), ['SOD-4']],
    ['may decide for the requester', 'Ben', chartOf(delegated('jos\u00e9', 'ben')), ['SOD-1']],
  ])('%s', (_, who, chart, rules) => expect(broken(decider(who), spelt, chart)).toEqual(rules));

  it('has decided already', () =>
    expect(broken(decider('ROB'), asked({ approvedBy: people('rob') }))).toEqual(['SOD-5']));

  it('decides by no delegation but their own, letter for letter', () => {
    const for_ = decider('Ben', { onBehalfOf: person('ida') });
    expect(broken(for_, asked(), chartOf(delegated('ida', 'ben')))).toEqual(['SOD-11']);
  });
});

describe('SOD-2: nobody who reports to the requester decides', () => {
  it.each([
    ['right under them', 'ben', ['SOD-2']],
    ['two levels down', 'dan', ['SOD-2']],
    ['beside them', 'eve', []],
    ['above them', 'cleo', []],
  ])('%s', (_, who, rules) => expect(broken(decider(who), asked(), org)).toEqual(rules));
  it('by the lines of the day of the decision', () => {
    const moved = [
      seated('emea', 'ana'),
      seated('revops', 'eve'),
      seated('revops', 'eve', { under: 'emea', from: addDays(start, 10) }),
    ];
    expect(broken(decider('eve'), asked(), chartOf(...moved), addDays(start, 9))).toEqual([]);
    expect(broken(decider('eve'), asked(), chartOf(...moved), addDays(start, 10))).toEqual(['SOD-2']);
  });
  it('as known then, and as known now', () => {
    const then = [seated('emea', 'ana'), seated('revops', 'eve')];
    const learntSince = seated('revops', 'eve', { under: 'emea' });
    expect(broken(decider('eve'), asked(), chartOf(...then))).toEqual([]);
    expect(broken(decider('eve'), asked(), chartOf(...then, learntSince))).toEqual(['SOD-2']);
  });
  it('nor ratifies', () => expect(broken(decider('dan'), asked({ act: 'ratify' }), org)).toEqual(['SOD-2']));
});

describe('SOD-3: no owner, AE or CSM of the account decides', () => {
  it.each([
    ['the owner by their seat', keptBy('revops'), ['SOD-3']],
    ['the AE by name', keptBy(null, { ae: 'eve' }), ['SOD-3']],
    ['the CSM by name', keptBy(null, { csm: 'eve' }), ['SOD-3']],
    ['the CSM by their seat, under the name of a file’s column', keptBy(null, { CSM: 'revops' }), ['SOD-3']],
    ['nobody, of an account that nobody keeps', keptBy(null, { segment: 'eve', ae: '' }), []],
  ])('%s', (_, account, rules) => expect(broken(decider('eve'), asked({ account }), org)).toEqual(rules));
  it('while they are', () => {
    const left = chartOf(seated('revops', 'eve'), seated('revops', 'fay', { from: addDays(start, 5) }));
    const matter = asked({ account: keptBy('revops') });
    expect([4, 5].map((after) => broken(decider('eve'), matter, left, addDays(start, after)))).toEqual([
      ['SOD-3'],
      [],
    ]);
  });
});

describe('SOD-4: nobody decides whose variable pay depends on the tier', () => {
  const paid = (pay: 'none' | 'book' | 'all') =>
    chartOf(seated('emea', 'eve', { pay }), seated('dach', 'ben', { under: 'emea' }), seated('apac', 'kim'));
  it.each([
    ['all', keptBy(null), ['SOD-4']],
    ['all', undefined, []],
    ['book', keptBy('dach'), ['SOD-4']],
    ['book', keptBy('apac', { csm: 'ben' }), ['SOD-4']],
    ['book', keptBy('apac'), []],
    ['none', keptBy('dach'), []],
  ] as const)('on %s, of an account kept by %j', (pay, account, rules) =>
    expect(broken(decider('eve'), asked({ account }), paid(pay))).toEqual(rules),
  );
});

describe('SOD-5: each level is decided by another person', () => {
  const matter = asked({ approvedBy: people('eve', 'fay') });
  it('though they have two roles', () =>
    expect(broken(decider('eve', { roles: ['revops', 'finance'], as: 'finance' }), matter)).toEqual([
      'SOD-5',
    ]));
  it('nor for whom another decided before', () => expect(broken(decider('fay'), matter)).toEqual(['SOD-5']));
  it('nor for one who decided before', () => {
    const chart = chartOf(delegated('eve', 'gus'));
    expect(broken(decider('gus', { onBehalfOf: person('eve') }), matter, chart)).toEqual(['SOD-5']);
  });
  it('but a delegate who decides for themselves is another person', () =>
    expect(broken(decider('gus'), matter, chartOf(delegated('eve', 'gus')))).toEqual([]));
});

describe('SOD-6: no service account and no administrator as such decides', () => {
  it.each([
    ['a service account', ['service'], ['SOD-6']],
    ['a service account, whatever else it is', ['service', 'revops'], ['SOD-6']],
    ['an administrator', ['admin'], ['SOD-6']],
    ['an administrator who reads', ['admin', 'auditor'], ['SOD-6']],
    ['not an administrator who decides in a role', ['admin', 'finance'], []],
  ])('%s', (_, roles, rules) => expect(broken(decider('eve', { roles }))).toEqual(rules));
  it('but an administrator may be somebody’s delegate', () =>
    expect(
      broken(
        decider('eve', { roles: ['admin'], onBehalfOf: person('fay') }),
        asked(),
        chartOf(delegated('fay', 'eve')),
      ),
    ).toEqual([]));
});

it('SOD-7: no author approves their policy, nor does a delegate of theirs', () => {
  const matter = asked({ authoredBy: people('fay') });
  expect(broken(decider('fay'), matter)).toEqual(['SOD-7']);
  expect(broken(decider('gus'), matter, chartOf(delegated('fay', 'gus')))).toEqual(['SOD-7']);
  expect(broken(decider('gus'), matter)).toEqual([]);
});

describe('SOD-8: nobody reviews what they asked for or approved', () => {
  const matter = asked({ act: 'review', approvedBy: people('fay') });
  it.each([
    ['ana', ['SOD-8']],
    ['fay', ['SOD-8']],
    ['ben', []],
    ['eve', []],
  ])('%s', (who, rules) => expect(broken(decider(who), matter, org)).toEqual(rules));
});

it('SOD-9: nobody ratifies their own emergency, nor does a delegate of theirs', () => {
  const matter = asked({ act: 'ratify' });
  expect(broken(decider('ana'), matter)).toEqual(['SOD-9']);
  expect(broken(decider('ben'), matter, chartOf(delegated('ana', 'ben')))).toEqual(['SOD-9']);
  expect(broken(decider('eve'), matter)).toEqual([]);
});

it('SOD-10: nobody who closed a period approves a correction into it', () => {
  const matter = asked({ closedBy: people('fay') });
  expect(broken(decider('fay', { roles: ['finance'] }), matter)).toEqual(['SOD-10']);
  expect(broken(decider('gus', { roles: ['finance'] }), matter)).toEqual([]);
});

describe('SOD-11: a delegate', () => {
  const forFay = (more: Partial<Decider> = {}) => decider('gus', { onBehalfOf: person('fay'), ...more });
  const granted = delegated('fay', 'gus');

  it('decides for whom has delegated it', () =>
    expect(broken(forFay({ roles: [], as: 'revops' }), asked(), chartOf(granted))).toEqual([]));
  it.each([
    ['without a delegation', chartOf(), forFay(), start],
    ['by one to somebody else', chartOf(delegated('fay', 'kim')), forFay(), start],
    ['when it is over', chartOf(granted), forFay(), addDays(start, 30)],
    [
      'in another scheme',
      chartOf(delegated('fay', 'gus', { schemes: [SchemeCode.parse('other')] })),
      forFay(),
      start,
    ],
    ['in another role', chartOf(granted), forFay({ as: 'finance' }), start],
    [
      'by one that was passed on',
      chartOf(delegated('fay', 'kim'), delegated('kim', 'gus', { n: 2 })),
      forFay(),
      start,
    ],
  ])('does not %s', (_, chart, who, on) => expect(broken(who, asked(), chart, on)).toEqual(['SOD-11']));

  it('has their own conflicts', () =>
    expect(
      broken(
        forFay(),
        asked(),
        chartOf(granted, seated('emea', 'ana'), seated('d', 'gus', { under: 'emea' })),
      ),
    ).toEqual(['SOD-2']));
  it.each([
    [
      'reports to the requester',
      chartOf(granted, seated('emea', 'ana'), seated('d', 'fay', { under: 'emea' })),
    ],
    ['keeps the account', chartOf(granted, seated('kept', 'fay'))],
    ['is paid by the tier', chartOf(granted, seated('revops', 'fay', { pay: 'all' }))],
  ])('has the conflicts of a principal who %s, though they decide for themselves', (_, chart) => {
    const matter = asked({ account: keptBy('kept') });
    expect([broken(forFay(), matter, chart), broken(decider('gus'), matter, chart)]).toEqual([
      ['SOD-11'],
      ['SOD-11'],
    ]);
  });
});

describe('a breach', () => {
  it('is refused by the id of the first rule, with all of them', () => {
    const findings = conflictsOf({
      matter: asked({ approvedBy: people('ana') }),
      decider: decider('ana'),
      chart: new OrgChart(orgKnown([])),
      on: day('2025-03-01'),
    });
    const refusal = refusalOf(findings);
    expect(isRefusal(refusal)).toBe(true);
    expect(refusal).toMatchObject({
      refused: 'not-entitled',
      code: 'SOD_VIOLATION',
      details: { rule: 'SOD-1', findings: [{ rule: 'SOD-1' }, { rule: 'SOD-5' }] },
    });
  });
  it('is none without findings', () => expect(refusalOf([])).toBeUndefined());
});
