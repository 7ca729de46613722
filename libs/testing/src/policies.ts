import {
  type AccountKnowledge,
  type CutPoints,
  errorsOf,
  lint,
  PolicyDocument,
  type SchemeKnowledge,
  type RankedCohort,
} from '#libs/domain';
import { addDays, type Day, decimal } from '#libs/kernel';
import fc from 'fast-check';
import { accounts, anyDay, stabilisers } from './arbitraries';
import { inForce, known, planOf } from './known';

/** What rules may read: facts, windows of revenue, and measures made of others. */
const measures = {
  a: { fact: 'a', freshnessDays: 400 },
  b: { fact: 'b' },
  gate: { fact: 'gate' },
  segment: { fact: 'segment' },
  sales: { revenueWindowMonths: 6 },
  orders: { revenueWindowMonths: 12, aggregate: 'count' },
  both: { sumOf: ['a', 'b'] },
  gap: { difference: { of: 'a', less: 'b' } },
  ratio: { ratioPct: { of: 'a', to: 'b' } },
};
type Name = keyof typeof measures;
const numbers = ['a', 'b', 'sales', 'orders', 'both', 'gap', 'ratio'] as const satisfies readonly Name[];

const ladder = [
  { code: 'gold', rank: 3 },
  { code: 'silver', rank: 2 },
  { code: 'bronze', rank: 1 },
];
const field = ['A', 'B', 'C', 'D'].map((code) => ({ code }));

/** Two edges on one measure, the upper one first; now and then with places behind the point. */
const edges = fc
  .record({
    low: fc.integer({ min: 1, max: 60 }),
    over: fc.integer({ min: 1, max: 60 }),
    cents: fc.boolean(),
    upper: fc.boolean(),
    lower: fc.boolean(),
  })
  .map(({ low, over, cents, upper, lower }) => [
    { at: `${low + over}${cents ? '.25' : ''}`, inclusive: upper },
    { at: String(low), inclusive: lower },
  ]);

const common = (gate: fc.Arbitrary<object>) => ({
  missing: fc.constantFrom('hold', 'lowest'),
  stabiliser: fc.option(stabilisers, { nil: undefined }),
  assessOn: fc.subarray(['a', 'b', 'merger']),
  gates: fc.array(gate, { maxLength: 2 }),
  measures: fc.constant(measures),
});
const shutOut = fc.constantFrom(
  { measure: 'gate', below: '5', outOfProgramme: true },
  { measure: 'b', below: '10', outOfProgramme: true, missing: 'pass' },
);
const steady = fc.oneof(
  shutOut,
  fc.constantFrom(
    { measure: 'gate', below: '20', capTier: 'silver', missing: 'pass' },
    { measure: 'b', atLeast: '110', liftTier: 'silver', missing: 'pass' },
  ),
);
const anyGate = fc.oneof(
  steady,
  fc.constantFrom({ measure: 'gate', atLeast: '90', capTier: 'bronze', missing: 'pass' }),
);

const parsed = (arbitrary: fc.Arbitrary<object>): fc.Arbitrary<PolicyDocument> =>
  arbitrary.map((document) => PolicyDocument.parse(document));

const ranked = (gate: fc.Arbitrary<object>) => ({ tiers: fc.constant(ladder), ...common(gate) });

const bandsOf = (gate: fc.Arbitrary<object>) =>
  parsed(
    fc
      .record({
        ...ranked(gate),
        combine: fc.constantFrom('highest', 'lowest'),
        on: fc.tuple(fc.subarray([...numbers], { minLength: 1, maxLength: 2 }), edges, edges),
      })
      .map(({ on: [names, ...both], ...rest }) => ({
        kind: 'bands',
        ...rest,
        boundaries: names.flatMap((measure, index) =>
          both[index]!.map((edge, place) => ({ tier: ladder[place]!.code, measure, ...edge })),
        ),
      })),
  );

