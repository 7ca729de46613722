import { z } from 'zod';

/** Whose approval a policy may ask for. */
export const ApproverRole = z.enum(['revops', 'finance', 'cs-lead', 'sales-leader']);
export type ApproverRole = z.infer<typeof ApproverRole>;

/** The roles that a policy asks for, each once. */
export const ApproverRoles = z
  .array(ApproverRole)
  .min(1)
  .max(4)
  .refine((roles) => new Set(roles).size === roles.length, 'Each role is asked for once.');
