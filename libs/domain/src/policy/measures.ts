import { z } from 'zod';
import { Decimal } from '#libs/kernel';
import { Measure } from '../vocabulary';

/** A measure that an input fact gives. */
export const FactMeasure = z.strictObject({
  /** The measure of the input facts that give the value. */
  fact: Measure,
  /** Days after which the fact is stale; never when absent. */
  freshnessDays: z.int().min(1).max(36500).optional(),
  /** Counts only a fact that comes with evidence. */
  evidence: z.literal(true).optional(),
  /** Counts only an assessment that somebody other than the account's owner has had a part in. */
  independentAssessor: z.literal(true).optional(),
  /** Counts only a model's score of at least this confidence, from 0 to 1. */
  minConfidence: Decimal.optional(),
});
export type FactMeasure = z.infer<typeof FactMeasure>;

/** A measure that the revenue of the months before the day gives. */
export const RevenueMeasure = z.strictObject({
  /** Months of the window `[D - N months, D)`. */
  revenueWindowMonths: z.int().min(1).max(120),
  /** Kinds of revenue that count; all when absent. */
  kinds: z.array(z.string().min(1).max(64)).min(1).max(50).optional(),
  /** Counts this currency alone; without it, mixed currencies cannot be added and the rule is not evaluated. */
  currency: z.string().min(1).max(16).optional(),
  /**
   * What is made of the window. `sum` (usual); `count`: the number of facts; `average`: sum per fact; `share`: the
   * per cent that the kinds named have of all revenue; `seasonality`: the per cent that the strongest month has.
   */
  aggregate: z.enum(['sum', 'count', 'average', 'share', 'seasonality']).optional(),
  /** `family`: with the revenue of all accounts under this one. */
  of: z.enum(['account', 'family']).optional(),
});
export type RevenueMeasure = z.infer<typeof RevenueMeasure>;

/** A measure made of other measures; rounded to ten places, ties away from zero. */
export const DerivedMeasure = z.union([
  z.strictObject({
    ratioPct: z.strictObject({ of: Measure, to: Measure }),
    /** The value where `to` is 0; without it there is none then (`UNDEFINED`). */
    whenZero: Decimal.optional(),
  }),
  z.strictObject({ sumOf: z.array(Measure).min(1).max(20) }),
  z.strictObject({ difference: z.strictObject({ of: Measure, less: Measure }) }),
]);
export type DerivedMeasure = z.infer<typeof DerivedMeasure>;

/** Where a measure's value comes from: an input fact, the revenue of the months before the day, or other measures. */
export const MeasureDefinition = z.union([FactMeasure, RevenueMeasure, DerivedMeasure]);
export type MeasureDefinition = z.infer<typeof MeasureDefinition>;

export type Measures = Readonly<Record<Measure, MeasureDefinition>>;

/** The measures that a definition is made of. */
export const partsOf = (definition: MeasureDefinition): readonly Measure[] => {
  if ('ratioPct' in definition) return [definition.ratioPct.of, definition.ratioPct.to];
  if ('sumOf' in definition) return definition.sumOf;
  return 'difference' in definition ? [definition.difference.of, definition.difference.less] : [];
};

export interface Read {
  readonly measure: Measure;
  readonly definition: MeasureDefinition;
  /** Whether a word will do, since nothing compares it as a number. */
  readonly word?: boolean;
}

/**
 * The measures named and all that they are made of, by name but each behind its parts. A document does not remember
 * the order of its members, so the name gives it. Each measure is visited once, and one in a circle has no value.
 */
export const readsOf = (measures: Measures, named: Iterable<Measure>): Read[] => {
  const reads = new Map<Measure, Read>();
  const visited = new Set<Measure>();
  const visit = (measure: Measure): void => {
    const definition = Object.hasOwn(measures, measure) ? measures[measure] : undefined;
    if (visited.has(measure) || definition === undefined) return;
    visited.add(measure);
    for (const part of [...partsOf(definition)].sort()) visit(part);
    reads.set(measure, { measure, definition });
  };
  for (const measure of [...new Set(named)].sort()) visit(measure);
  return [...reads.values()];
};
