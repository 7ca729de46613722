import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { openSigningKey, signingAlgorithm } from './signing-key';

describe('the development key', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tierledger-key-'));
  const open = () => openSigningKey({ dataDir, oidc: null });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('is made once, however many ask at the same time', async () => {
    const keys = await Promise.all([open(), open(), open()]);
    const ids = keys.map(({ jwks }) => jwks.keys[0]?.kid);
    expect(new Set(ids).size).toBe(1);
    expect((await open()).jwks.keys[0]?.kid).toBe(ids[0]);
    expect(readdirSync(join(dataDir, 'keys'))).toEqual(['signing-key.pem']);
  });

  it('is readable by its owner alone', async () => {
    await open();
    expect(statSync(join(dataDir, 'keys/signing-key.pem')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'keys')).mode & 0o777).toBe(0o700);
  });

  it('publishes its public half and keeps the private one', async () => {
    const [published] = (await open()).jwks.keys;
    expect(Object.keys(published ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });

  it('signs tokens that say who, in which roles, from which seat and for how long', async () => {
    const key = await open();
    const token = await key.issueToken({
      sub: 'ana',
      roles: ['revops', 'finance'],
      seat: 'emea',
      ttl: '15m',
    });
    const { payload, protectedHeader } = await jwtVerify(
      token,
      createLocalJWKSet({ keys: [...key.jwks.keys] }),
      {
        issuer: key.issuer,
        audience: key.audience,
        algorithms: [signingAlgorithm],
      },
    );
    expect(payload).toMatchObject({ sub: 'ana', roles: ['revops', 'finance'], seat: 'emea' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900);
    expect(protectedHeader.kid).toBe(key.jwks.keys[0]?.kid);
  });

  it('is refused where an issuer signs', async () => {
    const oidc = {
      issuer: 'https://login.example.com',
      audience: 'a',
      rolesClaim: 'roles',
      seatClaim: 'seat',
      scopeClaim: 'account_scope',
      keysSeconds: 300,
    };
    await expect(openSigningKey({ dataDir, oidc })).rejects.toThrow(
      'Tokens of this instance come from https://login.example.com (OIDC_ISSUER): ask there for one.',
    );
  });
});
