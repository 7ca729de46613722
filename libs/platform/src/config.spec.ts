import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, readConfig, settings } from './config';

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('the configuration', () => {
  it('needs nothing said', () => {
    expect(readConfig({})).toEqual({
      dataDir: resolve('.data'),
      databaseUrl: null,
      databasePool: 16,
      host: '127.0.0.1',
      port: 3000,
      healthPort: 3001,
      clock: 'real',
      eventStore: { kind: 'postgres' },
      projector: 'inside',
      oidc: null,
      rateLimit: 0,
      accessLog: { all: true, days: 400 },
      replaySample: 500,
      simulationDays: 90,
      logLevel: 'info',
    });
  });

  it('takes what is said', () => {
    const config = readConfig({
      DATA_DIR: '/var/lib/tierledger',
      PORT: '0',
      EVENT_STORE: 'eventstoredb',
      EVENTSTOREDB_URL: 'esdb://admin:pw@node1:2113,node2:2113?tls=true',
      OIDC_ISSUER: 'https://login.example.com',
      OIDC_AUDIENCE: 'tiers',
    });
    expect(config).toMatchObject({
      dataDir: '/var/lib/tierledger',
      port: 0,
      eventStore: { kind: 'eventstoredb', url: 'esdb://admin:pw@node1:2113,node2:2113?tls=true' },
      oidc: {
        issuer: 'https://login.example.com',
        audience: 'tiers',
        rolesClaim: 'roles',
        seatClaim: 'seat',
        scopeClaim: 'account_scope',
        keysSeconds: 300,
      },
    });
  });

  it('counts an empty variable as not said', () => {
    expect(readConfig({ PORT: '', CLOCK: ' ' })).toEqual(readConfig({}));
  });

  it('has a sentence for each variable that is wrong', () => {
    expect(problemsOf({ PORT: '70000', CLOCK: 'slow', DATABASE_POOL: 'many' })).toEqual([
      'DATABASE_POOL is "many"; it takes a whole number from 4 to 90.',
      'PORT is "70000"; it takes a whole number from 0 to 65535.',
      'CLOCK is "slow"; it takes real, simulated.',
    ]);
  });

  it('never repeats an address, which may hold a password', () => {
    const [problem] = problemsOf({ DATABASE_URL: 'mysql://root:hunter2@localhost' });
    expect(problem).toBe('DATABASE_URL is no address of the form postgres://user:password@host:5432/name.');
  });

  it.each([
    [{ EVENT_STORE: 'eventstoredb' }, /^EVENTSTOREDB_URL is missing/],
    [{ OIDC_ISSUER: 'https://login.example.com' }, /^OIDC_AUDIENCE is missing/],
    [{ OIDC_AUDIENCE: 'tiers' }, /^OIDC_ISSUER is missing/],
  ])('refuses what contradicts itself: %j', (environment, sentence) => {
    expect(problemsOf(environment as Record<string, string>)).toEqual([expect.stringMatching(sentence)]);
  });

  it('is documented in .env.example, variable by variable', () => {
    const text = readFileSync(join(__dirname, '../../../.env.example'), 'utf8');
    const documented = [...text.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
    expect(documented.sort()).toEqual(Object.keys(settings).sort());
  });
});
