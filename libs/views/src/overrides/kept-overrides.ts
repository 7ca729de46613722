import type { Override, Overrides } from '#libs/domain';
import { canonicalJson } from '#libs/kernel';

/** An override as text, and back: what it holds as sets is written as lists, and no reviews or voices where there are none. */
export const textOfOverride = (override: Override): string =>
  canonicalJson({
    ...override,
    evidence: [...override.evidence],
    ...('announced' in override && { announced: [...override.announced] }),
    ...('reviews' in override && { reviews: unlessEmpty(override.reviews) }),
    ...('attesting' in override && { attesting: unlessEmpty(override.attesting) }),
  });

const unlessEmpty = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined);

export const overrideFrom = (text: string): Override => {
  // What was written above from an Override, and by nobody else.
  const kept = JSON.parse(text) as Override & { evidence: string[]; announced?: string[] };
  return Object.assign(kept, {
    evidence: new Set(kept.evidence),
    ...(kept.announced && { announced: new Set(kept.announced) }),
    ...(kept.status === 'approved' && !('reviews' in kept) && { reviews: [] }),
    ...(kept.status === 'approved' && !('attesting' in kept) && { attesting: [] }),
  });
};

/** All overrides of a timeline as text, and back. */
export const textOfOverrides = (overrides: Overrides): string =>
  canonicalJson([...overrides.values()].map(textOfOverride));

export const overridesFrom = (text: string): Overrides =>
  new Map((JSON.parse(text) as string[]).map(overrideFrom).map((one) => [one.overrideId, one]));
