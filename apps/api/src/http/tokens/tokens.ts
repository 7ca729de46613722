import { errors, jwtVerify } from 'jose';
import type { Oidc, SigningKey } from '#libs/platform';
import { Problem } from '../problem';
import { type Caller, callerFrom, type Claims, unauthorised } from './caller';
import { admitForm, TokenRefusal } from './tokens-form';
import { IssuerAway } from './tokens-issuer';
import { IssuerKeys, keysOf, type TrustedKeys } from './tokens-keys';

interface Trust extends Claims {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: string[];
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

interface Verified {
  readonly caller: Caller;
  /** Of the keys by which it was verified. */
  readonly edition: number;
}

/** Tells who a bearer token speaks for. A token once verified is known until it expires or a key is changed. */
export class Tokens {
  private readonly known = new Map<string, Verified>();

  constructor(
    private readonly trust: Trust,
    private readonly keys: TrustedKeys,
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
    if (known && this.holds(known)) return known.caller;
    this.known.delete(authorization);
    return this.verify(authorization).catch(explain);
  }

  private holds({ caller, edition }: Verified): boolean {
    return Date.now() < caller.expiresAt && edition === this.keys.edition && this.keys.current();
  }

  private async verify(authorization: string): Promise<Caller> {
    const token = /^Bearer ([\w.-]{1,16384})$/i.exec(authorization)?.[1];
    if (!token)
      throw new TokenRefusal('The header reads Authorization: Bearer <JWT>, of 16384 characters at most.');
    admitForm(token);
    const { rolesClaim, seatClaim, scopeClaim, ...expected } = this.trust;
    const { edition } = this.keys;
    const { payload } = await jwtVerify(token, this.keys.find, {
      ...expected,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: 5,
    });
    const caller = callerFrom(payload, { rolesClaim, seatClaim, scopeClaim });
    if (reserved.test(caller.sub))
      throw new TokenRefusal('The token names a part of the product as its bearer.');
    this.remember(authorization, { caller, edition });
    return caller;
  }

  /** The longest known goes first when the table is full. */
  private remember(authorization: string, verified: Verified): void {
    if (this.known.size >= this.capacity) this.known.delete(this.known.keys().next().value!);
    this.known.set(authorization, verified);
  }
}

/** In the log these stand for the product's own work, and for keys that it has made itself. */
const reserved = /^(system|service-key):/;

const explain = (error: unknown): never => {
  if (error instanceof Problem) throw error;
  if (error instanceof IssuerAway) {
    throw new Problem(503, 'ISSUER_UNREACHABLE', error.message, { headers: { 'retry-after': '5' } });
  }
  if (error instanceof TokenRefusal) throw unauthorised(error.message);
  if (error instanceof errors.JWTExpired) throw unauthorised('The token has expired: ask for a new one.');
  throw unauthorised('The token is not one that this instance trusts.');
};

const ownClaims = { rolesClaim: 'roles', seatClaim: 'seat', scopeClaim: 'scope' };

/** Tokens signed by the instance's own development key. */
export const ownTokens = (key: SigningKey): Tokens => {
  const { issuer, audience } = key;
  const trust = { issuer, audience, algorithms: ['EdDSA'], ...ownClaims };
  return new Tokens(trust, keysOf(key));
};

/** Known keys go on for an hour while their issuer is away: by then its tokens have run out anyway. */
const afterwards = { grace: 3600_000, pause: 10_000, retry: 1_000 };

/** Tokens of an identity provider, whose keys are found as OpenID Connect says. */
export const issuedTokens = ({ keysSeconds, ...oidc }: Oidc): Tokens => {
  const patience = { fresh: keysSeconds * 1000, ...afterwards };
  return new Tokens({ ...oidc, algorithms: issuersAlgorithms }, new IssuerKeys(oidc.issuer, patience));
};
