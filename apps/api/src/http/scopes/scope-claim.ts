import { Scope } from '#libs/domain';

/**
 * The part of the portfolio that a token names, as its claim says: null is the whole, undefined is no answer, since
 * a claim that cannot be read must not open more than one that can.
 */
export const scopeIn = (claim: unknown): Scope | null | undefined => {
  if (claim === undefined) return null;
  const scope = Scope.safeParse(claim);
  if (!scope.success) return undefined;
  return Object.keys(scope.data).length === 0 ? null : scope.data;
};
