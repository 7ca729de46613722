import { customerValue, customerValueScheme } from '#apps/cli/src/demo/customer-value';
import { openScheme } from '#apps/cli/src/demo/open-scheme';
import { playQuarter, takeIn } from '#apps/cli/src/demo/played-quarter';
import { accountsFile, readSuperstore } from '#apps/cli/src/demo/superstore';
import { silent } from '#apps/cli/src/progress';
import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';

/** Other edges than the first policy's, and a stabiliser where that has none. */
const second = {
  kind: 'bands',
  tiers: [
    { code: 'PLATINUM', rank: 4, treatment: { coverage: { role: 'csm', accountsPerRole: 10 } } },
    { code: 'GOLD', rank: 3 },
    { code: 'SILVER', rank: 2 },
    { code: 'BRONZE', rank: 1 },
  ],
  measures: { trailing12: { revenueWindowMonths: 12 } },
  boundaries: [
    { tier: 'PLATINUM', measure: 'trailing12', at: '4000', inclusive: true },
    { tier: 'GOLD', measure: 'trailing12', at: '2000', inclusive: true },
    { tier: 'SILVER', measure: 'trailing12', at: '600', inclusive: false },
  ],
  stabiliser: { minTenureDays: 0, renewalShieldDays: 0 },
};
const period = { from: '2014-01-01', to: '2018-01-01' };

/** Sixteen quarters of an order book are taken in and reviewed to begin with: that is most of its time. */
describe('a simulation on real history', () => {
  let api: TestApi;
  let simulated: Json;
  let accounts: Json[];
  const policies = `/v1/schemes/${customerValue}/policies`;
  const post = (role: 'revops' | 'finance' | 'policy-author', path: string, body: object = {}) =>
    api.as(role).post(`${policies}${path}`).send(body);
  const all = async (path: string, query: object = {}): Promise<Json[]> => {
    const items: Json[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const asked = { limit: 500, ...query, ...(cursor && { cursor }) };
      const { body } = await api.as('auditor').get(path).query(asked).expect(200);
      items.push(...body.items);
      cursor = body.nextCursor;
    }
    return items;
  };
  const simulate = async (terms: object) => {
    const accepted = await post('finance', '/2/simulate', terms);
    return { result: await api.job(accepted), id: accepted.body.id as string };
  };

  beforeAll(async () => {
    api = await startApi({ now: '2014-01-01T00:00:00Z' });
    const superstore = readSuperstore();
    await openScheme(api.instance, customerValueScheme);
    await takeIn(api.instance, 'accounts', accountsFile(superstore), silent);
    for (const quarter of superstore.quarters) await playQuarter(api.instance, superstore, quarter, silent);
    await api.settled();
    await post('policy-author', '', second).expect(201);
    await post('policy-author', '/2/submit').expect(200);
  });
  afterAll(() => api.close());

  it('looks at all 793 customers, and adds up', async () => {
    const head = await api.settled();
    const { result, id } = await simulate(period);
    simulated = result;
    accounts = await all(`${policies}/2/simulations/${id}/accounts`);
    const counted = (cells: Json[]) => cells.reduce((sum: number, cell: Json) => sum + cell.accounts, 0);
    expect([result.accounts, accounts.length, counted(result.matrix)]).toEqual([793, 793, 793]);
    expect(result.moved).toBe(accounts.filter((one) => one.fromTier !== one.toTier).length);
    expect(result.moved).toBeGreaterThan(100);
    expect(result.moved + result.moves.unchanged).toBe(793);
    expect(counted(result.matrix.filter((cell: Json) => cell.from !== cell.to))).toBe(result.moved);
    expect([result.arrBasis, result.position]).toEqual(['TRAILING_12_REVENUE', String(head)]);
    const platinum = result.capacity.find(({ tier }: Json) => tier === 'PLATINUM');
    expect(platinum.rolesThen).toBe(Math.ceil(platinum.accountsThen / 10));
    expect(await api.instance.store.head()).toBe(head);
  });

  it('says by day what the accounts say one by one', () => {
    const byDay = new Map<string, Record<string, number>>();
    for (const { day, kind } of accounts.flatMap(({ changes }) => changes)) {
      const counts = byDay.get(day) ?? { enter: 0, promotion: 0, demotion: 0, lateral: 0, exit: 0 };
      byDay.set(day, { ...counts, [kind]: counts[kind]! + 1 });
    }
    expect(simulated.days).toEqual(
      [...byDay].map(([day, counts]) => ({ day, ...counts })).sort((a, b) => (a.day < b.day ? -1 : 1)),
    );
    expect(byDay.size).toBe(16);
  });

  it('comes to the same hash again, and to another for other days', async () => {
    expect((await simulate(period)).result.hash).toBe(simulated.hash);
    const { result } = await simulate({ asOf: '2018-01-01' });
    expect([result.from, result.to]).toEqual(['2018-01-01', '2018-01-01']);
    expect(result.hash).not.toBe(simulated.hash);
    const { body } = await api.as('auditor').get(`${policies}/2/simulations`).expect(200);
    expect(body.items.map(({ hash }: Json) => hash)).toEqual([result.hash, simulated.hash, simulated.hash]);
  });

  it('is what the approval rests on: one without it, or with another, is refused', async () => {
    const without = await post('finance', '/2/approve');
    expect([without.status, without.body.code]).toEqual([409, 'SIMULATION_HASH_NEEDED']);
    const other = await post('finance', '/2/approve', { simulationHash: 'sha256:0' });
    expect([other.status, other.body.code]).toEqual([409, 'SIMULATION_STALE']);
    const { body } = await post('finance', '/2/approve', { simulationHash: simulated.hash }).expect(200);
    expect(body).toMatchObject({ state: 'APPROVED', missing: [] });
    await api.settled();
    const kept = await api.as('auditor').get(`${policies}/2`).expect(200);
    expect(kept.body).toMatchObject({ state: 'APPROVED', simulationHash: simulated.hash });
  });

  it('has foretold every move that scheduling the version makes, account by account', async () => {
    await post('revops', '/2/schedule', { effectiveFrom: period.from }).expect(200);
    await api.settled();
    const moves = await all('/v1/tiers/moves', { from: '2013-12-31', to: period.to });
    const made = new Map<string, string[]>();
    for (const { externalId, day, kind, fromTier, toTier } of moves)
      made.set(externalId, [...(made.get(externalId) ?? []), `${day} ${kind} ${fromTier} > ${toTier}`]);
    const foretold = new Map(
      accounts
        .filter(({ changes }) => changes.length > 0)
        .map(({ externalId, changes }) => [
          externalId,
          changes.map(({ day, kind, fromTier, toTier }: Json) => `${day} ${kind} ${fromTier} > ${toTier}`),
        ]),
    );
    for (const list of made.values()) list.sort();
    expect(moves.length).toBeGreaterThan(793);
    expect(made.size).toBe(foretold.size);
    for (const [externalId, list] of foretold)
      expect([externalId, made.get(externalId)]).toEqual([externalId, list]);
  });

  it('has foretold the tier of every account on the last day', async () => {
    const tiers = await all('/v1/tiers', { asOf: period.to });
    const foretold = accounts.map(({ externalId, toTier }) => [externalId, toTier ?? 'UNTIERED']);
    expect(tiers.map(({ externalId, effective }) => [externalId, effective]).sort()).toEqual(foretold.sort());
  });
});
