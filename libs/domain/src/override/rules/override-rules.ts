import { z } from 'zod';
import { Decimal, decimal } from '#libs/kernel';
import { DecidingRole } from '../../org/delegation.events';
import type { PolicyDocument } from '../../policy/policy-document';
import { QuotaRules } from '../../quota/quota-limits';
import { OverrideType } from '../override-type';

/** What has to hold for a rule of the route; every member that stands has to. */
export const RouteCondition = z.object({
  types: z.array(OverrideType).min(1).optional(),
  jumpAtLeast: z.int().min(0).max(100).optional(),
  jumpAtMost: z.int().min(0).max(100).optional(),
  direction: z.enum(['up', 'down']).optional(),
  /** An account whose ARR is not known is under no limit and over none. */
  arrUnder: Decimal.optional(),
  arrAtLeast: Decimal.optional(),
  quartersAtMost: z.int().min(1).max(40).optional(),
  /** 2 is the second renewal in a row. */
  renewalAtLeast: z.int().min(1).max(40).optional(),
  /** It begins at most so many days before the account's next renewal. */
  beforeRenewalDays: z.int().min(1).max(1000).optional(),
});
export type RouteCondition = z.infer<typeof RouteCondition>;

/** Who approves where one of the conditions holds. */
export const RouteRule = z.object({
  whenAny: z.array(RouteCondition).min(1).max(20).default([{}]),
  levels: z.array(DecidingRole).min(1).max(DecidingRole.options.length),
});
export type RouteRule = z.infer<typeof RouteRule>;

const usualRoutes: RouteRule[] = [
  {
    whenAny: [{ jumpAtLeast: 2 }, { arrAtLeast: decimal('1000000') }, { renewalAtLeast: 2 }],
    levels: ['revops', 'committee'],
  },
  { whenAny: [{ jumpAtMost: 0 }], levels: ['revops'] },
  { whenAny: [{ jumpAtMost: 1, arrUnder: decimal('250000'), quartersAtMost: 1 }], levels: ['revops'] },
  { whenAny: [{ direction: 'down' }], levels: ['revops', 'cs-lead'] },
  { whenAny: [{}], levels: ['revops', 'finance'] },
];

const usualAdditions: RouteRule[] = [
  { whenAny: [{ direction: 'down', beforeRenewalDays: 90 }], levels: ['cs-lead'] },
];

/** What a policy says of overrides. An omitted member takes the field's practice. */
export const OverrideRules = z.object({
  types: z.array(OverrideType).default([...OverrideType.options]),
  quota: QuotaRules.prefault({}),
  /** Of PIN, FLOOR and CEILING. */
  maxTermQuarters: z.int().min(1).max(40).default(2),
  maxFreezeDays: z.int().min(1).max(3650).default(90),
  /** Nobody who has decided by the end of the last of these days: the request lapses. */
  approvalWithinDays: z.int().min(1).max(365).default(14),
  /** Who is told when the time of a level to decide is running out; they may hurry it, and not decide in its place. */
  escalatesTo: z
    .partialRecord(DecidingRole, DecidingRole)
    .default({ 'sales-leader': 'revops', revops: 'committee', finance: 'committee', 'cs-lead': 'committee' }),
  reattestWithinBusinessDays: z.int().min(1).max(365).default(10),
  expiryNoticeDays: z.array(z.int().min(1).max(365)).max(10).default([30, 14, 7]),
  /** Renewals in a row that can be approved at all; behind them the policy is what is to be changed. */
  maxRenewals: z.int().min(0).max(40).default(2),
  emergency: z
    .object({
      maxHours: z
        .int()
        .min(24)
        .max(24 * 31)
        .default(72),
      ratifyWithinHours: z
        .int()
        .min(24)
        .max(24 * 31)
        .default(72),
      perQuarter: z.int().min(0).max(1000).default(3),
    })
    .prefault({}),
  /** The first rule of which a condition holds; the field's practice when empty. */
  routes: z
    .array(RouteRule)
    .max(50)
    .default([])
    .transform((routes) => (routes.length > 0 ? routes : usualRoutes)),
  /** Every rule of which a condition holds: levels that come in beside those of the route. */
  additions: z.array(RouteRule).max(50).default(usualAdditions),
  committee: z
    .object({ quorum: z.int().min(1).max(50), of: z.int().min(1).max(50) })
    .refine(({ quorum, of }) => quorum <= of, 'A quorum is at most as many as the committee has.')
    .default({ quorum: 2, of: 3 }),
  /** Of these, the first that is not in the route yet is the one level more that a decision about the past takes. */
  retroLevels: z.array(DecidingRole).min(1).default(['finance', 'committee', 'cs-lead']),
});
export type OverrideRules = z.infer<typeof OverrideRules>;

const usualRules = OverrideRules.parse({});
const readRules = new WeakMap<object, OverrideRules>();

/** What a policy says of overrides; where it cannot be read, the field's practice (the linter names such a policy). */
export const overrideRulesOf = ({ overrides }: Pick<PolicyDocument, 'overrides'>): OverrideRules => {
  const known = readRules.get(overrides);
  if (known) return known;
  const rules = OverrideRules.safeParse(overrides).data ?? usualRules;
  readRules.set(overrides, rules);
  return rules;
};
