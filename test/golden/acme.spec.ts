import {
  account,
  type AccountEvent,
  AccountOnboarded,
  ExternalId,
  FactCorrected,
  FactsRecorded,
  foldTimeline,
} from '#libs/domain';
import { day } from '#libs/kernel';
import { bands, known, knownOf, planOf } from '../../libs/testing/src/known';
import { acmeComputed, acmeLearnt } from './numbers';

const externalId = ExternalId.parse('ACME');
const acv = known('acv', '400000', '2025-03-03', 'e2');
const profile = {
  name: 'ACME',
  onboardedOn: day('2025-01-10'),
  ownerSeat: null,
  parentExternalId: null,
  attributes: {},
};

/** What was learnt, and when. The override of 2 April is another layer: it never touches the computed tier. */
const log: readonly [string, AccountEvent][] = [
  [acmeLearnt.assigned, AccountOnboarded({ externalId, profile })],
  [acmeLearnt.assigned, FactsRecorded({ externalId, facts: [known('acv', '120000', '2025-01-10', 'e1')] })],
  [acmeLearnt.contract, FactsRecorded({ externalId, facts: [acv] })],
  [
    acmeLearnt.correction,
    FactCorrected({
      externalId,
      factId: acv.factId,
      kind: 'input',
      measure: acv.measure,
      before: { value: '400000', day: acv.validFrom },
      after: { value: '240000', day: acv.validFrom },
      retroKind: 'ERROR_CORRECTION',
      reason: 'The contract says 240,000.',
    }),
  ],
];

const ladder = bands({
  tiers: [
    { code: 'T1', rank: 3 },
    { code: 'T2', rank: 2 },
    { code: 'T3', rank: 1 },
  ],
  measures: { acv: { fact: 'acv' } },
  boundaries: [
    { tier: 'T1', measure: 'acv', at: '1000000', inclusive: true },
    { tier: 'T2', measure: 'acv', at: '250000', inclusive: true },
  ],
  assessOn: ['acv'],
});

/** The computed tier on a day as known at a moment: a fold of what had been learnt by then, and of nothing else. */
const computed = (asOf: string, knownAt: string): string | null => {
  const learnt = log.filter(([at]) => Date.parse(at) <= Date.parse(knownAt)).map(([, event]) => event);
  const { opened, assessments } = foldTimeline(
    knownOf(learnt.reduce(account.evolve, account.initialState())),
    planOf(ladder),
  );
  if (opened === null || asOf < opened) return null;
  return assessments.findLast((one) => one.day <= asOf)?.computed ?? null;
};

describe('ACME', () => {
  it.each(acmeComputed)('on %s, as known at %s, stands at %s', (asOf, knownAt, tier) =>
    expect(computed(asOf, knownAt)).toBe(tier),
  );

  it('was not known before it was learnt of', () =>
    expect(computed('2025-01-10', '2025-01-10T14:59:59Z')).toBeNull());
});
