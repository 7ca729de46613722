import type { OverrideId, TierCode } from '../../vocabulary';
import type { OverrideKind } from '../override-type';
import type { StandingOverride } from './standing-override';

/** What an account that is taken out stands at: no tier, and not UNTIERED either. */
export const excluded = 'EXCLUDED';

/** Why an override that stands does not shape the tier. */
export type LoserReason =
  /** One of a kind that goes before it does. */
  | 'OUTRANKED'
  /** Another FLOOR is higher, or another CEILING lower. */
  | 'LESS_TIGHT'
  /** The tier is within it by itself. */
  | 'NOT_NEEDED'
  /** There is no tier that it could bound. */
  | 'UNTIERED'
  /** The policy has no such tier any more. */
  | 'UNKNOWN_TIER'
  /** The account is part of another. */
  | 'ENDED';

export interface Loser {
  readonly overrideId: OverrideId;
  readonly kind: OverrideKind;
  readonly tier: TierCode | null;
  readonly reason: LoserReason;
}

/** What overrides make of a computed tier. */
export interface Effect {
  /** Null is UNTIERED. */
  readonly effective: TierCode | typeof excluded | null;
  /** Null where the computed tier stands. */
  readonly winner: StandingOverride | null;
  readonly losers: readonly Loser[];
}

/** By code, the place of a tier in the order of its scheme; no order, no FLOOR and no CEILING. */
export type Places = ReadonlyMap<TierCode, number>;

export const losing =
  (reason: LoserReason) =>
  ({ overrideId, kind, tier }: StandingOverride): Loser => ({ overrideId, kind, tier, reason });
