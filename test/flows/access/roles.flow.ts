import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { SignJWT } from 'jose';
import { guardRoutes } from '../../../apps/api/src/http/access';
import { roles } from '../../../libs/platform/src';
import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';
import { addressOf, operationsOf } from './addresses';
import { onboard, openScheme } from '../opened';
import { read, render, type Row } from './roles-table';

const document = resolve(__dirname, '../../../docs/roles.md');

/** Questions that are too long for an address. */
const questions = ['/v1/tiers/as-of', '/v1/schemes/{scheme}/policies/lint', '/v1/ops/replay-sample'];

// Two thousand requests, one for each cell: that takes its time.
describe('who may call what', () => {
  let api: TestApi;
  let table: readonly Row[];
  beforeAll(async () => {
    api = await startApi({ clock: 'real' });
    table = read(readFileSync(document, 'utf8'));
    await openScheme(api, 'cv');
    await onboard(api, 'A1', '2025-01-01');
    await api.settled();
  });
  afterAll(() => api.close());

  it('is said for every route in docs/roles.md (`npm run roles` writes it anew)', async () => {
    const operations = await operationsOf(api);
    const text = render(operations);
    if (process.env.UPDATE_DOCS) writeFileSync(document, text);
    expect(readFileSync(document, 'utf8')).toBe(text);
    const open = operations.filter(({ path }) => !path.startsWith('/v1/')).map(({ path }) => path);
    expect(open).toEqual(['/health/live', '/health/ready', '/metrics']);
  });

  /** One bare request. A POST says nothing, so whoever may ask is told what is missing. */
  const call = async ({ method, path }: Row, authorization: string | undefined) => {
    const address = addressOf({ path, query: [] } as never, { externalId: 'A1' });
    const answer = await fetch(`${api.url}${address}`, {
      method: method.toUpperCase(),
      headers: {
        ...(authorization !== undefined && { authorization }),
        ...(method !== 'get' && { 'content-type': 'application/json' }),
      },
      ...(method !== 'get' && { body: '{}' }),
    });
    const body = (await answer.json().catch(() => ({}))) as Json;
    return { status: answer.status, code: body.code as string | undefined };
  };

  /** Calls every route of the table, sixteen at a time; gives those that were not answered as they should be. */
  const misfits = async (authorization: string | undefined, told: (row: Row) => string, of = table) => {
    const found: string[] = [];
    const rows = [...of];
    const work = async () => {
      for (let row = rows.pop(); row; row = rows.pop()) {
        const { status, code } = await call(row, authorization);
        const answered =
          status === 401 || status === 403 ? `${status} ${code}` : status === 404 ? '404' : 'answered';
        const [wanted, seen] = [told(row), answered];
        if (!wanted.split(' or ').includes(seen))
          found.push(`${row.method} ${row.path}: ${seen}, not ${wanted}`);
      }
    };
    await Promise.all(Array.from({ length: 16 }, work));
    return found;
  };

  const issue = (bearer: object) =>
    api.instance.signingKey!.issueToken({ sub: 'ana', roles, ...bearer }).then((it) => `Bearer ${it}`);

  it.each(roles)('%s: what is not allowed is refused, and all else is answered', async (role) => {
    const authorization = await issue({ roles: [role] });
    const head = await api.instance.store.head();
    const denied = table.filter(({ allowed }) => !allowed.includes(role));
    expect(await misfits(authorization, () => '403 FORBIDDEN', denied)).toEqual([]);
    expect(await api.instance.store.head()).toBe(head);
    const allowed = table.filter((row) => !denied.includes(row));
    expect(await misfits(authorization, () => 'answered or 404', allowed)).toEqual([]);
  });

  it('nobody is, without a token that is right, and nothing comes of it', async () => {
    const head = await api.instance.store.head();
    for (const authorization of [undefined, await issue({ ttl: '-1h' }), await forAnother()])
      expect(await misfits(authorization, () => '401 UNAUTHENTICATED')).toEqual([]);
    expect(await misfits(await issue({ roles: [] }), () => '403 FORBIDDEN')).toEqual([]);
    expect(await api.instance.store.head()).toBe(head);
  });

  /** Signed as it should be, for another audience. */
  const forAnother = async () => {
    const pem = readFileSync(join(api.instance.config.dataDir, 'keys/signing-key.pem'), 'utf8');
    const token = new SignJWT({ roles }).setProtectedHeader({ alg: 'EdDSA' }).setSubject('ana');
    const said = token.setIssuer('tierledger').setAudience('another').setExpirationTime('1h');
    return `Bearer ${await said.sign(createPrivateKey(pem))}`;
  };

  it('somebody with another part of the portfolio finds nothing of this one', async () => {
    const head = await api.instance.store.head();
    const kept: Record<string, (row: Row) => string> = {
      account: ({ path }) => (path.includes('{externalId}') ? '404' : '403 OUT_OF_SCOPE'),
      override: () => '404',
      'treatment-change': () => '404',
      rows: () => 'answered or 404 or 403 OUT_OF_SCOPE',
      none: () => 'answered or 404',
      refused: () => '403 OUT_OF_SCOPE',
    };
    const elsewhere = await issue({ scope: { region: ['NOWHERE'] } });
    expect(await misfits(elsewhere, (row) => kept[row.scope]!(row))).toEqual([]);
    expect(await api.instance.store.head()).toBe(head);
  });

  it('the auditor reads everything and writes nothing', () => {
    const writes = table.filter(({ method, path }) => method !== 'get' && !questions.includes(path));
    expect(writes.filter(({ allowed }) => allowed.includes('auditor'))).toEqual([]);
    const reads = table.filter(({ method }) => method === 'get');
    expect(reads.filter(({ allowed }) => !allowed.includes('auditor'))).toEqual([]);
  });

  it('a route that names nobody keeps the server from starting', async () => {
    @Controller('open')
    class Careless {
      @Get()
      read() {
        return {};
      }
    }
    @Module({ controllers: [Careless] })
    class CarelessModule {}
    const app = await NestFactory.create(CarelessModule, new FastifyAdapter() as never, {
      logger: false,
      abortOnError: false,
    });
    guardRoutes(app.getHttpAdapter().getInstance(), {} as never, 0);
    await expect(app.init()).rejects.toThrow(/GET \/open does not say who may call it/);
  });

  it('a token with roles that do not exist opens nothing', async () => {
    const person = await api.person('ana', 'emperor', 'root');
    await person.get('/v1/schemes').expect(403);
  });

  it('a real clock is not set', async () => {
    const { status, body } = await api.as('admin').post('/v1/clock').send({ now: '2030-01-01T00:00:00Z' });
    expect([status, body.code]).toEqual([409, 'CLOCK_IS_REAL']);
  });
});

describe('a caller in a hurry', () => {
  let api: TestApi;
  let elapsed: jest.SpyInstance<number, []>;
  beforeAll(async () => (api = await startApi({ rateLimit: 3 })));
  beforeEach(() => (elapsed = jest.spyOn(performance, 'now')));
  afterEach(() => elapsed.mockRestore());
  afterAll(() => api.close());

  const after = (ms: number) => elapsed.mockReturnValue(ms);
  const asks = async () => (await api.as('revops').get('/v1/clock')).status;

  it('is asked to wait, and others are not', async () => {
    after(100_000);
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push(await asks());
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const { body, headers } = await api.as('revops').get('/v1/clock');
    expect([body.code, headers['retry-after']]).toEqual(['RATE_LIMITED', '60']);
    await api.as('finance').get('/v1/clock').expect(200);
  });

  it('may go on a minute after the first request, whatever the clock on the wall says', async () => {
    after(200_000);
    expect(await asks()).toBe(200);
    after(259_999);
    expect([await asks(), await asks(), await asks()]).toEqual([200, 200, 429]);
    after(260_000);
    expect(await asks()).toBe(200);
  });
});
