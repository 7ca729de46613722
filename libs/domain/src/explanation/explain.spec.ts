import { day } from '#libs/kernel';
import { accountKnown, bands, known, planOf } from '../../../testing/src/known';
import { foldTimeline } from '../placement/timeline';
import { PolicyDocument } from '../policy/policy-document';
import type { Explanation } from './explain';
import { explain } from './explain';

const ladder = bands({
  tiers: [
    { code: 'T1', rank: 3 },
    { code: 'T2', rank: 2 },
    { code: 'T3', rank: 1 },
  ],
  measures: { arr: { fact: 'arr', freshnessDays: 400 }, margin: { fact: 'margin' } },
  boundaries: [
    { tier: 'T1', measure: 'arr', at: '1000000', inclusive: true },
    { tier: 'T2', measure: 'arr', at: '250000', inclusive: false },
  ],
  gates: [{ measure: 'margin', below: '10', capTier: 'T3', missing: 'pass' }],
  stabiliser: { minTenureDays: 0, renewalShieldDays: 0, onboardingGraceDays: 0 },
});
const reviews = ['2025-01-01', '2025-04-01'];
const future = ['2025-07-01', '2025-10-01'].map((one) => day(one));

const told = (
  document: PolicyDocument,
  facts: readonly (readonly [measure: string, value: string, on: string])[],
): Explanation => {
  const account = accountKnown(
    facts.map(([measure, value, on]) => known(measure, value, on)),
    { onboardedOn: '2024-06-01' },
  );
  const { opened, assessments } = foldTimeline(account, planOf(document, reviews));
  const [assessment, previous] = [assessments.at(-1)!, assessments.at(-2)];
  return explain({ document, opened: opened!, previous, assessment, cohorts: [] }, day('2025-05-01'), future);
};

