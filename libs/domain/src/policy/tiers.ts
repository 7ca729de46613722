import type { TierCode } from '../vocabulary';
import type { PolicyDocument, TierDefinition } from './policy-document';

/** Tiers by place: the lowest first where they have an order, else as they stand. */
export const ladderOfTiers = (tiers: readonly TierDefinition[], ordered: boolean): TierCode[] =>
  (ordered ? [...tiers].sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0)) : tiers).map(({ code }) => code);

export const placesOf = (tiers: readonly TierCode[]): ReadonlyMap<TierCode, number> =>
  new Map(tiers.map((code, place) => [code, place]));

/** Whether the tiers of a document stand in one order. */
export const isOrdinal = (document: PolicyDocument): boolean =>
  document.kind === 'table' ? document.ordinal : document.kind !== 'matrix';
