import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { generateKeyPair, SignJWT } from 'jose';
import { guardRoutes } from '../../apps/api/src/http/access';
import { startApi, type TestApi, type TestRole } from '../../libs/testing/src/api';

const readers: TestRole[] = [
  'sales-leader',
  'revops',
  'finance',
  'cs-lead',
  'committee',
  'auditor',
  'policy-author',
  'break-glass',
  'service',
  'admin',
];
const recorders: TestRole[] = ['revops', 'service', 'admin'];
const approvers: TestRole[] = ['revops', 'finance', 'cs-lead', 'sales-leader', 'committee'];
const overseers: TestRole[] = ['auditor', 'revops', 'finance', 'committee', 'admin'];
const meetingClients: TestRole[] = ['revops', 'cs-lead', 'sales-leader', 'service', 'admin'];

/** Who may do what; everybody else is told 403. */
const table: [method: 'get' | 'put' | 'post', path: string, TestRole[]][] = [
  ['put', '/v1/accounts/X', ['revops', 'admin', 'service']],
  ['get', '/v1/accounts', readers],
  ['get', '/v1/accounts/X', readers],
  ['post', '/v1/accounts/X/facts', recorders],
  ['get', '/v1/accounts/X/facts', readers],
  ['post', '/v1/accounts/X/revenue', recorders],
  ['get', '/v1/accounts/X/tier', readers],
  ['get', '/v1/accounts/X/explain', readers],
  ['get', '/v1/accounts/X/why-not', readers],
  ['get', '/v1/accounts/X/moves/X/cause', readers],
  ['get', '/v1/portfolio/diff', readers],
  ['get', '/v1/watch-list', readers],
  ['get', '/v1/flaps', readers],
  ['post', '/v1/ops/replay-sample', ['admin', 'auditor']],
  ['get', '/v1/accounts/X/timeline', readers],
  ['get', '/v1/accounts/X/history', readers],
  ['get', '/v1/accounts/X/family', readers],
  ['get', '/v1/families', readers],
  ['post', '/v1/accounts/X/merge', ['revops']],
  ['post', '/v1/accounts/X/split', ['revops']],
  ['post', '/v1/accounts/X/lineage/undo', ['revops']],
  ['get', '/v1/accounts/X/lineage', readers],
  ['get', '/v1/accounts/X/views', readers],
  ['post', '/v1/corrections', ['revops', 'finance']],
  ['post', '/v1/imports', recorders],
  ['get', '/v1/imports/X', readers],
  ['get', '/v1/imports/X/rejects', readers],
  ['get', '/v1/jobs/X', readers],
  ['get', '/v1/schemes', readers],
  ['put', '/v1/schemes/X', ['revops', 'admin']],
  ['get', '/v1/schemes/X', readers],
  ['get', '/v1/schemes/X/assessment-days', readers],
  ['get', '/v1/schemes/X/cohorts', readers],
  ['get', '/v1/scheme-templates', readers],
  ['post', '/v1/schemes/X/adopt', ['policy-author', 'revops', 'admin']],
  ['post', '/v1/schemes/X/policies/lint', readers],
  ['post', '/v1/schemes/X/policies', ['policy-author', 'revops']],
  ['get', '/v1/schemes/X/policies', readers],
  ['get', '/v1/schemes/X/policies/1', readers],
  ['get', '/v1/schemes/X/policies/1/diff/2', readers],
  ['post', '/v1/schemes/X/policies/1/simulate', [...approvers, 'policy-author', 'admin']],
  ['get', '/v1/schemes/X/policies/1/simulations', readers],
  ['get', '/v1/schemes/X/policies/1/simulations/X/accounts', readers],
  ['post', '/v1/schemes/X/policies/1/shadow', ['policy-author', 'revops']],
  ['post', '/v1/schemes/X/policies/1/unshadow', ['policy-author', 'revops']],
  ['get', '/v1/schemes/X/policies/1/shadow', readers],
  ['get', '/v1/schemes/X/policies/1/cases', readers],
  ['get', '/v1/schemes/X/changelog', readers],
  ['post', '/v1/schemes/X/policies/1/submit', ['policy-author', 'revops']],
  ['post', '/v1/schemes/X/policies/1/approve', approvers],
  ['post', '/v1/schemes/X/policies/1/reject', approvers],
  ['post', '/v1/schemes/X/policies/1/schedule', ['revops', 'admin']],
  ['post', '/v1/schemes/X/policies/1/retire', ['revops', 'admin']],
  ['post', '/v1/schemes/X/evaluations', recorders],
  ['get', '/v1/tiers', readers],
  ['post', '/v1/tiers/as-of', readers],
  ['get', '/v1/tiers/distribution', readers],
  ['get', '/v1/tiers/migration', readers],
  ['get', '/v1/tiers/moves', readers],
  ['get', '/v1/treatments', readers],
  ['get', '/v1/treatment-changes', readers],
  ['get', '/v1/treatment-changes/X', readers],
  ['post', '/v1/treatment-changes/X/acknowledge', ['revops', 'cs-lead', 'sales-leader']],
  ['get', '/v1/coverage', readers],
  ['get', '/v1/coverage/wait-list', readers],
  ['get', '/v1/capacities', readers],
  ['post', '/v1/capacities', ['revops', 'cs-lead', 'admin']],
  ['get', '/v1/inputs', readers],
  ['put', '/v1/inputs/X', ['revops', 'policy-author', 'admin']],
  ['get', '/v1/inputs/completeness', readers],
  ['get', '/v1/accounts/X/inputs', readers],
  ['get', '/v1/rubrics', readers],
  ['put', '/v1/rubrics/X', ['revops', 'policy-author', 'admin']],
  ['get', '/v1/rubrics/X', readers],
  ['post', '/v1/accounts/X/assessments', meetingClients],
  ['get', '/v1/due', readers],
  ['get', '/v1/triggers', readers],
  ['get', '/v1/provisional-tiers', readers],
  ['get', '/v1/schemes/X/policy-reviews', readers],
  ['post', '/v1/schemes/X/policy-reviews', ['revops', 'policy-author', 'committee', 'admin']],
  [
    'post',
    '/v1/schemes/X/policy-review-calls',
    ['revops', 'policy-author', 'committee', 'finance', 'cs-lead', 'sales-leader', 'admin'],
  ],
  ['get', '/v1/accounts/X/business-reviews', readers],
  ['post', '/v1/accounts/X/business-reviews', meetingClients],
  ['put', '/v1/seats/X', ['revops', 'admin']],
  ['get', '/v1/seats', readers],
  ['get', '/v1/seats/X', readers],
  ['post', '/v1/delegations', approvers],
  ['post', '/v1/delegations/X/revoke', approvers],
  ['get', '/v1/delegations', readers],
  ['put', '/v1/evidence/X', [...approvers, 'break-glass']],
  ['get', '/v1/evidence/X', readers],
  ['get', '/v1/override-reports/hindsight', overseers],
  ['get', '/v1/override-reports/policy-candidates', overseers],
  ['get', '/v1/override-reports/concentration', overseers],
  ['get', '/v1/override-reports/conflicts', overseers],
  ['post', '/v1/overrides/preview', approvers],
  ['post', '/v1/overrides', ['sales-leader', 'revops']],
  ['post', '/v1/overrides/emergency', ['break-glass']],
  ['post', '/v1/overrides/X/approve', approvers],
  ['post', '/v1/overrides/X/reject', approvers],
  ['post', '/v1/overrides/X/ratify', approvers],
  ['post', '/v1/overrides/X/withdraw', ['sales-leader', 'revops']],
  ['post', '/v1/overrides/X/revoke', ['sales-leader', 'revops', 'committee']],
  ['post', '/v1/overrides/X/reconfirm', ['sales-leader', 'revops']],
  ['post', '/v1/overrides/X/reattest', ['revops', 'finance', 'cs-lead', 'committee']],
  ['get', '/v1/overrides', readers],
  ['get', '/v1/overrides/X', readers],
  ['get', '/v1/approvals/inbox', readers],
  ['get', '/v1/quotas', readers],
  ['get', '/v1/audit/events', ['auditor', 'revops', 'finance', 'committee', 'admin']],
  ['post', '/v1/service-keys', ['admin']],
  ['get', '/v1/service-keys', ['admin', 'auditor']],
  ['post', '/v1/service-keys/X/revoke', ['admin']],
  ['get', '/v1/access-log', ['admin', 'auditor']],
  ['get', '/v1/ops/projections', readers],
  ['post', '/v1/ops/projections/X/rebuild', ['admin']],
  ['post', '/v1/ops/projections/X/resume', ['admin']],
  ['get', '/v1/settings', readers],
  ['put', '/v1/settings', ['revops', 'admin']],
  ['get', '/v1/clock', readers],
  ['post', '/v1/clock', ['admin']],
];

