import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importPKCS8,
  type JWK,
  SignJWT,
} from 'jose';
import type { Config } from './config';

/** Who a token speaks for. */
export interface Bearer {
  readonly sub: string;
  readonly roles: readonly string[];
  /** The seat whose book of accounts is the bearer's scope. */
  readonly seat?: string;
  /** The part of the portfolio that is all there is for the bearer; the whole when absent. */
  readonly scope?: Readonly<Record<string, readonly string[]>>;
  /** How long the token holds: `15m`, `1h`, `7d`. */
  readonly ttl?: string;
}

/** The instance's own development key: it signs tokens where no identity provider does. */
export interface SigningKey {
  readonly issuer: string;
  readonly audience: string;
  /** The public half, as a key set for `jose`'s verification. */
  readonly jwks: { readonly keys: readonly JWK[] };
  issueToken(bearer: Bearer): Promise<string>;
}

/** A token is asked of an instance whose tokens come from an identity provider. */
export class TokensComeFromIssuer extends Error {
  override readonly name = 'TokensComeFromIssuer';

  constructor(issuer: string) {
    super(`Tokens of this instance come from ${issuer} (OIDC_ISSUER): ask there for one.`);
  }
}

/** The only algorithm the development key signs with. */
export const signingAlgorithm = 'EdDSA';

const issuer = 'tierledger';
const audience = 'tierledger';

/**
 * Opens the development key in the data directory, made at the first use.
 * @throws TokensComeFromIssuer
 */
export const openSigningKey = async ({
  dataDir,
  oidc,
}: Pick<Config, 'dataDir' | 'oidc'>): Promise<SigningKey> => {
  if (oidc) throw new TokensComeFromIssuer(oidc.issuer);
  const privateKey = await importPKCS8(await keptKey(join(dataDir, 'keys')), signingAlgorithm, {
    extractable: true,
  });
  const { kty, crv, x } = await exportJWK(privateKey);
  const publicKey: JWK = { kty, crv, x, alg: signingAlgorithm, use: 'sig' };
  const kid = await calculateJwkThumbprint(publicKey);
  return {
    issuer,
    audience,
    jwks: { keys: [{ ...publicKey, kid }] },
    issueToken: ({ sub, roles, seat, scope, ttl = '1h' }) =>
      new SignJWT({ roles, ...(seat !== undefined && { seat }), ...(scope !== undefined && { scope }) })
        .setProtectedHeader({ alg: signingAlgorithm, kid })
        .setSubject(sub)
        .setIssuer(issuer)
        .setAudience(audience)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime(ttl)
        .sign(privateKey),
  };
};

/** Two processes may start at once: each makes a key, a hard link lets one of them win, and both read that. */
const keptKey = async (dir: string): Promise<string> => {
  const path = join(dir, 'signing-key.pem');
  if (!existsSync(path)) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    chmodSync(dir, 0o700);
    const draft = join(dir, `.${randomUUID()}.pem`);
    writeFileSync(draft, await newKey(), { mode: 0o600, flush: true });
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return readFileSync(path, 'utf8');
};

const newKey = async (): Promise<string> => {
  const { privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
  return exportPKCS8(privateKey);
};
