import { z } from 'zod';
import type { Day } from '#libs/kernel';
import type { ExternalId, OverrideId, SchemeCode, TierCode, View } from '../vocabulary';

/** What an override does to the tier: gives it, bounds it, holds it, or takes the account out. */
export const OverrideType = z.enum(['PIN', 'FLOOR', 'CEILING', 'FREEZE', 'EXCLUDE']);
export type OverrideType = z.infer<typeof OverrideType>;

/** With the one that nobody asks for beforehand. */
export const OverrideKind = z.enum([...OverrideType.options, 'EMERGENCY']);
export type OverrideKind = z.infer<typeof OverrideKind>;

/** What somebody wants of a tier, and on which days. */
export interface Wanted {
  readonly kind: OverrideKind;
  /** Null where the kind names none: FREEZE and EXCLUDE. */
  readonly tier: TierCode | null;
  readonly from: Day;
  /** Null is until further notice, which only an EXCLUDE may be. */
  readonly until: Day | null;
}

/** A command to the overrides of one timeline. */
export interface OfTimeline<Type extends string> {
  readonly type: Type;
  readonly scheme: SchemeCode;
  readonly view: View;
  readonly externalId: ExternalId;
}

/** A command to one of them. */
export interface OfOverride<Type extends string> extends OfTimeline<Type> {
  readonly overrideId: OverrideId;
}

/** Which override of which timeline. */
export const aboutOf = ({ scheme, view, externalId, overrideId }: Omit<OfOverride<string>, 'type'>) => ({
  scheme,
  view,
  externalId,
  overrideId,
});
