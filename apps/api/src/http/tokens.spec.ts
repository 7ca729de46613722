import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { openSigningKey } from '#libs/platform';
import { issuedTokens, ownTokens } from './tokens';

const everythingElse = [
  'nextTick',
  'setImmediate',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
  'performance',
  'hrtime',
] as const;

describe('a token of the development key', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tierledger-tokens-'));
  afterAll(() => {
    jest.useRealTimers();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is verified once, known at once from then on, and forgotten when it has run out', async () => {
    const key = await openSigningKey({ dataDir, oidc: null });
    const tokens = ownTokens(key);
    const header = `Bearer ${await key.issueToken({ sub: 'ana', roles: ['revops', 'king'], seat: 'west' })}`;
    const first = tokens.callerOf(header);
    expect(first).toBeInstanceOf(Promise);
    const caller = await first;
    expect([caller.sub, [...caller.roles], caller.seat]).toEqual(['ana', ['revops'], 'west']);
    expect(tokens.callerOf(header)).toBe(caller);
    jest.useFakeTimers({ now: Date.now() + 2 * 3600_000, doNotFake: [...everythingElse] });
    await expect(tokens.callerOf(header)).rejects.toMatchObject({ status: 401 });
  });
});

describe('a token of an identity provider', () => {
  let server: Server;
  let issuer: string;
  let up = true;
  const keys = generateKeyPair('ES256', { extractable: true });

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (!up) return response.destroy();
      if (request.url === '/.well-known/openid-configuration')
        return response.end(JSON.stringify({ jwks_uri: `${issuer}/keys` }));
      return void keys
        .then(({ publicKey }) => exportJWK(publicKey))
        .then((key) => response.end(JSON.stringify({ keys: [{ ...key, alg: 'ES256', kid: 'k' }] })));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const token = async (changes: { iss?: string; aud?: string; sub?: string } = {}) => {
    const { privateKey } = await keys;
    const claims = new SignJWT({ 'https://roles': ['finance'], desk: 'north' }).setProtectedHeader({
      alg: 'ES256',
      kid: 'k',
    });
    if (changes.sub !== '') claims.setSubject(changes.sub ?? 'bo');
    return `Bearer ${await claims
      .setIssuer(changes.iss ?? issuer)
      .setAudience(changes.aud ?? 'tiers')
      .setExpirationTime('1h')
      .sign(privateKey)}`;
  };
  const tokens = () =>
    issuedTokens({ issuer, audience: 'tiers', rolesClaim: 'https://roles', seatClaim: 'desk' });

  it('is verified by the keys that its issuer publishes, with the claims that were configured', async () => {
    const caller = await tokens().callerOf(await token());
    expect([caller.sub, [...caller.roles], caller.seat]).toEqual(['bo', ['finance'], 'north']);
  });

  it.each([[{ iss: 'http://elsewhere' }], [{ aud: 'another' }], [{ sub: '' }], [{ sub: 'x'.repeat(257) }]])(
    'with %j is not trusted',
    async (changes) => {
      const said = await token(changes);
      await expect(async () => tokens().callerOf(said)).rejects.toMatchObject({ status: 401 });
    },
  );

  it('waits while its issuer is away, and is taken when it is back', async () => {
    up = false;
    const trusting = tokens();
    const said = await token();
    await expect(async () => trusting.callerOf(said)).rejects.toMatchObject({
      status: 503,
      code: 'ISSUER_UNREACHABLE',
    });
    up = true;
    expect((await trusting.callerOf(said)).sub).toBe('bo');
  });
});
