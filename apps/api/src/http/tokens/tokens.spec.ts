import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { openSigningKey } from '#libs/platform';
import { newIssuerKey, startIssuer, type TestIssuer } from '../../../../../libs/testing/src/issuer';
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

/** From now on it is so many milliseconds later, and stays so however long a test takes. */
const later = (ms: number) => jest.useFakeTimers({ now: Date.now() + ms, doNotFake: [...everythingElse] });

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
    later(2 * 3600_000);
    await expect(tokens.callerOf(header)).rejects.toMatchObject({ status: 401 });
  });
});

describe('a token of an identity provider', () => {
  let issuer: TestIssuer;
  const key = newIssuerKey('k', 'ES256');

  beforeAll(async () => {
    issuer = await startIssuer(await key);
  });
  afterAll(() => issuer.close());
  afterEach(() => {
    jest.useRealTimers();
    issuer.instead = undefined;
  });

  const token = async (changes: { iss?: string; aud?: string; sub?: string } = {}) => {
    const claims = new SignJWT({ 'https://roles': ['finance'], desk: 'north' });
    if (changes.sub !== '') claims.setSubject(changes.sub ?? 'bo');
    return `Bearer ${await claims
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setIssuer(changes.iss ?? issuer.oidc.issuer)
      .setAudience(changes.aud ?? 'tiers')
      .setExpirationTime('1h')
      .sign((await key).privateKey)}`;
  };
  const tokens = () => issuedTokens({ ...issuer.oidc, rolesClaim: 'https://roles', seatClaim: 'desk' });

  it('is verified by the keys that its issuer publishes, with the claims that were configured', async () => {
    const caller = await tokens().callerOf(await token());
    expect([caller.sub, [...caller.roles], caller.seat]).toEqual(['bo', ['finance'], 'north']);
  });

  it.each([
    [{ iss: 'http://elsewhere' }],
    [{ aud: 'another' }],
    [{ sub: '' }],
    [{ sub: 'x'.repeat(257) }],
    [{ sub: 'system:reassessment' }],
    [{ sub: 'service-key:1' }],
  ])('with %j is not trusted', async (changes) => {
    const said = await token(changes);
    await expect(async () => tokens().callerOf(said)).rejects.toMatchObject({ status: 401 });
  });

  it('waits while its issuer is away, and is taken when it is back', async () => {
    later(0);
    issuer.instead = (request) => request.destroy();
    const trusting = tokens();
    const said = await token();
    const away = { status: 503, code: 'ISSUER_UNREACHABLE', extras: { headers: { 'retry-after': '5' } } };
    await expect(async () => trusting.callerOf(said)).rejects.toMatchObject(away);
    issuer.instead = undefined;
    await expect(async () => trusting.callerOf(said)).rejects.toMatchObject(away);
    later(1001);
    expect((await trusting.callerOf(said)).sub).toBe('bo');
  });
});
