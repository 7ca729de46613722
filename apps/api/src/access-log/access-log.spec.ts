import type { Pool } from 'pg';
import { type Access, AccessLog } from './access-log';
import { askedPath } from './asked-path';

const access = (status: number, reason: string | null = null): Access => ({
  ...{ at: 0, actor: 'ana', roles: ['revops'], method: 'GET', route: '/v1/x/:id', url: '/v1/x/1' },
  ...{ externalId: null, status, reason, rows: null, traceId: 't' },
});

/** A database that takes what it is given, or does not. */
const aDatabase = () => {
  const taken: { status: number; reason: string | null }[] = [];
  const state = { down: false, refuses: false };
  const query = async ({ values: [entries] }: { values: [string] }) => {
    if (state.down) throw new Error('The connection was lost.');
    if (state.refuses) throw Object.assign(new Error('invalid byte sequence'), { code: '22021' });
    taken.push(...(JSON.parse(entries) as typeof taken));
  };
  return { state, taken, log: new AccessLog({ query } as unknown as Pool) };
};

describe('entries of the access log', () => {
  it('are written a second after the first of them at the latest', async () => {
    jest.useFakeTimers();
    const { taken, log } = aDatabase();
    log.note(access(200));
    log.note(access(403));
    expect(taken).toEqual([]);
    await jest.advanceTimersByTimeAsync(1000);
    expect(taken.map(({ status }) => status)).toEqual([403, 200]);
    jest.useRealTimers();
  });

  it('wait for a database that is away, and are written once', async () => {
    const { state, taken, log } = aDatabase();
    state.down = true;
    for (let n = 0; n < 5_000; n += 1) log.note(access(200));
    await log.flush();
    expect(taken).toEqual([]);
    state.down = false;
    await log.flush();
    await log.flush();
    expect(taken).toHaveLength(5_000);
  });

  it('behind the 20,000th of their kind are lost, and it is said how many', async () => {
    const { state, taken, log } = aDatabase();
    state.down = true;
    for (let n = 0; n < 20_017; n += 1) log.note(access(200));
    log.note(access(403));
    await log.flush();
    state.down = false;
    await log.flush();
    await log.flush();
    expect(taken.filter(({ status }) => status === 200)).toHaveLength(20_000);
    expect(taken.filter(({ status }) => status === 403)).toHaveLength(1);
    expect(taken.at(-1)!.reason).toBe('LOST: 17 entries were not taken by the database in time.');
  });

  it('that no database takes do not hold up the others', async () => {
    const { state, taken, log } = aDatabase();
    state.refuses = true;
    log.note(access(200));
    await log.flush();
    state.refuses = false;
    log.note(access(401));
    await log.flush();
    expect(taken.map(({ status, reason }) => reason ?? status)).toEqual([
      401,
      'LOST: 1 entries were not taken by the database in time.',
    ]);
  });
});

describe('what is kept of an address', () => {
  it.each([
    ['/v1/tiers', '/v1/tiers'],
    ['/v1/tiers?scheme=cv&asOf=2025-01-01', '/v1/tiers?scheme=cv&asOf=2025-01-01'],
    ['/v1/tiers?cursor=abc', '/v1/tiers'],
    ['/v1/tiers?access_token=abc&scheme=cv&token', '/v1/tiers?scheme=cv'],
    ['/v1/tiers?scheme', '/v1/tiers?scheme'],
    ['/v1/tiers?', '/v1/tiers'],
  ])('%s', (url, kept) => expect(askedPath(url)).toBe(kept));
});
