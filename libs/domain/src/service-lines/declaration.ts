import { z } from 'zod';
import { ServiceLine } from '../vocabulary';

/**
 * What becomes of the tiers of an account's service lines together: the highest or the lowest of them, that of the
 * line with the most revenue, or nothing.
 */
export const RollUpRule = z.enum(['none', 'highest', 'lowest', 'largest']);
export type RollUpRule = z.infer<typeof RollUpRule>;

/** Has the service lines of an account assessed whenever the account is, each on a timeline of its own. */
export const ServiceLines = z.strictObject({
  /** These lines alone; every line that an account has facts of when absent. */
  names: z.array(ServiceLine).min(1).max(100).optional(),
  rollUp: RollUpRule,
});
export type ServiceLines = z.infer<typeof ServiceLines>;
