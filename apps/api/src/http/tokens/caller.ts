import type { JWTPayload } from 'jose';
import { PersonId, type Scope } from '#libs/domain';
import { type Role, roles } from '#libs/platform';
import { Problem } from '../problem';
import { scopeIn } from '../scopes/scope-claim';

/** Who is asking, as a verified token says. */
export interface Caller {
  readonly sub: PersonId;
  readonly roles: ReadonlySet<Role>;
  /** The seat whose book of accounts is the caller's scope; null when the token names none. */
  readonly seat: string | null;
  /** The part of the portfolio that is all there is for them; null is the whole. */
  readonly scope: Scope | null;
  /** Milliseconds since 1970: from then on the token holds no longer. */
  readonly expiresAt: number;
}

/** Nobody is known by what the request says. */
export const unauthorised = (detail: string): Problem =>
  new Problem(401, 'UNAUTHENTICATED', detail, {
    headers: { 'www-authenticate': 'Bearer realm="tierledger", error="invalid_token"' },
  });

/** Under which names a token says it. */
export interface Claims {
  readonly rolesClaim: string;
  readonly seatClaim: string;
  readonly scopeClaim: string;
}

/** @throws Problem 401 for a token that names nobody, or no part of a portfolio where it is to name one */
export const callerFrom = (claims: JWTPayload, { rolesClaim, seatClaim, scopeClaim }: Claims): Caller => {
  const sub = PersonId.safeParse(claims.sub);
  if (!sub.success) throw unauthorised('The token names nobody: its subject is text of 1 to 256 characters.');
  const [said, seat] = [claims[rolesClaim], claims[seatClaim]];
  return {
    sub: sub.data,
    roles: new Set(roles.filter((role) => Array.isArray(said) && said.includes(role))),
    seat: typeof seat === 'string' ? seat : null,
    scope: scopeFrom(claims, scopeClaim),
    expiresAt: (claims.exp ?? 0) * 1000,
  };
};

const scopeFrom = (claims: JWTPayload, name: string): Scope | null => {
  const scope = scopeIn(claims[name]);
  if (scope !== undefined) return scope;
  throw unauthorised(
    `The claim "${name}" names no part of a portfolio: it reads {"region": ["EMEA"]}; OIDC_SCOPE_CLAIM says which claim is meant.`,
  );
};
