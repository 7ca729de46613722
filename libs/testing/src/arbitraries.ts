import type { AccountKnowledge, SchemeKnowledge } from '#libs/domain';
import { addDays, day, decimal } from '#libs/kernel';
import fc from 'fast-check';
import { accountKnown, bands, inForce, known, planOf } from './known';

const start = day('2024-01-01');
const within = (days: number) => fc.integer({ min: 0, max: days }).map((offset) => addDays(start, offset));
export const anyDay = within(900);

/** Values near the edges, so that dead bands and watches come into play, and now and then no number at all. */
const values = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 130 }).map(String) },
  { weight: 4, arbitrary: fc.constantFrom('89.99', '90', '100', '100.01', '45', '44.99', '50') },
  { weight: 1, arbitrary: fc.constant('unknown') },
);
export const inputFacts = fc
  .array(fc.record({ measure: fc.constantFrom('a', 'b', 'gate', 'merger'), value: values, on: anyDay }), {
    maxLength: 14,
  })
  .map((all) => all.map(({ measure, value, on }, index) => known(measure, value, on, `f${index}`)));
const renewals = fc
  .array(fc.record({ on: anyDay, renewsOn: anyDay }), { maxLength: 2 })
  .map((all) => all.map(({ on, renewsOn }, index) => known('renewalOn', renewsOn, on, `r${index}`)));
export const revenueRows = fc.array(
  fc.record({
    occurredOn: anyDay,
    amount: fc.integer({ min: -40, max: 90 }).map((amount) => decimal(String(amount))),
    currency: fc.constant('EUR'),
    kind: fc.constantFrom('invoice', 'credit'),
  }),
  { maxLength: 8 },
);
/** Accounts whose facts move about the edges of `documents`, some without a number, some on one day. */
export const accounts = fc
  .record({ facts: inputFacts, renewals, revenue: revenueRows, onboardedOn: fc.option(anyDay) })
  .map((one): AccountKnowledge => accountKnown([...one.facts, ...one.renewals], one));

const bounds = (measure: string) => [
  { tier: 'gold', measure, at: '100', inclusive: true },
  { tier: 'silver', measure, at: '50', inclusive: false },
];
/** What may keep a tier from flapping. */
export const stabilisers = fc.record({
  deadBandPct: fc.constantFrom('0', '10', '33.3'),
  promotionConfirmations: fc.integer({ min: 1, max: 3 }),
  demotionConfirmations: fc.integer({ min: 1, max: 3 }),
  maxDemotionStep: fc.integer({ min: 1, max: 2 }),
  minTenureDays: fc.constantFrom(0, 90),
  renewalShieldDays: fc.constantFrom(0, 90),
  onboardingGraceDays: fc.constantFrom(0, 90),
});
const gates = fc.array(
  fc.constantFrom(
    { measure: 'gate', below: '20', capTier: 'silver' },
    { measure: 'gate', below: '5', outOfProgramme: true as const },
  ),
  { maxLength: 2 },
);
/** Sound documents: one or two measures, gates, with and without a stabiliser. */
export const documents = fc
  .record({
    combine: fc.constantFrom('highest' as const, 'lowest' as const),
    missing: fc.constantFrom('hold' as const, 'lowest' as const),
    freshnessDays: fc.option(fc.constantFrom(60, 200), { nil: undefined }),
    measures: fc.constantFrom(['a'], ['a', 'b'], ['a', 'sales']),
    stabiliser: fc.option(stabilisers, { nil: undefined }),
    gates,
    assessOn: fc.subarray(['a', 'b', 'merger']),
  })
  .map(({ measures, freshnessDays, ...rest }) =>
    bands({
      ...rest,
      tiers: [
        { code: 'gold', rank: 3 },
        { code: 'silver', rank: 2 },
        { code: 'bronze', rank: 1 },
      ],
      measures: {
        a: { fact: 'a', freshnessDays },
        b: { fact: 'b' },
        gate: { fact: 'gate' },
        sales: { revenueWindowMonths: 6 },
      },
      boundaries: measures.flatMap(bounds),
    }),
  );
/** One or two policies in their time, and some days of assessment. */
export const plans = fc
  .record({
    documents: fc.array(documents, { minLength: 1, maxLength: 2 }),
    change: anyDay,
    scheduled: fc.uniqueArray(anyDay, { maxLength: 6 }),
    unscheduled: fc.uniqueArray(anyDay, { maxLength: 3 }),
  })
  .map(({ documents: [first, second], change, scheduled, unscheduled }): SchemeKnowledge =>
    planOf(
      second
        ? [inForce(first!, '2000-01-01', addDays(change, 1), 1), inForce(second, addDays(change, 1), null, 2)]
        : [inForce(first!)],
      scheduled,
      unscheduled,
    ),
  );