describe('who may call what', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ clock: 'real' });
  });
  afterAll(() => api.close());

  it('is said for every route of the document', async () => {
    const { body } = await api.anybody().get('/openapi.json').expect(200);
    const declared = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':')}`),
    );
    const tabled = table.map(
      ([method, path]) => `${method} ${path.replaceAll(/\b(X|1|2)(?=\/|$)/g, ':').replace('/v:', '/v1')}`,
    );
    const open = ['get /health/live', 'get /health/ready', 'get /metrics'];
    expect([...tabled, ...open].sort()).toEqual(declared.sort());
  });

  it.each(table)('%s %s', async (method, path, allowed) => {
    for (const role of readers) {
      const { status, body } = await api
        .as(role)
        [method](path)
        .send(method === 'get' ? undefined : {});
      expect([role, status === 403, status === 403 && body.code]).toEqual([
        role,
        !allowed.includes(role),
        !allowed.includes(role) && 'FORBIDDEN',
      ]);
      expect(status).not.toBe(401);
    }
    const { status, headers, body } = await api.anybody()[method](path);
    expect([status, body.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it('the auditor reads everything and writes nothing', () => {
    const questions = ['/v1/tiers/as-of', '/v1/schemes/X/policies/lint', '/v1/ops/replay-sample'];
    const writes = table.filter(([method, path]) => method !== 'get' && !questions.includes(path));
    expect(writes.filter(([, , allowed]) => allowed.includes('auditor'))).toEqual([]);
    const reads = table.filter(([method]) => method === 'get');
    expect(reads.filter(([, , allowed]) => !allowed.includes('auditor'))).toEqual([]);
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

  describe('a token', () => {
    const at = Math.floor(Date.now() / 1000);
    const forged = async (claims: object, { alg = 'EdDSA', exp = at + 60 } = {}) => {
      const { privateKey } = await generateKeyPair(alg);
      return new SignJWT({ roles: ['admin'], ...claims })
        .setProtectedHeader({ alg })
        .setSubject('eve')
        .setIssuer('tierledger')
        .setAudience('tierledger')
        .setExpirationTime(exp)
        .sign(privateKey);
    };
    const ask = async (authorization: string) => (await api.anybody(authorization).get('/v1/schemes')).status;

    it('of another key, of no algorithm, changed or cut is not trusted', async () => {
      const good = await api.instance.signingKey!.issueToken({ sub: 'ana', roles: ['revops'] });
      const [head, claims, signature] = good.split('.') as [string, string, string];
      const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
      const admin = Buffer.from(
        JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), roles: ['admin'] }),
      ).toString('base64url');
      expect(await ask(`Bearer ${good}`)).toBe(200);
      for (const token of [
        await forged({}),
        await forged({}, { alg: 'ES256' }),
        `${none}.${claims}.`,
        `${head}.${admin}.${signature}`,
        `${head}.${claims}`,
        'x',
        '',
      ]) {
        expect(await ask(`Bearer ${token}`)).toBe(401);
      }
      expect(await ask(`Basic ${good}`)).toBe(401);
    });

    it('that has run out is not trusted', async () => {
      const ended = await api.instance.signingKey!.issueToken({ sub: 'ana', roles: ['revops'], ttl: '-10s' });
      const { status, body } = await api.anybody(`Bearer ${ended}`).get('/v1/schemes');
      expect([status, body.detail]).toEqual([401, 'The token has expired: ask for a new one.']);
    });

    it('with roles that do not exist opens nothing', async () => {
      const person = await api.person('ana', 'emperor', 'root');
      await person.get('/v1/schemes').expect(403);
    });
  });

  it('a real clock is not set', async () => {
    const { status, body } = await api.as('admin').post('/v1/clock').send({ now: '2030-01-01T00:00:00Z' });
    expect([status, body.code]).toEqual([409, 'CLOCK_IS_REAL']);
  });
});

describe('a caller in a hurry', () => {
  it('is asked to wait, and others are not', async () => {
    const api = await startApi({ rateLimit: 3 });
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await api.as('revops').get('/v1/clock')).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const { body, headers } = await api.as('revops').get('/v1/clock');
    expect([body.code, Number(headers['retry-after']) > 0]).toEqual(['RATE_LIMITED', true]);
    await api.as('finance').get('/v1/clock').expect(200);
    await api.close();
  });
});
