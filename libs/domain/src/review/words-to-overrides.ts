import type { Day } from '#libs/kernel';
import type { AwaitReview, NoteReview } from '../override/override';
import type { OverrideId } from '../vocabulary';
import type { ItemStanding, Pinned, Review } from './review-life';

export type WordToOverride = AwaitReview | NoteReview;

/**
 * What a review has to say to the overrides that it asks about: by when it is to be answered, and what it was
 * answered. One by which an account moved is not asked about, nor one that an exception names: only an item of its
 * own asks whether an override is to stand.
 * @param among only to these, where they are given
 */
export const wordsToOverrides = (
  review: Review,
  today: Day,
  among?: ReadonlySet<OverrideId>,
): WordToOverride[] => {
  if (review.status === 'unopened' || review.status === 'draft' || !review.undecidedLapse) return [];
  return [...review.items.values()].flatMap((standing) => {
    const { kind, overrideId } = standing.item;
    if (kind !== 'OVERRIDE' || overrideId === null || (among && !among.has(overrideId))) return [];
    return wordOf(review, standing, today) ?? [];
  });
};

type Asking = Pick<Pinned, 'reviewId' | 'scheme' | 'view' | 'deadline'>;

/** Whoever ends an override has answered by the command that ends it; until that is carried out, the review asks on. */
const wordOf = (
  { reviewId, scheme, view, deadline }: Asking,
  { item: { externalId, overrideId }, decided }: ItemStanding,
  today: Day,
): WordToOverride | undefined => {
  if (externalId === null || overrideId === null) return undefined;
  const about = { scheme, view, externalId, overrideId, reviewId, today };
  if (!decided || decided.decision === 'NEEDS_INFO' || decided.decision === 'REVOKE_OVERRIDE')
    return { type: 'AwaitReview', ...about, decideBy: deadline };
  const { decision, by: decidedBy, on: decidedOn } = decided;
  return { type: 'NoteReview', ...about, decision, decidedBy, decidedOn };
};
