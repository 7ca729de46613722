import { z } from 'zod';
import { Decimal } from '#libs/kernel';
import { ExternalId, OverrideId } from '../vocabulary';

// The shapes of items are part of the storage format: add optional fields, never rename, retype or remove one.

/** How much depends on it that somebody looks: in this order items are ranked. */
export const risks = ['HIGH', 'MEDIUM', 'LOW'] as const;
export const Risk = z.enum(risks);
export type Risk = z.infer<typeof Risk>;

export const ItemKind = z.enum(['PROMOTION', 'DEMOTION', 'RESTATEMENT', 'OVERRIDE', 'EXCEPTION']);
export type ItemKind = z.infer<typeof ItemKind>;

/** What reviewers can say of an item. */
export const ItemDecision = z.enum([
  'CONFIRM',
  'PROMOTE',
  'DEMOTE',
  'REVOKE_OVERRIDE',
  'DEFER',
  'NEEDS_INFO',
]);
export type ItemDecision = z.infer<typeof ItemDecision>;

/** Why something is an item: a code for machines, a sentence for people. */
const ItemReason = z.object({ code: z.string().min(1).max(64), detail: z.string().max(2000) });
export type ItemReason = z.infer<typeof ItemReason>;

/** Something in a pack that somebody has to look at. */
export const ReviewItem = z.object({
  /** Its place in the review, by risk; it never changes. */
  n: z.int().min(1),
  kind: ItemKind,
  /** Null where it is about no account. */
  externalId: ExternalId.nullable(),
  name: z.string().nullable(),
  /** Null where it is about no override. */
  overrideId: OverrideId.nullable(),
  reasons: z.array(ItemReason),
  risk: Risk,
  /** On the closing day, as far as the pack says. */
  arr: Decimal,
  suggested: ItemDecision,
  /** The quarter whose review has put it off; null when none has. */
  deferredFrom: z.string().nullable(),
});
export type ReviewItem = z.infer<typeof ReviewItem>;

/** The same in two reviews is the same item: what it is about, not what is said of it. */
export const sameItem = ({
  kind,
  externalId,
  overrideId,
}: Pick<ReviewItem, 'kind' | 'externalId' | 'overrideId'>): string =>
  JSON.stringify([kind, externalId, overrideId]);
