import { z } from 'zod';

/** A rule of the segregation of duties that somebody would break, and how. */
export const SodFinding = z.object({
  rule: z.enum([
    'SOD-1',
    'SOD-2',
    'SOD-3',
    'SOD-4',
    'SOD-5',
    'SOD-6',
    'SOD-7',
    'SOD-8',
    'SOD-9',
    'SOD-10',
    'SOD-11',
  ]),
  detail: z.string(),
});
export type SodFinding = z.infer<typeof SodFinding>;
