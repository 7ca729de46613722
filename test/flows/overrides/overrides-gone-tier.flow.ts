import type { Json } from '../../../libs/testing/src/api';
import { contract, openScheme } from '../opened';
import { type Desk, openDesk, overrides, type Person, said } from './override-desk';

/** Rows that are looked at in turn, with tiers that stand in an order all the same. */
const table = (...tiers: readonly [code: string, atLeast: string][]) => ({
  kind: 'table',
  ordinal: true,
  tiers: tiers.map(([code], index) => ({ code, rank: tiers.length - index })),
  measures: { acv: { fact: 'acv' } },
  rows: tiers.map(([tier, atLeast]) => ({ tier, when: [{ measure: 'acv', atLeast }] })),
  assessOn: ['acv'],
});

describe('a tier that the policy in force has no more', () => {
  let desk: Desk;
  let [ana, rob, fay, uma]: Person[] = [];
  let [standing, waiting]: Json[] = [];
  const get = async ({ id }: Json): Promise<Json> => (await fay!.get(`${overrides}/${id}`).expect(200)).body;

  beforeAll(async () => {
    desk = await openDesk();
    const { api } = desk;
    await openScheme(api, 'tab', table(['T1', '1000000'], ['T2', '250000'], ['T3', '0']));
    ana = await api.person('ana', 'sales-leader');
    rob = await api.person('rob', 'revops');
    fay = await api.person('fay', 'finance');
    uma = await api.person('uma', 'committee');
    await desk.seat('emea', 'ana');
    for (const name of ['STANDS', 'WAITS']) await desk.account(name);
    await api.settled();
    [standing, waiting] = [await desk.asks(ana, 'STANDS', { scheme: 'tab' }), undefined];
    for (const who of [rob, fay]) expect(said(await desk.approve(who, standing))).toBe('200');
    waiting = await desk.asks(ana, 'WAITS', { scheme: 'tab' });
    const policies = '/v1/schemes/tab/policies';
    const author = api.as('policy-author');
    await author
      .post(policies)
      .send(table(['T1', '1000000'], ['T3', '0']))
      .expect(201);
    await author.post(`${policies}/2/submit`).expect(200);
    await api.as('revops').post(`${policies}/2/approve`).send({}).expect(200);
    const days = { effectiveFrom: '2025-04-02' };
    await api.as('revops').post(`${policies}/2/schedule`).send(days).expect(200);
    await api.clock('2025-04-06T09:00:00Z');
    await contract(api, 'STANDS', '2', '120000', '2025-04-04');
    await api.settled();
  });
  afterAll(() => desk.api.close());

  it('is given to nobody', async () => {
    expect(said(await desk.approve(rob!, waiting))).toBe('422 UNKNOWN_TIER');
    await rob!.post(`${overrides}/${waiting.id}/reject`).send({ comment: 'It is gone.' }).expect(200);
  });

  it('is left to who has it, until it is found that it stands upon something else', async () => {
    await desk.api.instance.announcements.caughtUp();
    expect(await get(standing)).toMatchObject({ state: 'ACTIVE', attestBy: '2025-04-18' });
    const events = (await desk.api.as('auditor').get('/v1/audit/events?externalId=STANDS&limit=100')).body;
    const drift = events.items.find(({ type }: Json) => type === 'BasisDrifted');
    expect(drift).toMatchObject({ actor: 'system:announcer', after: { jump: { distance: 2 } } });
  });

  it('is attested by the committee alone, since it is as far away as can be', async () => {
    const attest = (who: Person) => who.post(`${overrides}/${standing.id}/reattest`).send({});
    for (const who of [rob!, fay!]) expect(said(await attest(who))).toBe('403 ROLE_NOT_ASKED_FOR');
    expect((await attest(uma!).expect(200)).body).toMatchObject({ attestBy: '2025-04-18' });
    expect((await attest(uma!).expect(200)).body).toMatchObject({ attestBy: '2025-04-18' });
    const udo = await desk.api.person('udo', 'committee');
    expect((await attest(udo).expect(200)).body).toMatchObject({
      ...{ state: 'ACTIVE', attestBy: null },
      attestations: [
        { attestedBy: 'uma', complete: false },
        { attestedBy: 'udo', complete: true },
      ],
    });
  });
});
