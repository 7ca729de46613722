import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Oidc } from '#libs/platform';

/** A key of an issuer, and what it publishes of it. */
export interface IssuerKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** Makes a key that an issuer can sign with. */
export const newIssuerKey = async (kid: string, alg: string): Promise<IssuerKey> => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
};

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/** An identity provider on this machine. What it publishes and how it behaves may be changed at any time. */
export interface TestIssuer {
  readonly oidc: Oidc;
  /** The first one signs what `issueToken` issues. */
  published: IssuerKey[];
  /** Is asked in place of the issuer, while it is set. */
  instead: Answering | undefined;
  /** The addresses asked for, in order. */
  readonly asked: string[];
  issueToken(bearer: { sub: string; roles: readonly string[] }, by?: IssuerKey): Promise<string>;
  close(): Promise<void>;
}

/** Starts an issuer with these keys; ends with `close`. */
export const startIssuer = async (...keys: IssuerKey[]): Promise<TestIssuer> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (state.instead) return state.instead(request, response);
    const says = request.url === '/keys' ? { keys: state.published.map(({ jwk }) => jwk) } : discovery;
    response.end(JSON.stringify(says));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const discovery = { issuer: address, jwks_uri: `${address}/keys` };
  const oidc = {
    issuer: address,
    audience: 'tiers',
    rolesClaim: 'roles',
    seatClaim: 'seat',
    scopeClaim: 'account_scope',
    keysSeconds: 300,
  };
  const state: Pick<TestIssuer, 'published' | 'instead'> = { published: keys, instead: undefined };
  return Object.assign(state, {
    oidc,
    asked,
    issueToken: ({ sub, roles }: { sub: string; roles: readonly string[] }, by = state.published[0]!) =>
      new SignJWT({ roles })
        .setProtectedHeader({ alg: by.alg, kid: by.kid })
        .setSubject(sub)
        .setIssuer(oidc.issuer)
        .setAudience(oidc.audience)
        .setExpirationTime('12h')
        .sign(by.privateKey),
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  });
};
