import { createHmac, createPublicKey, type KeyObject, sign } from 'node:crypto';

/** Whose tokens are forged: the key that is trusted, and another that is not. */
export interface Forge {
  readonly alg: 'EdDSA' | 'RS256' | 'ES256';
  readonly kid: string;
  readonly trusted: KeyObject;
  readonly another: KeyObject;
  readonly issuer: string;
  readonly audience: string;
  /** Where somebody would notice who follows an address in a token. */
  readonly trap: string;
}

type Claims = Readonly<Record<string, unknown>>;

const part = (said: unknown): string =>
  Buffer.from(typeof said === 'string' ? said : JSON.stringify(said)).toString('base64url');

/** Signs whatever is said, in whatever form. */
const signed = ({ alg }: Forge, header: unknown, claims: unknown, key: KeyObject): string => {
  const text = `${part(header)}.${part(claims)}`;
  const hash = alg === 'EdDSA' ? null : 'sha256';
  const signature = sign(hash, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
};

const now = Math.floor(Date.now() / 1000);

const claimsOf = ({ issuer, audience }: Forge): Claims => ({
  sub: 'eve',
  roles: ['admin'],
  iss: issuer,
  aud: audience,
  exp: now + 3600,
});

/** A token that is right in all: without it, a table of refusals would prove nothing. */
export const rightToken = (forge: Forge): string =>
  signed(forge, { alg: forge.alg, kid: forge.kid }, claimsOf(forge), forge.trusted);

type Named = readonly [name: string, token: string];

/** Headers that choose another algorithm, or no signature at all. */
const ofAlgorithms = (forge: Forge): Named[] => {
  const claims = part(claimsOf(forge));
  const signature = rightToken(forge).split('.')[2]!;
  const spki = createPublicKey(forge.trusted).export({ type: 'spki', format: 'pem' }) as string;
  const jwk = createPublicKey(forge.trusted).export({ format: 'jwk' });
  const hmac = (alg: string, secret: string | Buffer): string => {
    const text = `${part({ alg, kid: forge.kid, typ: 'JWT' })}.${claims}`;
    return `${text}.${createHmac(`sha${alg.slice(2)}`, secret)
      .update(text)
      .digest('base64url')}`;
  };
  const saying = (header: object) => `${part(header)}.${claims}.${signature}`;
  return [
    ...['none', 'None', 'NONE', 'nOnE'].map((alg): Named => [`alg ${alg}`, `${part({ alg })}.${claims}.`]),
    ['alg none with a signature', saying({ alg: 'none', kid: forge.kid })],
    ['no alg', saying({ kid: forge.kid })],
    ['alg null', saying({ alg: null, kid: forge.kid })],
    ['alg of a list', saying({ alg: [forge.alg], kid: forge.kid })],
    ['alg in small letters', saying({ alg: forge.alg.toLowerCase(), kid: forge.kid })],
    ['alg dir', saying({ alg: 'dir', kid: forge.kid })],
    ['HS256 with the public key as PEM', hmac('HS256', spki)],
    ['HS256 with the public key as PEM, trimmed', hmac('HS256', spki.trim())],
    ['HS384 with the public key as PEM', hmac('HS384', spki)],
    ['HS512 with the public key as JWK', hmac('HS512', JSON.stringify(jwk))],
    ['HS256 with the bytes of the public key', hmac('HS256', Buffer.from((jwk.x ?? jwk.n)!, 'base64url'))],
    ['HS256 with nothing', hmac('HS256', '')],
    ['another algorithm than the key is for', saying({ alg: 'ES384', kid: forge.kid })],
    [
      'a signature of zeros',
      `${part({ alg: forge.alg, kid: forge.kid })}.${claims}.${Buffer.alloc(64).toString('base64url')}`,
    ],
  ];
};

/** Headers that lead to a key of the sender's own. Signed by it, they would be right if anybody followed. */
const ofHeaders = (forge: Forge): Named[] => {
  const { alg, kid, trap } = forge;
  const jwk = createPublicKey(forge.another).export({ format: 'jwk' });
  const own = (header: object) => signed(forge, { alg, kid, ...header }, claimsOf(forge), forge.another);
  const right = (header: unknown) => signed(forge, header, claimsOf(forge), forge.trusted);
  const named = (name: unknown) => own({ kid: name });
  return [
    ['the key of somebody else', own({})],
    ['jku', own({ jku: `${trap}/keys` })],
    ['jku beside a key that is trusted', right({ alg, kid, jku: `${trap}/keys` })],
    ['x5u', own({ x5u: `${trap}/certificate` })],
    ['jwk', own({ jwk })],
    ['x5c', own({ x5c: [Buffer.from('certificate').toString('base64')] })],
    ['kid with a path', named('../../../../dev/null')],
    ['kid with SQL', named("' union select 'secret' --")],
    ['kid with an address', named(`${trap}/kid`)],
    ['kid with a command', named('k;curl evil')],
    ['kid __proto__', named('__proto__')],
    ['kid with NUL', named('k\0')],
    ['kid of 300 characters', named('k'.repeat(300))],
    ['kid empty', right({ alg, kid: '' })],
    ['kid a number', right({ alg, kid: 1 })],
    ['kid null', right({ alg, kid: null })],
    ['crit', right({ alg, kid, crit: ['exp'] })],
    ['crit empty', right({ alg, kid, crit: [] })],
    ['crit of what is understood', right({ alg, kid, crit: ['b64'], b64: true })],
    ['b64 false', right({ alg, kid, crit: ['b64'], b64: false })],
    ['zip', right({ alg, kid, zip: 'DEF' })],
    ['a token in a token', right({ alg, kid, cty: 'JWT' })],
    ['a token to log out', right({ alg, kid, typ: 'logout+jwt' })],
    ['a proof of possession', right({ alg, kid, typ: 'dpop+jwt' })],
    ['typ a number', right({ alg, kid, typ: 7 })],
    ['a header that says alg twice', right(`{"alg":"none","alg":"${alg}","kid":"${kid}"}`)],
    ['a header that is a list', right([alg])],
    ['a header that is null', right('null')],
    ['a header that is no JSON', right(`{alg:"${alg}"}`)],
  ];
};

/** Claims that somebody trusted has signed, and that say too little, too much or something else. */
const ofClaims = (forge: Forge): Named[] => {
  const { alg, kid, issuer, audience, trusted } = forge;
  const text = (claims: unknown) => signed(forge, { alg, kid }, claims, trusted);
  const with_ = (changes: Claims) => text({ ...claimsOf(forge), ...changes });
  const twice = (more: string) => text(`${JSON.stringify(claimsOf(forge)).slice(0, -1)},${more}}`);
  const lacking = (name: string) => with_({ [name]: undefined });
  return [
    ['expired', with_({ exp: now - 60 })],
    ['expired at the beginning of time', with_({ exp: 0 })],
    ['expired before the beginning of time', with_({ exp: -1 })],
    ['exp as text', with_({ exp: String(now + 3600) })],
    ['exp null', with_({ exp: null })],
    [
      'exp without end',
      text(JSON.stringify({ ...claimsOf(forge), exp: 0 }).replace('"exp":0', '"exp":1e999')),
    ],
    ['no exp', lacking('exp')],
    ['not yet valid', with_({ nbf: now + 3600 })],
    ['nbf as text', with_({ nbf: 'now' })],
    ['no issuer', lacking('iss')],
    ['another issuer', with_({ iss: 'https://evil.example.com' })],
    ['an issuer that begins alike', with_({ iss: `${issuer}.evil.example.com` })],
    ['an issuer with a slash more', with_({ iss: `${issuer}/` })],
    ['issuers in a list', with_({ iss: [issuer] })],
    ['no audience', lacking('aud')],
    ['another audience', with_({ aud: 'another' })],
    ['another audience in a list', with_({ aud: ['another', `${audience}s`] })],
    ['audience in other letters', with_({ aud: audience.toUpperCase() })],
    ['no subject', lacking('sub')],
    ['an empty subject', with_({ sub: '' })],
    ['subject null', with_({ sub: null })],
    ['subject a number', with_({ sub: 7 })],
    ['subject with NUL', with_({ sub: 'eve\0' })],
    ['subject in two lines', with_({ sub: 'eve\nadmin' })],
    ['subject of 257 characters', with_({ sub: 'x'.repeat(257) })],
    ['subject with half a character', text('{"sub":"\\ud800","exp":9999999999}')],
    ["the product's own work", with_({ sub: 'system:reassessment' })],
    ['a service key', with_({ sub: 'service-key:1' })],
    ['a subject twice', twice('"sub":"root"')],
    ['roles twice', twice('"roles":["revops"]')],
    ['exp twice', twice(`"exp":${now + 7200}`)],
    ['a subject twice, once in disguise', twice('"\\u0073ub":"root"')],
    ['a name twice further in', twice('"scope":{"region":["EMEA"],"region":["APAC"]}')],
    ['a prototype', twice('"__proto__":{"roles":["admin"]}')],
    ['claims in a list', text([claimsOf(forge)])],
    ['claims that are text', text('"eve"')],
    ['claims that are no JSON', text('eve')],
    ['no claims', text('')],
    ['a byte order mark', text(`\ufeff${JSON.stringify(claimsOf(forge))}`)],
  ];
};

/** A right token, cut, joined, stretched or spelled otherwise. */
const ofForm = (forge: Forge): Named[] => {
  const right = rightToken(forge);
  const [header, claims, signature] = right.split('.') as [string, string, string];
  const tampered = part({ ...claimsOf(forge), sub: 'root' });
  const other = signed(forge, { alg: forge.alg, kid: forge.kid }, { sub: 'other' }, forge.trusted);
  const swapped = (letter: string) => (letter === 'A' ? 'B' : 'A');
  const long = (bytes: number) =>
    signed(
      forge,
      { alg: forge.alg, kid: forge.kid },
      { ...claimsOf(forge), pad: 'x'.repeat(bytes) },
      forge.trusted,
    );
  return [
    ['claims exchanged', `${header}.${tampered}.${signature}`],
    ['the signature of another token', `${header}.${claims}.${other.split('.')[2]}`],
    ['the signature changed', `${header}.${claims}.${swapped(signature[0]!)}${signature.slice(1)}`],
    ['the signature cut', `${header}.${claims}.${signature.slice(0, -8)}`],
    ['the signature stripped', `${header}.${claims}.`],
    ['the signature left out', `${header}.${claims}`],
    ['the signature alone', `..${signature}`],
    ['with padding', `${header}.${claims}.${signature}==`],
    ['in another spelling of the same bytes', `${header}.${claims}.${respelled(signature)}`],
    ['in the other alphabet', `${header}.${claims}.${signature.slice(0, -2)}+/`],
    ['four parts', `${right}.${signature}`],
    ['the shape of a JWE', `${part({ alg: 'dir', enc: 'A256GCM' })}..${claims}.${claims}.${signature}`],
    ['two tokens', `${right},${right}`],
    ['a word behind it', `${right} admin`],
    ['as JSON', JSON.stringify({ payload: claims, protected: header, signature })],
    ['17 KB', long(13_000)],
    ['64 KB', long(48_000)],
    ['64 KB of one letter', 'A'.repeat(65_000)],
    ['dots alone', '..'],
    ['a word', 'admin'],
  ];
};

/** The last letter of 64 or 256 bytes has bits that no byte takes. */
const respelled = (text: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1)!) + 1];
};

/** Tokens none of which opens anything. */
export const hostileTokens = (forge: Forge): Named[] => [
  ...ofAlgorithms(forge),
  ...ofHeaders(forge),
  ...ofClaims(forge),
  ...ofForm(forge),
];
