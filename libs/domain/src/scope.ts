import { z } from 'zod';

/** The key of a scope under which seats stand: the accounts that belong to their books. */
const book = 'book';

/**
 * A part of the portfolio: for each named attribute ("region", "segment"), or for `book`, the values of which an
 * account has to have one. The empty scope is the whole portfolio.
 */
export const Scope = z.record(
  z.string().min(1).max(128),
  z.array(z.string().min(1).max(2000)).min(1).max(500).readonly(),
);
export type Scope = Readonly<z.infer<typeof Scope>>;

/** What a scope looks at in an account. */
export interface Scoped {
  readonly ownerSeat: string | null;
  readonly attributes: Readonly<Record<string, string>>;
}

/** An account that lacks a named attribute stands outside. */
export const insideScope = (scope: Scope, { ownerSeat, attributes }: Scoped): boolean =>
  Object.entries(scope).every(([key, wanted]) => {
    const has = key === book ? ownerSeat : Object.hasOwn(attributes, key) ? attributes[key] : null;
    return has !== null && has !== undefined && wanted.includes(has);
  });
