import { z } from 'zod';
import { Decimal, decimal, percentOf } from '#libs/kernel';

/** What a policy says of the quota of a seat: null, or left out beside others, is no limit of that kind. */
export const QuotaRules = z
  .object({
    count: z.int().min(0).nullable().optional(),
    /** Per cent of the accounts in the seat's book. */
    percentOfBook: z
      .union([z.number().transform((percent) => decimal(percent.toFixed(4))), Decimal])
      .refine((percent) => Number(percent) >= 0 && Number(percent) <= 100, 'From 0 to 100 per cent.')
      .nullable()
      .optional(),
    /** Of the annual recurring revenue of the accounts overridden. */
    arrCap: Decimal.nullable().optional(),
  })
  .transform((rules) => (Object.keys(rules).length > 0 ? rules : { count: 5, percentOfBook: decimal('5') }));
export type QuotaRules = z.infer<typeof QuotaRules>;

/** The limits of one seat; null is no limit of that kind, and the smallest of the others holds. */
export interface QuotaLimits {
  readonly count: number | null;
  /** As a number of overrides. */
  readonly percentOfBook: number | null;
  readonly arrCap: Decimal | null;
}

/** A small book leaves as many all the same. */
const leastOfBook = 2;

/** The limits of a seat with so many accounts in its book. */
export const limitsOf = (
  { count, percentOfBook, arrCap }: QuotaRules,
  accountsInBook: number,
): QuotaLimits => ({
  count: count ?? null,
  percentOfBook:
    percentOfBook === null || percentOfBook === undefined
      ? null
      : Math.max(leastOfBook, Math.floor(Number(percentOf(decimal(String(accountsInBook)), percentOfBook)))),
  arrCap: arrCap ?? null,
});
