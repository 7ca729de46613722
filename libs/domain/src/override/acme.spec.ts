import { day, dayIn, decimal, includes, instant } from '#libs/kernel';
import { asStored } from '../../../testing/src/given';
import { accountKnown, inForce, known, planOf } from '../../../testing/src/known';
import { approve, ask, note, reattest, revoke } from '../../../testing/src/override-commands';
import { basisOf, historyOf, ladder, nth } from '../../../testing/src/overrides';
import { foldTimeline } from '../placement/timeline';
import { effectiveTimeline } from './composition/compose';
import { computedSegments } from './composition/computed-segments';
import { placesIn } from './ground';
import { override, type OverrideCommand } from './override';
import { standingOverrides } from './composition/standing-override';

const calendar = { kind: 'months', startMonth: 2, yearNamedBy: 'start' } as const;
const plan = planOf([inForce({ ...ladder, assessOn: ['acv' as never] })]);
const first = known('acv', '100000', '2025-01-10');

/** What was known of ACME from when on: assigned; the contract came late; its value was wrong. */
const beliefs = [
  { since: '2025-01-10T15:00:00Z', facts: [first] },
  { since: '2025-03-12T14:00:00Z', facts: [first, known('acv', '400000', '2025-03-03')] },
  { since: '2025-05-20T10:00:00Z', facts: [first, known('acv', '240000', '2025-03-03')] },
];

const pin = 'PIN T1 2025-04-05 2025-07-01';
const [asked, corrected] = [
  basisOf(pin, ['T3 2025-01-10', 'T2 2025-03-03'], { arr: decimal('400000') }),
  basisOf(pin, ['T3 2025-01-10'], { arr: decimal('240000') }),
];
const april = { on: '2025-04-02', over: pin, calendar, ...asked };

/** What was done about the tier, and when: the PIN, the drift of its basis, perhaps an attestation, its early end. */
const story = (isAttested: boolean): { since: string; commands: OverrideCommand[] }[] => [
  {
    since: '2025-04-02T16:00:00Z',
    commands: [ask(1, pin, april), approve(1, 'rob', 'revops', april), approve(1, 'fin', 'finance', april)],
  },
  { since: '2025-05-20T10:05:00Z', commands: [{ ...note(1, [], '2025-05-20', pin), ...corrected }] },
  {
    since: '2025-05-28T09:00:00Z',
    commands: isAttested
      ? [reattest(1, 'uma', [], { on: '2025-05-28', over: pin, ...corrected, roles: ['committee'] })]
      : [],
  },
  { since: '2025-06-10T09:00:00Z', commands: [revoke(1, '2025-06-15', '2025-06-10')] },
];

const tierOn = (asOf: string, knownAt: string, isAttested: boolean) => {
  const at = instant(knownAt);
  const isKnown = ({ since }: { since: string }) => instant(since) <= at;
  const facts = beliefs.filter(isKnown).at(-1)?.facts ?? [];
  const computed = computedSegments(foldTimeline(accountKnown(facts), plan));
  const events = historyOf(
    ...story(isAttested)
      .filter(isKnown)
      .flatMap(({ commands }) => commands),
  );
  const overrides = events.map(asStored(override.events)).reduce(override.evolve, override.initialState());
  const standing = standingOverrides(overrides.values(), dayIn(at, 'America/New_York'));
  const found = effectiveTimeline(computed, standing, placesIn(ladder)).find((one) =>
    includes(one, day(asOf)),
  );
  return found ? [found.computed, found.winner?.tier ?? null, found.effective] : null;
};

describe.each([
  ['attested again when its basis drifted', true],
  ['left to lapse when its basis drifted', false],
])('ACME, whose PIN is %s', (_, isAttested) => {
  it.each([
    ['2025-03-05', '2025-03-10T00:00:00Z', ['T3', null, 'T3']],
    ['2025-03-05', '2025-03-13T00:00:00Z', ['T2', null, 'T2']],
    ['2025-03-05', '2025-05-06T22:00:00Z', ['T2', null, 'T2']],
    ['2025-03-05', '2025-07-10T12:00:00Z', ['T3', null, 'T3']],
    ['2025-04-04', '2025-05-06T22:00:00Z', ['T2', null, 'T2']],
    ['2025-04-05', '2025-05-06T22:00:00Z', ['T2', 'T1', 'T1']],
    ['2025-04-30', '2025-05-06T22:00:00Z', ['T2', 'T1', 'T1']],
    ['2025-04-30', '2025-07-10T12:00:00Z', ['T3', 'T1', 'T1']],
    ['2025-06-20', '2025-06-01T00:00:00Z', ['T3', 'T1', 'T1']],
    ['2025-06-20', '2025-07-10T12:00:00Z', ['T3', null, 'T3']],
    ['2025-06-30', '2025-06-01T00:00:00Z', ['T3', 'T1', 'T1']],
    ['2025-07-01', '2025-04-03T00:00:00Z', ['T2', null, 'T2']],
    ['2025-07-01', '2025-07-10T12:00:00Z', ['T3', null, 'T3']],
    ['2025-01-09', '2025-07-10T12:00:00Z', null],
  ])('on %s, as known on %s: %j', (asOf, knownAt, expected) =>
    expect(tierOn(asOf, knownAt, isAttested)).toEqual(expected),
  );
});

describe('the PIN of ACME', () => {
  const [requested, , approved] = historyOf(...story(false)[0]!.commands);

  it('is decided by RevOps and finance, since it goes up by one for a large account', () => {
    expect(requested).toMatchObject({
      data: {
        jump: { distance: 1, direction: 'up' },
        quarter: 'FY25-Q1',
        route: [{ role: 'revops' }, { role: 'finance' }],
      },
    });
    expect(approved).toMatchObject({
      type: 'OverrideApproved',
      data: { overrideId: nth(1), from: '2025-04-05' },
    });
  });

  it('jumps by two once the value is corrected, and is to be attested again', () =>
    expect(
      historyOf(
        ...story(false)
          .slice(0, 2)
          .flatMap(({ commands }) => commands),
      ).at(-1),
    ).toMatchObject({
      type: 'BasisDrifted',
      data: { jump: { distance: 2, direction: 'up' }, reattestBy: '2025-06-03' },
    }));
});