const weights = fc.constantFrom(['1'], ['0.5', '0.5'], ['0.2', '0.3', '0.5'], ['0.35', '0.65']);

const parts = (invert: fc.Arbitrary<boolean>) =>
  fc
    .record({
      weights,
      order: fc.shuffledSubarray([...numbers], { minLength: 3, maxLength: 3 }),
      min: fc.integer({ min: -20, max: 20 }),
      span: fc.integer({ min: 1, max: 130 }),
      invert,
    })
    .map(({ weights, order, min, span, invert }) =>
      weights.map((weight, index) => ({
        measure: order[index]!,
        weight,
        min: String(min),
        max: String(min + span),
        ...(invert && index === 0 && { invert }),
      })),
    );

const thresholds = edges.map(([upper, lower]) => [
  { tier: 'gold', at: String(Math.min(99, Number(upper!.at))), inclusive: upper!.inclusive },
  { tier: 'silver', at: String(Number(lower!.at) / 2), inclusive: lower!.inclusive },
]);

const scoreOf = (gate: fc.Arbitrary<object>, invert: fc.Arbitrary<boolean>) =>
  parsed(
    fc.record({
      kind: fc.constant('score'),
      ...ranked(gate),
      inputs: parts(invert),
      scale: fc.constant('100'),
      thresholds,
    }),
  );

const percentileOf = (gate: fc.Arbitrary<object>, invert: fc.Arbitrary<boolean>) =>
  parsed(
    fc.record({
      kind: fc.constant('percentile'),
      ...ranked(gate),
      inputs: parts(invert),
      cuts: fc.constant([
        { tier: 'gold', topPct: '20' },
        { tier: 'silver', topPct: '60' },
      ]),
    }),
  );

const axis = (names: readonly Name[]) =>
  fc
    .record({ measure: fc.constantFrom(...names), edges, both: fc.boolean() })
    .map(({ measure, edges, both }) => ({
      name: `by ${measure}`,
      measure,
      cuts: (both ? [...edges] : edges.slice(0, 1)).reverse(),
    }));

const matrices = parsed(
  fc
    .record({
      ...common(shutOut),
      missing: fc.constant('hold'),
      axes: fc.tuple(axis(['a', 'sales', 'ratio']), axis(['b', 'gap'])),
      cells: fc.array(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 9, maxLength: 9 }),
    })
    .map(({ axes, cells, ...rest }) => {
      const grid = [...axes[0].cuts, 0].map((_, first) =>
        [...axes[1].cuts, 0].map((_, second) => (first + second === 0 ? 'A' : cells[first * 3 + second]!)),
      );
      grid.at(-1)![grid.at(-1)!.length - 1] = 'B';
      const used = new Set<string>(grid.flat());
      return {
        kind: 'matrix',
        ...rest,
        axes,
        tiers: field.filter(({ code }) => used.has(code)),
        cells: grid,
      };
    }),
);

const atLeast = fc.record({
  measure: fc.constantFrom(...numbers),
  bound: fc.constantFrom('atLeast', 'over'),
  at: fc.integer({ min: 1, max: 110 }).map(String),
});
const lowerBounds = fc
  .array(atLeast, { minLength: 1, maxLength: 2 })
  .map((all) => all.map(({ measure, bound, at }) => ({ measure, [bound]: at })));
const words = fc.constantFrom(
  { measure: 'segment', is: 'smb' },
  { measure: 'segment', in: ['mid', 'large'] },
);
const within = fc
  .record({ measure: fc.constantFrom(...numbers), at: fc.integer({ min: 1, max: 60 }), closed: fc.boolean() })
  .map(({ measure, at, closed }) => ({
    measure,
    ...(closed
      ? { atLeast: String(at), atMost: String(at + 20) }
      : { over: String(at), below: String(at + 20) }),
  }));
const conditions = fc.array(
  fc.oneof(
    words,
    within,
    lowerBounds.map(([one]) => one!),
  ),
  {
    minLength: 1,
    maxLength: 2,
  },
);

