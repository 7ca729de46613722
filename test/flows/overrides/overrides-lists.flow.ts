import type { Json } from '../../../libs/testing/src/api';
import { type Desk, openDesk, overrides, type Person } from './override-desk';

describe('the lists of the desk', () => {
  let desk: Desk;
  let [ana, rob, fay]: Person[] = [];
  let asked: Json[] = [];

  beforeAll(async () => {
    desk = await openDesk();
    for (const name of ['A', 'B', 'C', 'D']) await desk.account(name);
    ana = await desk.api.person('ana', 'sales-leader');
    rob = await desk.api.person('rob', 'revops', 'finance');
    fay = await desk.api.person('fay', 'finance');
    await desk.seat('emea', 'ana');
    await desk.seat('apac', 'rob');
    await desk.seat('book', 'cleo');
    asked = [await desk.asks(ana, 'A'), await desk.asks(ana, 'B')];
    await desk.api.clock('2025-04-01T09:00:00Z');
    asked.push(await desk.asks(ana, 'C'), await desk.asks(rob, 'D'));
    for (const who of [rob, fay]) await desk.approve(who, asked[0]);
    await desk.api.settled();
  });
  afterAll(() => desk.api.close());

  const get = async (who: Person, path: string, query: object = {}): Promise<Json> =>
    (await who.get(path).query(query).expect(200)).body;
  const names = ({ items }: Json): string[] => items.map(({ externalId }: Json) => externalId);

  it('tell the latest first, by state, seat, scheme and account', async () => {
    const list = async (query: object) => names(await get(fay!, overrides, query));
    expect(await list({})).toEqual(['D', 'C', 'B', 'A']);
    expect(await list({ state: 'SCHEDULED' })).toEqual(['A']);
    expect(await list({ state: 'SUBMITTED', seat: 'emea' })).toEqual(['C', 'B']);
    expect(await list({ externalId: 'D', scheme: 'cv' })).toEqual(['D']);
    expect(await list({ scheme: 'another' })).toEqual([]);
    expect(await list({ state: 'ACTIVE', asOf: '2025-05-01' })).toEqual(['A']);
    expect(await list({ state: 'LAPSED', asOf: '2025-04-15' })).toEqual(['B']);
    await fay!.get(overrides).query({ state: 'APPROVED' }).expect(400);
  });

  it('tell what was known, and do not change by what is recorded later', async () => {
    const query = { knownAt: '2025-03-31T12:00:00Z', asOf: '2025-04-01' };
    const before = await get(fay!, overrides, query);
    expect(before.items.map(({ externalId, state }: Json) => [externalId, state])).toEqual([
      ['B', 'SUBMITTED'],
      ['A', 'SUBMITTED'],
    ]);
    await desk.api.clock('2025-04-02T09:00:00Z');
    await ana!.post(`${overrides}/${asked[1].id}/withdraw`).send({}).expect(200);
    expect((await get(fay!, overrides, query)).items).toEqual(before.items);
    expect(names(await get(fay!, overrides, { state: 'WITHDRAWN' }))).toEqual(['B']);
    await fay!.get(overrides).query({ knownAt: '2025-05-01T00:00:00Z' }).expect(422);
  });

  it('go on over pages as they began, though others ask meanwhile', async () => {
    const first = await get(fay!, overrides, { limit: 2 });
    await desk.account('E');
    const { position } = await desk.asks(ana!, 'E');
    const second = await get(fay!, overrides, { limit: 2, cursor: first.nextCursor });
    expect([...names(first), ...names(second)]).toEqual(['D', 'C', 'B', 'A']);
    expect(second.nextCursor).toBeNull();
    expect(names(await get(fay!, overrides, { limit: 1, minPosition: position }))).toEqual(['E']);
    await fay!.get(overrides).query({ limit: 2, cursor: first.nextCursor, seat: 'emea' }).expect(400);
  });

  it('tell who may decide what awaits them, in pages', async () => {
    const inbox = '/v1/approvals/inbox';
    expect(names(await get(rob!, inbox))).toEqual(['C', 'E']);
    const first = await get(rob!, inbox, { limit: 1 });
    const second = await get(rob!, inbox, { limit: 1, cursor: first.nextCursor });
    expect([names(first), names(second), second.nextCursor]).toEqual([['C'], ['E'], null]);
    for (const who of [ana!, fay!]) expect(names(await get(who, inbox))).toEqual([]);
    await desk.approve(rob!, asked[2]);
    expect(names(await get(rob!, inbox))).toEqual(['E']);
    expect(names(await get(fay!, inbox))).toEqual(['C']);
  });

  it('tell what seats have left, now and as it was known', async () => {
    const quotas = async (query: object) =>
      (await get(fay!, '/v1/quotas', query)).items.map((quota: Json) =>
        [quota.seat, quota.quarter, quota.reserved, quota.consumed].join(' '),
      );
    const [q1, q2] = [{ quarter: '2025-Q1' }, { quarter: '2025-Q2' }];
    expect(await quotas(q1)).toEqual(['emea 2025-Q1 0 1']);
    expect(await quotas({ ...q1, knownAt: '2025-03-31T12:00:00Z' })).toEqual(['emea 2025-Q1 2 0']);
    expect(await quotas(q2)).toEqual(['apac 2025-Q2 1 0', 'emea 2025-Q2 2 0']);
    expect(await quotas({})).toEqual(await quotas(q2));
    const first = await get(fay!, '/v1/quotas', { limit: 1 });
    const second = await get(fay!, '/v1/quotas', { limit: 1, cursor: first.nextCursor });
    expect([first, second].map(({ items }) => items[0].seat)).toEqual(['apac', 'emea']);
    expect(await quotas({ seat: 'book' })).toEqual([]);
    expect(await quotas({ seat: 'book', scheme: 'cv' })).toEqual(['book 2025-Q2 0 0']);
  });
});
