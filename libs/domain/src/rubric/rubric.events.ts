import { z } from 'zod';
import { Decimal, event } from '#libs/kernel';
import { Measure, PersonId, Prose, RubricCode } from '../vocabulary';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

/** A question of a rubric: its weight among the others, and what each answer to it is worth. */
export const Question = z.object({
  code: z.string().min(1).max(128),
  text: Prose,
  weight: Decimal,
  answers: z.array(
    z.object({
      code: z.string().min(1).max(128),
      text: Prose.optional(),
      /** From 0 to 100. */
      points: z.int(),
    }),
  ),
});
export type Question = z.infer<typeof Question>;

/** A version of a rubric stands; assessments made by an older one keep it. */
export const RubricWritten = event('RubricWritten', {
  rubric: RubricCode,
  version: z.int().min(1),
  name: z.string(),
  /** The measure that an assessment by it gives. */
  measure: Measure,
  questions: z.array(Question),
  writtenBy: PersonId,
});

export const rubricEvents = [RubricWritten] as const;
export type RubricEvent = ReturnType<(typeof rubricEvents)[number]>;
