import { z } from 'zod';
import { FactValue, Measure, TierCode } from '../../vocabulary';

/** What a case expects where it is no tier: nothing may move, or nobody may stand there. */
export const heldCase = 'HELD' as TierCode;
export const outsideCase = 'OUT_OF_PROGRAMME' as TierCode;

/** A golden account: inputs on which everybody has agreed what the policy makes of them. */
export const GoldenCase = z.strictObject({
  name: z.string().min(1).max(256),
  /** By measure of the policy; null, or left out, is without value. A derived measure follows from its parts. */
  inputs: z.record(Measure, FactValue.nullable()),
  /** The tier at which the account stands before the review; none when absent. */
  current: TierCode.optional(),
  /** A tier, `HELD` (an input is missing, so nothing moves) or `OUT_OF_PROGRAMME`. */
  expect: TierCode,
  note: z.string().min(1).max(2000).optional(),
});
export type GoldenCase = z.infer<typeof GoldenCase>;