const table = (ordinal: boolean, tiers: readonly { code: string }[], when: fc.Arbitrary<object[]>) =>
  parsed(
    fc
      .record({
        ...common(ordinal ? steady : shutOut),
        tiers: fc.constant(tiers),
        missing: ordinal ? fc.constantFrom('hold', 'lowest') : fc.constant('hold'),
        ordinal: fc.constant(ordinal),
        whens: fc.array(when, { minLength: tiers.length - 1, maxLength: tiers.length - 1 }),
      })
      .map(({ whens, ...rest }) => ({
        kind: 'table',
        ...rest,
        rows: tiers.map(({ code }, index) => ({ when: whens[index] ?? [], tier: code })),
      })),
    // Of rows at random now and then one can never be the first that holds.
  ).filter((document) => errorsOf(lint(document)).length === 0);

/** Sound documents of every kind: one or several measures, gates, with and without a stabiliser. */
export const anyDocument: fc.Arbitrary<PolicyDocument> = fc.oneof(
  bandsOf(anyGate),
  scoreOf(anyGate, fc.boolean()),
  percentileOf(anyGate, fc.boolean()),
  matrices,
  table(false, field, conditions),
  table(true, ladder, conditions),
);

/** Those of them whose tiers have an order, and whose every rule asks for more and never for less. */
export const monotoneDocument: fc.Arbitrary<PolicyDocument> = fc.oneof(
  bandsOf(steady),
  scoreOf(steady, fc.constant(false)),
  percentileOf(steady, fc.constant(false)),
  table(true, ladder, lowerBounds),
);

export const anyMatrix = matrices;

export const rankedDocument = percentileOf(anyGate, fc.boolean());

/** Where a ranked cohort was cut; now and then nobody came in. */
export const cutPoints: fc.Arbitrary<CutPoints> = fc
  .record({
    low: fc.integer({ min: 0, max: 60 }),
    over: fc.integer({ min: 0, max: 40 }),
    none: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  })
  .map(
    ({ low, over, none }) =>
      [
        { tier: 'gold', score: none ? null : decimal(String(low + over)) },
        { tier: 'silver', score: decimal(`${low}.5`) },
      ] as unknown as CutPoints,
  );

const segments = fc
  .array(fc.record({ word: fc.constantFrom('smb', 'mid', 'large', 'other'), on: anyDay }), { maxLength: 3 })
  .map((all) => all.map(({ word, on }, index) => known('segment', word, on, `s${index}`)));

/** Accounts whose facts move about the edges of `anyDocument`. */
export const anyAccount: fc.Arbitrary<AccountKnowledge> = fc
  .tuple(accounts, segments)
  .map(([account, more]) => ({ ...account, inputs: [...account.inputs, ...more] }));

/** One or two policies of any kind in their time, some days of assessment, and cohorts ranked on some of them. */
export const anyPlan: fc.Arbitrary<SchemeKnowledge> = fc
  .record({
    documents: fc.array(anyDocument, { minLength: 1, maxLength: 2 }),
    change: anyDay,
    scheduled: fc.uniqueArray(anyDay, { maxLength: 7 }),
    unscheduled: fc.uniqueArray(anyDay, { maxLength: 3 }),
    cuts: fc.array(cutPoints, { minLength: 7, maxLength: 7 }),
  })
  .map(({ documents: [first, second], change, scheduled, unscheduled, cuts }): SchemeKnowledge => {
    const behind = addDays(change, 1);
    const policies = second
      ? [inForce(first!, '2000-01-01', behind, 1), inForce(second, behind, null, 2)]
      : [inForce(first!)];
    const cohorts = scheduled.map((on: Day, index): RankedCohort => ({
      day: on,
      policyVersion: second && on >= behind ? 2 : 1,
      cuts: cuts[index]!,
    }));
    return { ...planOf(policies, scheduled, unscheduled), cohorts };
  });