describe('a decision explained', () => {
  const watched = told(ladder, [
    ['arr', '300000', '2024-07-01'],
    ['arr', '200000', '2025-02-01'],
  ]);

  it('tells every rule, what it read and how far it is, those that did not match and were not evaluated too', () =>
    expect(
      watched.rules.map(({ pointer, verdict, value, at, distance, because }) => [
        pointer,
        verdict,
        value,
        at,
        distance,
        because,
      ]),
    ).toEqual([
      ['/boundaries/0', 'NOT_MATCHED', '200000', '1000000', '800000', null],
      ['/boundaries/1', 'NOT_MATCHED', '200000', '250000', '50000', null],
      ['/gates/0', 'NOT_EVALUATED', null, '10', null, 'There is no value of margin.'],
    ]));

  it('tells where inputs come from, and how old they are', () =>
    expect(watched.inputs).toEqual([
      {
        measure: 'arr',
        value: '200000',
        factId: 'arr@2025-02-01',
        validFrom: '2025-02-01',
        definition: 'the latest arr, at most 400 days old',
        freshness: { ageDays: 89, limitDays: 400 },
      },
      {
        measure: 'margin',
        value: null,
        problem: 'MISSING',
        definition: 'the latest margin',
        freshness: null,
      },
    ]));

  it('tells the stabiliser before and after, and when the watch could be confirmed', () =>
    expect(watched.stabiliser).toMatchObject({
      before: { tier: 'T2', heldSince: '2025-01-01', watch: null },
      after: { tier: 'T2', watch: { direction: 'demotion', seen: 1, needed: 2, since: '2025-04-01' } },
      state: 'WATCH',
      projectedDate: '2025-07-01',
    }));

  const openForT2 = {
    ...{ pointer: '/gates/0', says: 'margin is under 10: not over T3', subject: 'margin', value: null },
    ...{ atLeast: '10', below: null, met: true },
  };

  it('tells what it takes to stay and to rise, exit and entry edges apart', () => {
    expect(watched.toStay).toEqual({
      tier: 'T2',
      combine: 'any',
      needs: [
        { subject: 'arr', value: '200000', atLeast: '225000.0000000001', distance: '-25000.0000000001' },
      ],
      gates: [openForT2],
      lifts: [],
    });
    expect(watched.toRise).toEqual([
      {
        tier: 'T1',
        combine: 'any',
        needs: [{ subject: 'arr', value: '200000', atLeast: '1000000', distance: '800000' }],
        gates: [openForT2],
        lifts: [],
      },
    ]);
    expect(watched.boundaries[1]).toMatchObject({
      enter: '250000.0000000001',
      exit: '225000.0000000001',
      toEnter: '50000.0000000001',
    });
  });

  const gated = PolicyDocument.parse({
    ...ladder,
    measures: { ...ladder.measures, risk: { fact: 'risk' }, weight: { fact: 'weight' } },
    gates: [
      { measure: 'margin', below: '10', capTier: 'T2', missing: 'pass' },
      { measure: 'risk', atLeast: '80', outOfProgramme: true },
      { measure: 'weight', atLeast: '4', liftTier: 'T2', missing: 'pass' },
    ],
  });
  const asked = (...facts: [measure: string, value: string][]) => {
    const { toStay, toRise } = told(
      gated,
      facts.map(([measure, value]) => [measure, value, '2024-07-01'] as const),
    );
    const inShort = (needs: Explanation['toStay']) => [
      needs!.tier,
      ...needs!.gates.map(({ subject, atLeast, below, met }) =>
        [subject, atLeast ?? `<${below}`, met].join(' '),
      ),
      ...needs!.lifts.map(({ subject, atLeast, met }) => ['lifts', subject, atLeast, met].join(' ')),
    ];
    return { toStay: inShort(toStay), toRise: toRise.map(inShort) };
  };

  it('tells that a gate holds an account back whose value is high enough', () =>
    expect(asked(['arr', '1200000'], ['margin', '5'], ['risk', '10'])).toEqual({
      toStay: ['T2', 'risk <80 true', 'lifts weight 4 false'],
      toRise: [['T1', 'margin 10 false', 'risk <80 true']],
    }));

  it('tells that a gate lifts an account whose value is too low', () =>
    expect(asked(['arr', '100'], ['weight', '5'], ['margin', '20'], ['risk', '0']).toStay).toEqual([
      'T2',
      'risk <80 true',
      'lifts weight 4 true',
    ]));

  it('says each reason as a sentence, and that it comes out the same', () => {
    expect(watched.reasons).toEqual([
      {
        code: 'WATCH_OPENED',
        says: 'A move has been seen for the first time and is being watched.',
      },
    ]);
    expect(watched.replay).toEqual({ identical: true });
  });

  it('tells the conditions of a row of a table', () => {
    const table = PolicyDocument.parse({
      kind: 'table',
      tiers: [{ code: 'grow' }, { code: 'monitor' }],
      measures: { arr: { fact: 'arr' }, stage: { fact: 'stage' } },
      rows: [
        {
          when: [
            { measure: 'arr', atLeast: '100' },
            { measure: 'stage', is: 'adopting' },
          ],
          tier: 'grow',
        },
        { tier: 'monitor' },
      ],
    });
    const { rules, toStay, toRise } = told(table, [
      ['arr', '150', '2024-07-01'],
      ['stage', 'leaving', '2024-07-01'],
    ]);
    expect(rules.map(({ says, verdict }) => [says, verdict])).toEqual([
      ['arr is at least 100, and stage is adopting', 'NOT_MATCHED'],
      ['always', 'MATCHED'],
    ]);
    expect(rules[0]!.conditions).toEqual([
      { says: 'arr is at least 100', verdict: 'MATCHED', value: '150' },
      { says: 'stage is adopting', verdict: 'NOT_MATCHED', value: 'leaving' },
    ]);
    expect([toStay, toRise]).toEqual([null, []]);
  });

  it('tells the edges of both axes', () => {
    const matrix = PolicyDocument.parse({
      kind: 'matrix',
      tiers: [{ code: 'A' }, { code: 'B' }],
      measures: { maturity: { fact: 'maturity' }, appetite: { fact: 'appetite' } },
      axes: [
        { measure: 'maturity', cuts: ['50'] },
        { measure: 'appetite', cuts: ['60'] },
      ],
      cells: [
        ['B', 'B'],
        ['B', 'A'],
      ],
    });
    const { boundaries } = told(matrix, [
      ['maturity', '70', '2024-07-01'],
      ['appetite', '55', '2024-07-01'],
    ]);
    expect(boundaries.map(({ subject, toEnter, toExit }) => [subject, toEnter, toExit])).toEqual([
      ['maturity', '-20', '20'],
      ['appetite', '5', '-5'],
    ]);
  });
});
