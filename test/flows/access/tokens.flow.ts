import { createPrivateKey, generateKeyPairSync, KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startApi, type TestApi } from '../../../libs/testing/src/api';
import { newIssuerKey, startIssuer, type TestIssuer } from '../../../libs/testing/src/issuer';
import { everythingButDate } from './everything-but-date';
import { startTrap } from './trap';
import { type Forge, hostileTokens, rightToken } from './hostile-tokens';

const sharedClaims = (api: TestApi, trap: string) => {
  const { issuer, audience, jwks } = api.instance.signingKey!;
  const pem = readFileSync(join(api.instance.config.dataDir, 'keys/signing-key.pem'), 'utf8');
  const another = generateKeyPairSync('ed25519').privateKey;
  const kid = jwks.keys[0]!.kid!;
  return { alg: 'EdDSA', kid, trusted: createPrivateKey(pem), another, issuer, audience, trap } as const;
};

describe.each(["the instance's own key", 'RS256 of an issuer', 'ES256 of an issuer'])('with %s', (whose) => {
  let api: TestApi;
  let issuer: TestIssuer | undefined;
  let trap: Awaited<ReturnType<typeof startTrap>>;
  let forge: Forge;
  let head: bigint;
  const fetched = jest.spyOn(globalThis, 'fetch');

  beforeAll(async () => {
    trap = await startTrap();
    if (whose.startsWith('the')) {
      api = await startApi({ clock: 'real' });
      forge = sharedClaims(api, trap.address);
    } else {
      const alg = whose.slice(0, 5) as 'RS256' | 'ES256';
      const [key, another] = [await newIssuerKey('k1', alg), await newIssuerKey('k1', alg)];
      issuer = await startIssuer(key);
      api = await startApi({ clock: 'real', issuer });
      forge = {
        ...{ alg, kid: 'k1', issuer: issuer.oidc.issuer, audience: issuer.oidc.audience, trap: trap.address },
        ...{ trusted: KeyObject.from(key.privateKey), another: KeyObject.from(another.privateKey) },
      };
    }
    head = await api.instance.store.head();
  });
  afterAll(async () => {
    await api.close();
    await issuer?.close();
    trap.close();
  });

  afterEach(() => jest.useRealTimers());

  const ask = (authorization: string) => api.anybody(authorization).get('/v1/schemes');

  it('a right token is taken', async () => {
    await ask(`Bearer ${rightToken(forge)}`).expect(200);
    await ask(`bearer ${rightToken(forge)}`).expect(200);
  });

  it('no hostile token is, and none sends anybody anywhere', async () => {
    const table = hostileTokens(forge);
    expect(table.length).toBeGreaterThan(100);
    fetched.mockClear();
    // Some seconds later the issuer would be asked again: however long this takes, they are not over.
    jest.useFakeTimers({ now: Date.now(), doNotFake: [...everythingButDate] });
    for (const [name, token] of table) {
      const { status, headers, body } = await ask(`Bearer ${token}`);
      expect([name, status, body.code, headers['content-type']]).toEqual([
        ...[name, 401, 'UNAUTHENTICATED', 'application/problem+json; charset=utf-8'],
      ]);
      expect(Object.keys(body)).toEqual(['type', 'title', 'status', 'detail', 'instance', 'code', 'traceId']);
      expect(headers['www-authenticate']).toMatch(/^Bearer realm="tierledger", error="invalid_token"$/);
    }
    expect(trap.visits).toEqual([]);
    // Key names that nobody knows make the issuer be asked once more, and nobody else.
    const asked = fetched.mock.calls.map(([address]) => new URL(address as string).pathname);
    expect(asked).toEqual(issuer ? ['/.well-known/openid-configuration', '/keys'] : []);
    expect(await api.instance.store.head()).toBe(head);
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Token x', 'Bearer\tx', 'BearerX y'])(
    '"%s" names nobody',
    async (authorization) => {
      const { status, body } = await ask(authorization);
      expect([status, body.code]).toEqual([401, 'UNAUTHENTICATED']);
    },
  );

  it('a token without its scheme, or under another, names nobody', async () => {
    for (const scheme of ['', 'Basic ', 'JWT ', 'Bearer  ', 'Bearer Bearer '])
      await ask(`${scheme}${rightToken(forge)}`).expect(401);
  });

  it('two tokens name nobody, though each is right', async () => {
    const right = `Bearer ${rightToken(forge)}`;
    const status = await new Promise((done, fail) => {
      const asking = httpRequest(`${api.url}/v1/schemes`, { method: 'GET' }, (answer) => {
        answer.resume();
        done(answer.statusCode);
      });
      asking.setHeader('Authorization', [right, right]);
      asking.on('error', fail).end();
    });
    expect(status).toBe(401);
  });

  it.each([
    ['a NUL', 'Bearer a\0b', 400, 'BAD_REQUEST'],
    ['more than any header has', `Bearer ${'A'.repeat(100_000)}`, 431, 'HEADERS_TOO_LARGE'],
  ])('%s is no HTTP, and is told so', async (_, authorization, status, code) => {
    const answer = await raw(
      api.url,
      `GET /v1/schemes HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}`,
    );
    expect(answer.split('\r\n')[0]).toContain(` ${status} `);
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ status, code });
  });
});

const raw = (url: string, head: string): Promise<string> =>
  new Promise((done) => {
    let heard = '';
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(`${head}\r\n\r\n`));
    socket.on('data', (piece) => (heard += piece.toString()));
    socket.on('error', () => {});
    socket.on('close', () => done(heard));
  });
