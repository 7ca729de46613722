import { passGate } from '../bodies/body-gate';

/** Why a token is not looked at further; the sentence is for the caller. */
export class TokenRefusal extends Error {}

/** What a header must not say: where else a key is to be had, or that the token is to be read in another way. */
const refusedInHeader = [
  'jku',
  'jwk',
  'x5u',
  'x5c',
  'crit',
  'b64',
  'zip',
  'enc',
  'cty',
  'epk',
  'p2c',
] as const;

/** What a token may call itself. One that was made for another purpose (a logout, a proof) says so here. */
const types = new Set(['jwt', 'at+jwt', 'application/jwt', 'application/at+jwt']);

const keyName = /^[\x20-\x7e]{1,256}$/;

/**
 * Refuses what has not the form of a token, before a key is asked for: three parts in the one spelling that their
 * bytes have, JSON in which nothing is said twice, and a header that leaves the choice of the key to us.
 * @throws TokenRefusal
 */
export const admitForm = (token: string): void => {
  const parts = token.split('.');
  if (parts.length !== 3) throw new TokenRefusal('A token has three parts: header, claims and signature.');
  const [header, claims, signature] = parts.map(bytesOf) as [Buffer, Buffer, Buffer];
  if (signature.length === 0) throw new TokenRefusal('The token is not signed.');
  admitHeader(objectIn(header));
  objectIn(claims);
};

/** There is one way to write bytes: a second spelling of the same token would be another token to a cache. */
const bytesOf = (part: string): Buffer => {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw new TokenRefusal('A part of the token is not base64url.');
  return bytes;
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** `JSON.parse` takes the last of two members of one name in silence, so that is looked for in the text. */
const objectIn = (bytes: Buffer): Readonly<Record<string, unknown>> => {
  try {
    const text = utf8.decode(bytes);
    passGate(text);
    const said: unknown = JSON.parse(text);
    if (typeof said === 'object' && said !== null && !Array.isArray(said))
      return said as Record<string, unknown>;
  } catch {
    // The reason would be about JSON, and whoever sends a token seldom wrote it.
  }
  throw new TokenRefusal('A part of the token is no JSON object in which each name stands once.');
};

const admitHeader = (header: Readonly<Record<string, unknown>>): void => {
  const refused = refusedInHeader.find((name) => Object.hasOwn(header, name));
  if (refused) throw new TokenRefusal(`The header of the token says ${refused}, which is not followed here.`);
  const { kid, typ } = header;
  if (typ !== undefined && !(typeof typ === 'string' && types.has(typ.toLowerCase())))
    throw new TokenRefusal('The token was made for something else: its type is JWT or at+jwt.');
  if (kid !== undefined && !(typeof kid === 'string' && keyName.test(kid)))
    throw new TokenRefusal('The token names its key in text of 1 to 256 characters.');
};
