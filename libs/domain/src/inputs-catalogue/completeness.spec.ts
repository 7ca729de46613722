import { day } from '#libs/kernel';
import { accountKnown, bands, known } from '../../../testing/src/known';
import { Measure } from '../vocabulary';
import { CompletenessCount, completenessPct } from './completeness';
import { inputStatesOn } from './input-states';

const on = day('2025-06-30');
const document = bands({
  tiers: [
    { code: 'A', rank: 2 },
    { code: 'B', rank: 1 },
  ],
  measures: {
    value: { fact: 'acv', freshnessDays: 100 },
    maturity: { fact: 'maturity', evidence: true },
    trailing: { revenueWindowMonths: 12 },
    unread: { fact: 'unread' },
  },
  boundaries: [{ tier: 'A', measure: 'value', at: '1', inclusive: true }],
  gates: [
    { measure: 'maturity', below: '1', capTier: 'B' },
    { measure: 'trailing', below: '1', capTier: 'B' },
  ],
});
const required = [
  { measure: Measure.parse('nps'), freshnessDays: 10 },
  { measure: Measure.parse('acv'), freshnessDays: 10 },
];
const statesOf = (...inputs: ReturnType<typeof known>[]) =>
  inputStatesOn(on, document, accountKnown(inputs), required);

describe('the inputs of an account', () => {
  it('are what the policy reads, with fact, age and limit, then what the catalogue asks for beside it', () => {
    const states = statesOf(
      known('acv', '5', '2025-06-01', 'f1'),
      known('maturity', '50', '2025-06-30', 'm1'),
    );
    expect(states.map(({ measure, value, problem, ageDays }) => [measure, value, problem, ageDays])).toEqual([
      ['maturity', null, 'WITHOUT_EVIDENCE', 0],
      ['trailing', '0', null, null],
      ['value', '5', null, 29],
      ['nps', null, 'MISSING', null],
    ]);
    expect(states[2]).toEqual({
      ...{ measure: 'value', fact: 'acv', value: '5', problem: null, factId: 'f1', validFrom: '2025-06-01' },
      ...{ ageDays: 29, freshnessDays: 100, window: null, readByPolicy: true },
    });
    expect(states[1]).toMatchObject({
      fact: null,
      window: { from: '2024-06-30', until: '2025-06-30', lines: 0 },
    });
  });

  it('that the catalogue asks for grow stale by its own limit', () => {
    const nps = (validFrom: string) => statesOf(known('nps', '9', validFrom)).at(-1);
    expect(nps('2025-06-20')).toMatchObject({ value: '9', problem: null, ageDays: 10, readByPolicy: false });
    expect(nps('2025-06-19')).toMatchObject({ value: null, problem: 'STALE', ageDays: 11 });
  });
});

describe('completeness', () => {
  it('counts by measure what is there, and why the rest is not', () => {
    const count = new CompletenessCount();
    count.add(statesOf(known('acv', '5', '2025-06-01')));
    count.add(statesOf(known('acv', '5', '2025-01-01'), known('maturity', '5', '2025-01-01')));
    count.add(statesOf(known('acv', 'much', '2025-06-01'), known('nps', '9', '2025-06-30')));
    const byMeasure = Object.fromEntries(count.byMeasure.map(({ measure, ...counts }) => [measure, counts]));
    expect(byMeasure).toMatchObject({
      maturity: { accounts: 3, withValue: 0, missing: 2, withoutEvidence: 1 },
      nps: { accounts: 3, withValue: 1, missing: 2, readByPolicy: false },
      trailing: { accounts: 3, withValue: 3 },
      value: { accounts: 3, withValue: 1, stale: 1, unusable: 1 },
    });
    expect(count.byMeasure.map((one) => completenessPct([one]))).toEqual([
      '0.00',
      '33.33',
      '100.00',
      '33.33',
    ]);
    expect(completenessPct(count.byMeasure)).toBe('41.67');
  });

  it('of nothing is not told', () => expect(completenessPct([])).toBeNull());
});
