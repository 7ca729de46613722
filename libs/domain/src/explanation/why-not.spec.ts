import { accountKnown, bands, known, planOf } from '../../../testing/src/known';
import { day } from '#libs/kernel';
import { inputsOn } from '../placement/inputs';
import { foldTimeline } from '../placement/timeline';
import { indicate } from '../policy/judge/judge-of';
import { PolicyDocument } from '../policy/policy-document';
import type { TierCode } from '../vocabulary';
import { basisOf } from './replay';
import { whyNot } from './why-not';

const tiers = [
  { code: 'strategic', rank: 3 },
  { code: 'growth', rank: 2 },
  { code: 'run-rate', rank: 1 },
];
const byMargin = bands({
  tiers,
  measures: {
    acv: { fact: 'acv' },
    profit: { fact: 'profit' },
    margin: { ratioPct: { of: 'profit', to: 'acv' } },
  },
  boundaries: [
    { tier: 'strategic', measure: 'acv', at: '1000000', inclusive: false },
    { tier: 'growth', measure: 'acv', at: '250000', inclusive: true },
  ],
  gates: [{ measure: 'margin', below: '10', capTier: 'run-rate' }],
  stabiliser: { promotionConfirmations: 2, minTenureDays: 0, renewalShieldDays: 0, onboardingGraceDays: 0 },
});

const basis = (document: PolicyDocument, facts: Record<string, string>, days = ['2025-04-01']) => {
  const account = accountKnown(
    Object.entries(facts).map(([measure, value]) => known(measure, value, '2025-01-15')),
    { onboardedOn: '2025-01-01' },
  );
  const { opened, assessments } = foldTimeline(account, planOf(document, days));
  const [assessment, previous] = [assessments.at(-1)!, assessments.at(-2)];
  return basisOf({ document, opened: opened!, previous, assessment, cohorts: [] });
};
const asked = (facts: Record<string, string>, target: string, days?: string[]) =>
  whyNot(basis(byMargin, facts, days), target as TierCode);

describe('why an account does not stand at another tier', () => {
  it('is told by the smallest change of each input, the smallest in proportion first', () => {
    const { alone, changes, impossible } = asked({ acv: '249999.99', profit: '100000' }, 'growth');
    expect(alone).toBe(true);
    expect(changes).toEqual([
      {
        measure: 'acv',
        from: '249999.99',
        to: '250000',
        change: '0.01',
        direction: 'up',
        relativePct: '0.000004',
        proof: { indicated: 'growth', verdicts: 'NMN', computedNow: 'growth', reasons: [], watch: null },
      },
    ]);
    expect(impossible.map(({ measure }) => measure)).toEqual(['profit', 'margin']);
  });

  it('goes to the next value where the edge itself is not enough', () => {
    expect(asked({ acv: '900000', profit: '500000' }, 'strategic').changes).toMatchObject([
      { measure: 'acv', to: '1000000.0000000001' },
    ]);
  });

  it('looks through a ratio at its parts, either way', () => {
    const { changes } = asked({ acv: '300000', profit: '29999' }, 'growth');
    expect(changes.map(({ measure, to, direction }) => [measure, to, direction])).toEqual([
      ['acv', '299990.0000014999', 'down'],
      ['profit', '29999.99999985', 'up'],
      ['margin', '10', 'up'],
    ]);
  });

  it('names the gate that stands in the way, and says that nothing alone is enough', () => {
    const { alone, impossible } = asked({ acv: '100000', profit: '100' }, 'growth');
    expect(alone).toBe(false);
    expect(impossible).toContainEqual({
      measure: 'margin',
      because: 'No value of margin alone is enough: it does not bring this about: acv is at least 250000.',
      blockedBy: [{ pointer: '/boundaries/1', says: 'acv is at least 250000' }],
    });
    expect(impossible.find(({ measure }) => measure === 'acv')).toEqual({
      measure: 'acv',
      because:
        'No value of acv alone is enough: it changes nothing while this holds: margin is under 10: not over run-rate.',
      blockedBy: [{ pointer: '/gates/0', says: 'margin is under 10: not over run-rate' }],
    });
  });

  it('says what the stabiliser would still take', () => {
    const { changes } = asked({ acv: '100000', profit: '90000' }, 'growth', ['2025-04-01', '2025-07-01']);
    expect(changes[0]!.proof).toMatchObject({
      indicated: 'growth',
      computedNow: 'run-rate',
      reasons: ['WATCH_OPENED'],
      watch: { direction: 'promotion', seen: 1, needed: 2 },
    });
  });

  it('says what a missing input would have to be', () => {
    const { changes, impossible } = asked({ acv: '500000' }, 'growth');
    expect(changes).toMatchObject([
      { measure: 'margin', from: null, to: '10', change: null, relativePct: null },
      { measure: 'profit', from: null, to: '49999.99999975' },
    ]);
    expect(impossible).toEqual([
      {
        measure: 'acv',
        because: 'Nothing can be said while there is MISSING:margin.',
        blockedBy: [],
      },
    ]);
  });

  it('needs nothing where the rules indicate the target already', () => {
    expect(asked({ acv: '500000', profit: '90000' }, 'growth')).toMatchObject({
      indicated: 'growth',
      alone: true,
      changes: [],
      impossible: [],
    });
  });

  it('is the smallest where an input is added and divided by at once, so that the score falls and rises', () => {
    const score = PolicyDocument.parse({
      kind: 'score',
      tiers,
      measures: { a: { fact: 'a' }, b: { fact: 'b' }, ratio: { ratioPct: { of: 'a', to: 'b' } } },
      inputs: [
        { measure: 'b', weight: '0.5', min: '0', max: '67' },
        { measure: 'ratio', weight: '0.5', min: '0', max: '67' },
      ],
      thresholds: [
        { tier: 'strategic', at: '90' },
        { tier: 'growth', at: '50.1' },
      ],
    });
    const [change] = whyNot(basis(score, { a: '9', b: '40' }), 'growth' as TierCode).changes.filter(
      ({ measure }) => measure === 'b',
    );
    const tierWith = (b: number) =>
      indicate(
        score,
        inputsOn(
          day('2025-04-01'),
          score,
          accountKnown([known('a', '9', '2025-01-01'), known('b', b.toFixed(2), '2025-01-01')]),
        ),
      ).tier;
    const size = Math.abs(Number(change!.to) - 40);
    for (let step = 0.01; step < size; step += 0.01)
      expect([tierWith(40 + step), tierWith(40 - step)]).not.toContain('growth');
    expect(change!.proof.indicated).toBe('growth');
  });

  it('tries the words that a table asks for', () => {
    const table = PolicyDocument.parse({
      kind: 'table',
      tiers: [{ code: 'grow' }, { code: 'monitor' }],
      measures: { stage: { fact: 'stage' } },
      rows: [
        { when: [{ measure: 'stage', in: ['adopting', 'expanding'] }], tier: 'grow' },
        { tier: 'monitor' },
      ],
    });
    const up = whyNot(basis(table, { stage: 'leaving' }), 'grow' as TierCode).changes;
    expect(up).toMatchObject([{ measure: 'stage', from: 'leaving', to: 'adopting', direction: 'other' }]);
    const down = whyNot(basis(table, { stage: 'adopting' }), 'monitor' as TierCode).changes;
    expect(down).toMatchObject([{ from: 'adopting', to: 'any other word' }]);
  });
});
