import { z } from 'zod';
import type { Decimal as DecimalText } from '#libs/kernel';
import { Decimal } from '#libs/kernel';
import { Measure } from '../vocabulary';

const measure = (name: string) => Measure.default(name as Measure);
const measures = (...names: string[]) =>
  z
    .array(Measure)
    .max(50)
    .default(names as Measure[]);
const number = (value: string) => Decimal.default(value as DecimalText);

/** What calls for a look at an account's tier, beside the calendar. An omitted field takes the field's practice. */
export const TriggerSettings = z.strictObject({
  renewal: z
    .strictObject({
      /** Its value is the day of the next renewal. */
      measure: measure('renewalOn'),
      days: z.array(z.int().min(1).max(1000)).min(1).max(10).default([120, 30]),
    })
    .prefault({}),
  expansion: z.strictObject({ measures: measures('expansionClosed') }).prefault({}),
  restructure: z.strictObject({ measures: measures('restructure', 'merger') }).prefault({}),
  credit: z.strictObject({ measures: measures('creditDefault') }).prefault({}),
  deal: z
    .strictObject({
      /** The value of what is being negotiated, and how far that has come. */
      opportunity: measure('opportunityAcv'),
      stage: measure('opportunityStage'),
      /** A fact of these is a signature: the tier it leads to binds. */
      signature: measures('acv', 'tcv', 'signature'),
      /** What the value of an opportunity or of a deal stands in for, to tell the tier it would lead to. */
      contract: measures('acv', 'tcv'),
    })
    .prefault({}),
  largeDeal: z
    .strictObject({
      measures: measures('dealValue', 'expansionClosed'),
      /** A fact of these is a large deal, whatever its value. */
      declared: measures('largeDeal'),
      arr: measure('arr'),
      pctOfArr: number('25'),
    })
    .prefault({}),
  intent: z
    .strictObject({
      /** One fact a day. */
      measure: measure('intent'),
      days: z.int().min(1).max(31).default(7),
      baselineDays: z.int().min(7).max(400).default(56),
      sigmas: number('3'),
      timesMean: number('1.5'),
      /** How many periods running have to be over the threshold. */
      periods: z.int().min(1).max(8).default(2),
    })
    .prefault({}),
  health: z
    .strictObject({
      measure: measure('healthScore'),
      greenFrom: number('70'),
      yellowFrom: number('40'),
      /** Red health with a renewal in at most so many days calls for a review. */
      renewalWithinDays: z.int().min(1).max(1000).default(120),
    })
    .prefault({}),
});
export type TriggerSettings = z.infer<typeof TriggerSettings>;

/** How often what is reviewed. */
export const ClockSettings = z.strictObject({
  policyEveryMonths: z.int().min(1).max(60).default(3),
  assignmentEveryMonths: z.int().min(1).max(60).default(3),
  /** No account goes longer than this without an assessment. */
  assignmentCeilingDays: z.int().min(1).max(1000).default(183),
});
export type ClockSettings = z.infer<typeof ClockSettings>;

const usualTriggers = TriggerSettings.parse({});
const usualClocks = ClockSettings.parse({});

interface Settings {
  readonly triggers?: TriggerSettings | undefined;
  readonly clocks?: ClockSettings | undefined;
}

export const triggersBy = ({ triggers }: Settings): TriggerSettings => triggers ?? usualTriggers;
export const clocksBy = ({ clocks }: Settings): ClockSettings => clocks ?? usualClocks;

/** Every measure whose facts may be a trigger. */
export const triggerMeasures = (settings: TriggerSettings): Measure[] => {
  const { renewal, expansion, restructure, credit, deal, largeDeal, intent, health } = settings;
  return [
    ...[renewal.measure, intent.measure, health.measure, deal.opportunity, deal.stage],
    ...[expansion, restructure, credit, largeDeal].flatMap(({ measures: named }) => named),
    ...[...deal.signature, ...largeDeal.declared],
  ];
};
