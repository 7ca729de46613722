import { z } from 'zod';
import { Decimal } from '#libs/kernel';
import { Measure, TierCode } from '../vocabulary';

/** A tier of a scheme. On an ordinal scheme the greater rank is the better tier. */
export const TierDefinition = z.strictObject({
  code: TierCode,
  label: z.string().min(1).max(256).optional(),
  rank: z.int().min(0).max(1000),
  treatment: z.record(z.string(), z.unknown()).default({}),
});

/** Where a measure's value comes from: an input fact, or the revenue of the months before the day. */
export const MeasureDefinition = z.union([
  z.strictObject({
    /** The measure of the input facts that give the value. */
    fact: Measure,
    /** Days after which the fact is stale; never when absent. */
    freshnessDays: z.int().min(1).max(36500).optional(),
  }),
  z.strictObject({
    /** Months of the window `[D - N months, D)`. */
    revenueWindowMonths: z.int().min(1).max(120),
    /** Kinds of revenue that count; all when absent. */
    kinds: z.array(z.string().min(1).max(64)).min(1).optional(),
    /** Counts this currency alone; without it, mixed currencies cannot be added and the rule is not evaluated. */
    currency: z.string().min(1).max(16).optional(),
  }),
]);
export type MeasureDefinition = z.infer<typeof MeasureDefinition>;

/** The edge below a tier: on it (inclusive) or over it the tier is reached. */
export const Boundary = z.strictObject({
  tier: TierCode,
  measure: Measure,
  at: Decimal,
  inclusive: z.boolean(),
});
export type Boundary = z.infer<typeof Boundary>;

/** A measure below its gate caps the tier, or takes the account out of the programme. */
export const Gate = z.strictObject({
  measure: Measure,
  below: Decimal,
  capTier: TierCode.optional(),
  outOfProgramme: z.literal(true).optional(),
});

/** What keeps a tier from flapping. An omitted field takes the default of the field's practice. */
export const Stabiliser = z.strictObject({
  deadBandPct: Decimal.default('10' as Decimal),
  promotionConfirmations: z.int().min(1).max(12).default(1),
  demotionConfirmations: z.int().min(1).max(12).default(2),
  maxDemotionStep: z.int().min(1).max(6).default(1),
  minTenureDays: z.int().min(0).max(3650).default(90),
  renewalShieldDays: z.int().min(0).max(3650).default(90),
  onboardingGraceDays: z.int().min(0).max(3650).default(90),
  /** The measure whose value is the day of the next renewal. */
  renewalMeasure: Measure.default('renewalOn' as Measure),
  /** A fact of one of these measures since the last assessment sets the stabiliser aside. */
  bypassOn: z
    .array(Measure)
    .default(['termination', 'merger', 'creditDefault', 'largeDeal', 'compliance'] as Measure[]),
});
export type Stabiliser = z.infer<typeof Stabiliser>;

/** The rules of a scheme of kind `bands`: boundaries on measures, gates, and a stabiliser. */
export const BandsPolicy = z.strictObject({
  kind: z.literal('bands'),
  tiers: z.array(TierDefinition).min(1).max(50),
  measures: z.record(Measure, MeasureDefinition),
  boundaries: z.array(Boundary).min(1).max(500),
  gates: z.array(Gate).max(100).default([]),
  /** With boundaries on several measures each gives a tier; this one is taken. */
  combine: z.enum(['highest', 'lowest']).default('highest'),
  stabiliser: Stabiliser.optional(),
  missing: z.enum(['hold', 'lowest']).default('hold'),
  /** A fact of one of these measures is assessed on its own day. */
  assessOn: z.array(Measure).max(100).default([]),
  overrides: z.record(z.string(), z.unknown()).default({}),
});
export type BandsPolicy = z.infer<typeof BandsPolicy>;

/** A policy document, told apart by `kind`. */
export const PolicyDocument = z.discriminatedUnion('kind', [BandsPolicy]);
export type PolicyDocument = z.infer<typeof PolicyDocument>;
