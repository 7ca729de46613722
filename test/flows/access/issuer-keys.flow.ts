import { issuedTokens } from '../../../apps/api/src/http/tokens/tokens';
import { startApi, type TestApi } from '../../../libs/testing/src/api';
import { type IssuerKey, newIssuerKey, startIssuer, type TestIssuer } from '../../../libs/testing/src/issuer';
import { everythingButDate } from './everything-but-date';
import { startTrap } from './trap';

describe('the keys of an issuer', () => {
  let api: TestApi;
  let issuer: TestIssuer;
  let keys: IssuerKey[];
  const keysSeconds = 300;
  const seconds = (count: number) =>
    jest.useFakeTimers({ now: Date.now() + count * 1000, doNotFake: [...everythingButDate] });

  beforeAll(async () => {
    keys = await Promise.all([newIssuerKey('first', 'RS256'), newIssuerKey('second', 'ES256')]);
    issuer = await startIssuer(keys[0]!);
    api = await startApi({ clock: 'real', issuer });
    seconds(0);
  });
  afterAll(async () => {
    jest.useRealTimers();
    await api.close();
    await issuer.close();
  });
  beforeEach(() => {
    issuer.asked.length = 0;
  });

  const by = (key: IssuerKey) => issuer.issueToken({ sub: 'ana', roles: ['revops'] }, key);
  const ask = async (token: string) => {
    const { status, body, headers } = await api.anybody(`Bearer ${token}`).get('/v1/schemes');
    return status === 503 ? [status, body.code, headers['retry-after']] : status;
  };
  const rounds = () => issuer.asked.filter((path) => path === '/keys').length;

  it('are asked for once, however many tokens come', async () => {
    const tokens = await Promise.all(Array.from({ length: 8 }, () => by(keys[0]!)));
    expect(new Set(await Promise.all(tokens.map(ask)))).toEqual(new Set([200]));
    expect(rounds()).toBe(1);
  });

  it('a new one is taken without a restart, beside the old one', async () => {
    issuer.published = [keys[1]!, keys[0]!];
    expect([await ask(await by(keys[1]!)), await ask(await by(keys[0]!))]).toEqual([200, 200]);
    expect(rounds()).toBe(1);
  });

  it('are not asked for by a flood of names that nobody has', async () => {
    const made = await Promise.all(Array.from({ length: 50 }, (_, n) => newName(keys[0]!, `made-up-${n}`)));
    for (const token of made) expect(await ask(token)).toBe(401);
    expect(rounds()).toBe(0);
    seconds(11);
    for (const token of made.slice(0, 10)) expect(await ask(token)).toBe(401);
    expect(rounds()).toBe(1);
  });

  const newName = async (key: IssuerKey, kid: string) => by({ ...key, kid });

  it('a retired one opens nothing when the time is over for which keys are kept', async () => {
    const old = await by(keys[0]!);
    expect(await ask(old)).toBe(200);
    issuer.published = [keys[1]!];
    seconds(keysSeconds - 20);
    expect(await ask(old)).toBe(200);
    seconds(21);
    expect([await ask(old), await ask(await by(keys[1]!))]).toEqual([401, 200]);
  });

  it('go on while their issuer is away, and new ones have to wait', async () => {
    const known = await by(keys[1]!);
    issuer.instead = (request) => request.destroy();
    seconds(keysSeconds + 1);
    const away = [503, 'ISSUER_UNREACHABLE', '5'];
    expect(await ask(known)).toBe(200);
    expect(await ask(await by(keys[1]!))).toBe(200);
    expect(await ask(await newName(keys[0]!, 'third'))).toEqual(away);
    seconds(1800);
    expect(await ask(known)).toBe(200);
    seconds(1800);
    expect(await ask(known)).toEqual(away);
    issuer.instead = undefined;
    seconds(2);
    expect(await ask(known)).toBe(200);
  });

  it('a key of another name for the same bytes is another key', async () => {
    const renamed = { ...keys[1]!, kid: 'renamed', jwk: { ...keys[1]!.jwk, kid: 'renamed' } };
    issuer.published = [renamed];
    seconds(keysSeconds + 1);
    expect([await ask(await by(keys[1]!)), await ask(await by(renamed))]).toEqual([401, 200]);
    issuer.published = [keys[1]!];
  });
});

