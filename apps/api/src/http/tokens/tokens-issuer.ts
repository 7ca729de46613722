import type { JWK } from 'jose';

/** The issuer does not answer, or not as it should: nothing is known of keys that are not known already. */
export class IssuerAway extends Error {
  constructor(options?: ErrorOptions) {
    super('The keys of the token issuer cannot be had just now: try again.', options);
  }
}

/** Far more than an issuer with a hundred keys says. */
const mostBytes = 256 * 1024;
const mostKeys = 100;
const patienceMs = 5_000;

/**
 * The public keys that an issuer signs with, found as OpenID Connect Discovery says.
 * @throws Error when it does not answer in time, sends elsewhere, speaks of another issuer, or says too much
 */
export const fetchKeySet = async (issuer: string): Promise<readonly JWK[]> => {
  const said = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (said['issuer'] !== issuer) throw new Error(`${issuer} speaks for ${JSON.stringify(said['issuer'])}.`);
  const { keys } = await fetchJson(keysAddress(issuer, said['jwks_uri']));
  if (!Array.isArray(keys) || keys.length > mostKeys) throw new Error(`${issuer} publishes no list of keys.`);
  return keys.filter(isForSignatures).map(publicPart);
};

/** Over TLS wherever; without it only where the issuer itself is reached without, and from the same machine. */
const keysAddress = (issuer: string, said: unknown): string => {
  if (typeof said !== 'string' || !URL.canParse(said)) throw new Error(`${issuer} does not say jwks_uri.`);
  const [home, address] = [new URL(issuer), new URL(said)];
  const sameMachine = address.host === home.host || (isLoopback(address) && isLoopback(home));
  const plain = address.protocol === 'http:' && home.protocol === 'http:' && sameMachine;
  if (address.protocol !== 'https:' && !plain) throw new Error(`${said} is not reached over https.`);
  return said;
};

const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

const fetchJson = async (address: string): Promise<Readonly<Record<string, unknown>>> => {
  const answer = await fetch(address, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(patienceMs),
  });
  if (answer.status !== 200 || !answer.body) throw new Error(`${address} answers ${answer.status}.`);
  const said: unknown = JSON.parse(await textOf(address, answer.body));
  if (typeof said !== 'object' || said === null) throw new Error(`${address} is no JSON object.`);
  return said as Record<string, unknown>;
};

const textOf = async (address: string, body: AsyncIterable<Uint8Array>): Promise<string> => {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > mostBytes) throw new Error(`${address} answers with more than ${mostBytes} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
};

/** A shared secret is no key to verify with, and an RSA key of less than 2048 bits is none any more. */
const isForSignatures = (key: unknown): key is JWK => {
  if (typeof key !== 'object' || key === null) return false;
  const { kty, use, n } = key as JWK;
  if (use !== undefined && use !== 'sig') return false;
  return kty === 'EC' || kty === 'OKP' || (kty === 'RSA' && typeof n === 'string' && n.length >= 342);
};

/** Private members have no business here; should an issuer publish them, they are not kept. */
const publicPart = ({ kty, kid, alg, use, crv, x, y, n, e }: JWK): JWK =>
  JSON.parse(JSON.stringify({ kty, kid, alg, use, crv, x, y, n, e })) as JWK;
