import { z } from 'zod';
import { event } from '#libs/kernel';
import { Measure, PersonId, SchemeCode, TierCode } from '../vocabulary';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

export const InputGroup = z.enum([
  'commercial',
  'firmographic',
  'intent',
  'product',
  'experience',
  'risk',
  'rubric',
  'derived',
]);
export type InputGroup = z.infer<typeof InputGroup>;

/** What the catalogue says of a measure. */
export const InputEntry = z.object({
  label: z.string().min(1).max(256),
  group: InputGroup,
  /** What its values are told in: `EUR`, `%`, `days`, `word`. */
  unit: z.string().min(1).max(64),
  /** Where its facts come from: `CRM`, `billing`, `survey`. */
  source: z.string().min(1).max(256),
  /** Days after which a fact of it is stale, where no policy says otherwise; never when null. */
  freshnessDays: z.int().min(1).max(36500).nullable(),
  /** The tiers whose accounts have to have it, by scheme. */
  requiredByTiers: z.array(z.object({ scheme: SchemeCode, tiers: z.array(TierCode).min(1).max(50) })).max(50),
  description: z.string().max(2000),
});
export type InputEntry = z.infer<typeof InputEntry>;

/** The catalogue says this of a measure from now on. */
export const InputDescribed = event('InputDescribed', {
  measure: Measure,
  entry: InputEntry,
  describedBy: PersonId,
});

export const inputEvents = [InputDescribed] as const;
export type InputEvent = ReturnType<(typeof inputEvents)[number]>;
