import { type Decimal, inLastPlaces } from '#libs/kernel';
import { type BoundaryTold, boundariesOf } from '../explanation/boundaries';
import type { Basis } from '../override/basis';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import { Measure, type TierCode } from '../vocabulary';

/** An edge that an account stands next to. */
export interface NextBoundary extends Pick<BoundaryTold, 'pointer' | 'subject' | 'enter'> {
  /** To the edge; negative where it is passed. */
  readonly missing: Decimal;
}

/** Which tiers an override moved an account between. */
export interface TierMove {
  readonly fromTier: TierCode | null;
  readonly toTier: TierCode | null;
}

/**
 * The edge that an override went across: on the way up that of the tier it gives, on the way down that of the tier it
 * takes away; of several measures the one to which the least is missing, in proportion to the edge. Null where no edge
 * divides the two, or no value is known.
 */
export const nextBoundary = (
  document: PolicyDocument,
  inputs: Basis['inputs'],
  { fromTier, toTier }: TierMove,
): NextBoundary | null => {
  const { places, order } = judgeOf(document);
  const place = (tier: TierCode | null) => (tier === null ? -1 : (places.get(tier) ?? -1));
  const upper = place(toTier) >= place(fromTier) ? toTier : fromTier;
  const readings = Object.entries(inputs).map(([name, value]) => ({ measure: Measure.parse(name), value }));
  const near = boundariesOf(document, readings, null)
    .filter(({ tier }) => order !== 'ordinal' || tier === upper)
    .flatMap(({ pointer, subject, enter, toEnter }) =>
      toEnter === null ? [] : [{ pointer, subject, enter, missing: toEnter }],
    );
  return near.reduce<NextBoundary | null>((best, one) => (best && !isNearer(one, best) ? best : one), null);
};

const isNearer = (a: NextBoundary, b: NextBoundary): boolean =>
  size(a.missing) * scale(b.enter) < size(b.missing) * scale(a.enter);

const size = (value: Decimal): bigint => {
  const whole = inLastPlaces(value);
  return whole < 0n ? -whole : whole;
};

/** An edge at nothing has no proportion: what is missing to it counts as it stands. */
const scale = (edge: Decimal): bigint => size(edge) || 1n;
