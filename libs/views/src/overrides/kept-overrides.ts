import type { Override, Overrides } from '#libs/domain';
import { canonicalJson } from '#libs/kernel';

/** An override as text, and back: what it holds as sets is written as lists, and no reviews where none ask. */
export const textOfOverride = (override: Override): string =>
  canonicalJson({
    ...override,
    evidence: [...override.evidence],
    ...('announced' in override && { announced: [...override.announced] }),
    ...('reviews' in override && { reviews: override.reviews.length > 0 ? override.reviews : undefined }),
  });

export const overrideFrom = (text: string): Override => {
  // What was written above from an Override, and by nobody else.
  const kept = JSON.parse(text) as Override & { evidence: string[]; announced?: string[] };
  return Object.assign(kept, {
    evidence: new Set(kept.evidence),
    ...(kept.announced && { announced: new Set(kept.announced) }),
    ...(kept.status === 'approved' && !('reviews' in kept) && { reviews: [] }),
  });
};

/** All overrides of a timeline as text, and back. */
export const textOfOverrides = (overrides: Overrides): string =>
  canonicalJson([...overrides.values()].map(textOfOverride));

export const overridesFrom = (text: string): Overrides =>
  new Map((JSON.parse(text) as string[]).map(overrideFrom).map((one) => [one.overrideId, one]));