describe('an issuer that', () => {
  let issuer: TestIssuer;
  let trap: Awaited<ReturnType<typeof startTrap>>;
  beforeAll(async () => {
    issuer = await startIssuer(await newIssuerKey('k', 'RS256'));
    trap = await startTrap();
  });
  afterAll(async () => {
    await issuer.close();
    trap.close();
  });

  const discovering = (changes: object): TestIssuer['instead'] => {
    const home = issuer.oidc.issuer;
    return (request, response) =>
      response.end(
        JSON.stringify(
          request.url === '/keys'
            ? { keys: issuer.published.map(({ jwk }) => jwk) }
            : { issuer: home, jwks_uri: `${home}/keys`, ...changes },
        ),
      );
  };
  const keySet = (keys: unknown): TestIssuer['instead'] => {
    const home = issuer.oidc.issuer;
    return (request, response) =>
      response.end(
        JSON.stringify(request.url === '/keys' ? { keys } : { issuer: home, jwks_uri: `${home}/keys` }),
      );
  };
  const trust = async () => {
    const caller = issuedTokens(issuer.oidc).callerOf(`Bearer ${await token()}`);
    return Promise.resolve(caller).then(
      () => 200,
      (problem: { status: number; code: string }) => [problem.status, problem.code],
    );
  };
  const token = () => issuer.issueToken({ sub: 'ana', roles: ['revops'] });
  const away = [503, 'ISSUER_UNREACHABLE'];

  it.each<[string, () => TestIssuer['instead'], unknown]>([
    ['is as it should be', () => discovering({}), 200],
    ['keeps its keys elsewhere on this machine', () => keysElsewhere(), [401, 'UNAUTHENTICATED']],
    ['speaks for another', () => discovering({ issuer: 'https://login.example.com' }), away],
    ['speaks for itself with a slash', () => discovering({ issuer: `${issuer.oidc.issuer}/` }), away],
    ['names no keys', () => discovering({ jwks_uri: undefined }), away],
    ['names keys in a file', () => discovering({ jwks_uri: 'file:///etc/passwd' }), away],
    ['names keys of a host without TLS', () => discovering({ jwks_uri: 'http://keys.example.com/' }), away],
    [
      'sends elsewhere',
      () => (_, response) => response.writeHead(302, { location: trap.address }).end(),
      away,
    ],
    ['says no JSON', () => (_, response) => response.end('<html>'), away],
    ['says null', () => (_, response) => response.end('null'), away],
    ['says that it is broken', () => (_, response) => response.writeHead(500).end('{}'), away],
    ['says too much', () => (_, response) => response.end(`"${'x'.repeat(300_000)}"`), away],
    ['has too many keys', () => keySet(Array.from({ length: 101 }, () => issuer.published[0]!.jwk)), away],
    ['has no list of keys', () => keySet('none'), away],
    ['has no keys', () => keySet([]), [401, 'UNAUTHENTICATED']],
    [
      'has a key to encrypt with',
      () => keySet([{ ...issuer.published[0]!.jwk, use: 'enc' }]),
      [401, 'UNAUTHENTICATED'],
    ],
    [
      'has a shared secret',
      () => keySet([{ kty: 'oct', k: 'c2VjcmV0', kid: 'k' }]),
      [401, 'UNAUTHENTICATED'],
    ],
    [
      'has a key too short',
      () => keySet([{ ...issuer.published[0]!.jwk, n: 'AQAB' }]),
      [401, 'UNAUTHENTICATED'],
    ],
    [
      'has a key that is none',
      () => keySet([{ ...issuer.published[0]!.jwk, e: '' }]),
      [401, 'UNAUTHENTICATED'],
    ],
    ['has what is no key beside one', () => keySet([7, null, 'x', issuer.published[0]!.jwk]), 200],
  ])('%s', async (_, instead, told) => {
    issuer.instead = instead();
    expect(await trust()).toEqual(told);
    expect(trap.visits.filter((path) => path !== '/keys')).toEqual([]);
  });

  /** The machine is trusted as a whole; the trap has no keys, and so nobody is trusted. */
  const keysElsewhere = () => discovering({ jwks_uri: `${trap.address}/keys` });
});
