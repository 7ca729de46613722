import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyGetKey,
} from 'jose';
import { PersonId } from '#libs/domain';
import type { Oidc, SigningKey } from '#libs/platform';
import { Problem } from './problem';
import { type Role, roles } from '#libs/platform';

/** Who is asking, as a verified token says. */
export interface Caller {
  readonly sub: PersonId;
  readonly roles: ReadonlySet<Role>;
  /** The seat whose book of accounts is the caller's scope; null when the token names none. */
  readonly seat: string | null;
  /** Milliseconds since 1970: from then on the token holds no longer. */
  readonly expiresAt: number;
}

interface Trust {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: string[];
  readonly rolesClaim: string;
  readonly seatClaim: string;
  readonly key: JWTVerifyGetKey;
}

/** What identity providers sign with. Never `none`, and never a shared secret. */
const issuersAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];

const unauthorised = (detail: string): Problem =>
  new Problem(401, 'UNAUTHENTICATED', detail, {
    headers: { 'www-authenticate': 'Bearer realm="tierledger", error="invalid_token"' },
  });

/** Tells who a bearer token speaks for. A token once verified is known until it expires. */
export class Tokens {
  private readonly known = new Map<string, Caller>();

  constructor(
    private readonly trust: () => Promise<Trust>,
    private readonly capacity = 10_000,
  ) {}

  /** At once for a token seen before; a promise otherwise. @throws Problem 401, or 503 while the issuer's keys cannot be had */
  callerOf(authorization: string | undefined): Caller | Promise<Caller> {
    if (!authorization) {
      throw new Problem(401, 'UNAUTHENTICATED', 'Send a token: Authorization: Bearer <JWT>.', {
        headers: { 'www-authenticate': 'Bearer realm="tierledger"' },
      });
    }
    const known = this.known.get(authorization);
    if (known && Date.now() < known.expiresAt) return known;
    this.known.delete(authorization);
    return this.verify(authorization);
  }

  private async verify(authorization: string): Promise<Caller> {
    const token = /^Bearer ([\w.~+/=-]{1,16384})$/i.exec(authorization)?.[1];
    if (!token) throw unauthorised('The header reads Authorization: Bearer <JWT>.');
    const { key, rolesClaim, seatClaim, ...expected } = await this.trust();
    const claims = await jwtVerify(token, key, {
      ...expected,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: 5,
    }).then(({ payload }) => payload, explain);
    const caller = callerFrom(claims, rolesClaim, seatClaim);
    this.remember(authorization, caller);
    return caller;
  }

  /** The longest known goes first when the table is full. */
  private remember(authorization: string, caller: Caller): void {
    if (this.known.size >= this.capacity) this.known.delete(this.known.keys().next().value!);
    this.known.set(authorization, caller);
  }
}

const callerFrom = (claims: JWTPayload, rolesClaim: string, seatClaim: string): Caller => {
  const sub = PersonId.safeParse(claims.sub);
  if (!sub.success) throw unauthorised('The token names nobody: its subject is text of 1 to 256 characters.');
  const [said, seat] = [claims[rolesClaim], claims[seatClaim]];
  return {
    sub: sub.data,
    roles: new Set(roles.filter((role) => Array.isArray(said) && said.includes(role))),
    seat: typeof seat === 'string' ? seat : null,
    expiresAt: (claims.exp ?? 0) * 1000,
  };
};

const explain = (error: unknown): never => {
  if (error instanceof errors.JWTExpired) throw unauthorised('The token has expired: ask for a new one.');
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
    throw new Problem(
      503,
      'ISSUER_UNREACHABLE',
      'The keys of the token issuer cannot be had just now: try again.',
      {
        headers: { 'retry-after': '5' },
      },
    );
  }
  throw unauthorised('The token is not one that this instance trusts.');
};

/** Tokens signed by the instance's own development key. */
export const ownTokens = ({ issuer, audience, jwks }: SigningKey): Tokens => {
  const key = createLocalJWKSet({ keys: [...jwks.keys] });
  const trust = { issuer, audience, algorithms: ['EdDSA'], rolesClaim: 'roles', seatClaim: 'seat', key };
  return new Tokens(() => Promise.resolve(trust));
};

/** Tokens of an identity provider, whose keys are found as OpenID Connect says; the look-up is repeated until it succeeds once. */
export const issuedTokens = ({ issuer, audience, rolesClaim, seatClaim }: Oidc): Tokens => {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return new Tokens(async () => {
    keys ??= discover(issuer).catch((error: unknown) => {
      keys = undefined;
      return explain(error);
    });
    return { issuer, audience, algorithms: issuersAlgorithms, rolesClaim, seatClaim, key: await keys };
  });
};

const discover = async (issuer: string): Promise<JWTVerifyGetKey> => {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(5000) });
  const { jwks_uri: jwksUri } = (await answer.json()) as { jwks_uri: string };
  return createRemoteJWKSet(new URL(jwksUri));
};
