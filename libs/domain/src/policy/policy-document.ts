import { z } from 'zod';
import { Decimal } from '#libs/kernel';
import { ServiceLines } from '../service-lines/declaration';
import { ClockSettings, TriggerSettings } from '../triggers/trigger-settings';
import { Measure, TierCode } from '../vocabulary';
import { ApproverRoles } from './approver-role';
import { GoldenCase } from './golden-accounts/golden-case';
import { MeasureDefinition } from './measures';

/** A tier of a scheme. Where tiers have an order the greater rank is the better tier. */
export const TierDefinition = z.strictObject({
  code: TierCode,
  label: z.string().min(1).max(256).optional(),
  /** Needed where tiers have an order. */
  rank: z.int().min(0).max(1000).optional(),
  treatment: z.record(z.string(), z.unknown()).default({}),
});
export type TierDefinition = z.infer<typeof TierDefinition>;

/** The edge below a tier: on it (inclusive) or over it the tier is reached. */
export const Boundary = z.strictObject({
  tier: TierCode,
  measure: Measure,
  at: Decimal,
  inclusive: z.boolean(),
});
export type Boundary = z.infer<typeof Boundary>;

/** A measure under its gate, or on and over it, caps or lifts the tier, or takes the account out of the programme. */
export const Gate = z.strictObject({
  measure: Measure,
  /** Closed for values strictly under it. One of `below` and `atLeast` stands. */
  below: Decimal.optional(),
  /** Closed for values on it and over it. */
  atLeast: Decimal.optional(),
  capTier: TierCode.optional(),
  liftTier: TierCode.optional(),
  outOfProgramme: z.literal(true).optional(),
  /** For an account that never had the measure: nothing may move (`hold`), or the gate does not count (`pass`). */
  missing: z.enum(['hold', 'pass']).optional(),
});
export type Gate = z.infer<typeof Gate>;

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

/** What a policy of any kind says beside its rules. */
const common = {
  tiers: z.array(TierDefinition).min(1).max(50),
  measures: z.record(Measure, MeasureDefinition),
  gates: z.array(Gate).max(100).default([]),
  stabiliser: Stabiliser.optional(),
  missing: z.enum(['hold', 'lowest']).default('hold'),
  /** A fact of one of these measures is assessed on its own day. */
  assessOn: z.array(Measure).max(100).default([]),
  /** What calls for a look at a tier beside the calendar; the field's practice when absent. */
  triggers: TriggerSettings.optional(),
  /** How often policy and tiers are reviewed; the field's practice when absent. */
  clocks: ClockSettings.optional(),
  overrides: z.record(z.string(), z.unknown()).default({}),
  serviceLines: ServiceLines.optional(),
  /** Who has to approve it, each role another person; anybody who approves policies, once, when absent. */
  approvals: ApproverRoles.optional(),
  /** Cases that have to come out as they say before a version is scheduled. */
  cases: z.array(GoldenCase).max(500).optional(),
};

/** Boundaries on measures: each measure gives a tier, and one of these is taken. */
export const BandsPolicy = z.strictObject({
  kind: z.literal('bands'),
  ...common,
  boundaries: z.array(Boundary).min(1).max(500),
  /** With boundaries on several measures each gives a tier; this one is taken. */
  combine: z.enum(['highest', 'lowest']).default('highest'),
});
export type BandsPolicy = z.infer<typeof BandsPolicy>;

/** One part of a score: the measure from `min` (0) to `max` (1), no further, times its weight. */
export const ScoreInput = z.strictObject({
  measure: Measure,
  weight: Decimal,
  min: Decimal,
  max: Decimal,
  /** `max` counts 0 and `min` counts 1: for risk. */
  invert: z.boolean().optional(),
});
export type ScoreInput = z.infer<typeof ScoreInput>;

const scored = {
  ...common,
  inputs: z.array(ScoreInput).min(1).max(50),
  /** What a full score is. When absent it is 1 if no threshold is over 1, else 100. */
  scale: z.enum(['1', '100']).optional(),
};

/** A weighted score with thresholds. */
export const ScorePolicy = z.strictObject({
  kind: z.literal('score'),
  ...scored,
  thresholds: z
    .array(z.strictObject({ tier: TierCode, at: Decimal, inclusive: z.boolean().default(true) }))
    .min(1)
    .max(50),
});
export type ScorePolicy = z.infer<typeof ScorePolicy>;

/** A weighted score, cut where the top so many per cent of the accounts end on the day of a run. */
export const PercentilePolicy = z.strictObject({
  kind: z.literal('percentile'),
  ...scored,
  /** `topPct` counts from the top: 10 for the first tier and 40 for the second is 10 % and the 30 % behind them. */
  cuts: z
    .array(z.strictObject({ tier: TierCode, topPct: Decimal }))
    .min(1)
    .max(50),
});
export type PercentilePolicy = z.infer<typeof PercentilePolicy>;

const AxisCut = z.union([
  Decimal.transform((at) => ({ at, inclusive: true })),
  z.strictObject({ at: Decimal, inclusive: z.boolean().default(true) }),
]);

/** One axis of a matrix: a measure or a weighted score, cut into bands; n cuts make n + 1 bands. */
export const Axis = z.strictObject({
  name: z.string().min(1).max(128).optional(),
  measure: Measure.optional(),
  inputs: z.array(ScoreInput).min(1).max(50).optional(),
  cuts: z.array(AxisCut).min(1).max(9),
});
export type Axis = z.infer<typeof Axis>;

/** Two axes, each cut into bands; a cell is a tier. */
export const MatrixPolicy = z.strictObject({
  kind: z.literal('matrix'),
  ...common,
  axes: z.array(Axis).length(2),
  /** `cells[i][j]`: band i of the first axis and band j of the second, each counted from the lowest. */
  cells: z.array(z.array(TierCode).min(1).max(10)).min(1).max(10),
});
export type MatrixPolicy = z.infer<typeof MatrixPolicy>;

/** What a row of a table asks of a measure; every bound that stands has to hold. */
export const Condition = z.strictObject({
  measure: Measure,
  atLeast: Decimal.optional(),
  over: Decimal.optional(),
  atMost: Decimal.optional(),
  below: Decimal.optional(),
  /** The word that the measure is; numbers are compared as numbers. */
  is: z.string().min(1).max(256).optional(),
  in: z.array(z.string().min(1).max(256)).min(1).max(100).optional(),
});
export type Condition = z.infer<typeof Condition>;

/** Rows of conditions in order: the first that holds gives the tier; one without conditions always holds. */
export const TablePolicy = z.strictObject({
  kind: z.literal('table'),
  ...common,
  /** Whether the tiers have an order; without one there is neither promotion nor demotion. */
  ordinal: z.boolean().default(false),
  rows: z
    .array(z.strictObject({ when: z.array(Condition).max(20).default([]), tier: TierCode }))
    .min(1)
    .max(500),
});
export type TablePolicy = z.infer<typeof TablePolicy>;

/** A policy document, told apart by `kind`. */
export const PolicyDocument = z.discriminatedUnion('kind', [
  BandsPolicy,
  ScorePolicy,
  PercentilePolicy,
  MatrixPolicy,
  TablePolicy,
]);
export type PolicyDocument = z.infer<typeof PolicyDocument>;
export type PolicyKind = PolicyDocument['kind'];
