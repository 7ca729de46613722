import type { Json } from '../../../libs/testing/src/api';
import { contract } from '../opened';
import { type Desk, openDesk } from './override-desk';

/** A floor at T2 under an account of T3, and the same under another: inputs overtake the one, the other ends. */
describe('a floor that inputs have overtaken', () => {
  let desk: Desk;
  const moves = async (a: string, b: string): Promise<Json> => {
    const { items } = await desk.read(desk.api.as('auditor'), `/v1/portfolio/diff?scheme=cv&a=${a}&b=${b}`);
    return items.map(({ externalId, fromTier, toTier, cause }: Json) => [
      externalId,
      `${fromTier} to ${toTier}`,
      cause.factor,
      cause.detail.measure,
    ]);
  };

  beforeAll(async () => {
    desk = await openDesk();
    const { api } = desk;
    const ana = await api.person('ana', 'sales-leader');
    const levels = [await api.person('rob', 'revops'), await api.person('fay', 'finance')];
    await desk.seat('emea', 'ana');
    for (const name of ['GROWS', 'STAYS']) {
      await desk.account(name);
      const asked = await desk.asks(ana, name, { type: 'FLOOR' });
      for (const level of levels) await desk.approve(level, asked).expect(200);
    }
    await api.clock('2025-07-10T09:00:00Z');
    await contract(api, 'GROWS', '2', '2000000', '2025-05-05');
    await api.settled();
  });
  afterAll(() => desk.api.close());

  it('gave the tier until then, and is not why it rose', async () => {
    expect(await moves('2025-04-01', '2025-04-10')).toEqual([
      ['GROWS', 'T3 to T2', 'override', undefined],
      ['STAYS', 'T3 to T2', 'override', undefined],
    ]);
    expect(await moves('2025-04-10', '2025-05-10')).toEqual([['GROWS', 'T2 to T1', 'inputs', 'acv']]);
  });

  it('is why the tier falls where it ends', async () => {
    expect(await moves('2025-05-10', '2025-07-02')).toEqual([['STAYS', 'T2 to T3', 'override', undefined]]);
  });

  it('is not what a correction of the inputs is about, either', async () => {
    const before = '2025-04-10,2025-07-10T08:00:00Z';
    await contract(desk.api, 'STAYS', '2', '3000000', '2025-04-08');
    await desk.api.clock('2025-07-11T09:00:00Z');
    expect(await moves(before, '2025-04-10')).toEqual([['STAYS', 'T2 to T1', 'correction', 'acv']]);
  });
});
