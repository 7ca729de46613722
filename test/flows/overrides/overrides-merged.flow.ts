import type { Json } from '../../../libs/testing/src/api';
import { type Desk, openDesk, overrides, type Person, said, terms } from './override-desk';

/** One override stands on a customer and another waits for an approval, when it turns out that somebody has bought them. */
describe('overrides of an account that is merged into another', () => {
  let desk: Desk;
  let [ana, rob, fay]: Person[] = [];
  let standing: Json;
  let waiting: Json;
  let eventId: string;

  beforeAll(async () => {
    desk = await openDesk();
    const { api } = desk;
    ana = await api.person('ana', 'sales-leader');
    rob = await api.person('rob', 'revops');
    fay = await api.person('fay', 'finance');
    await desk.seat('emea', 'ana');
    for (const id of ['SOLD', 'BUYER']) await desk.account(id);
    standing = await desk.asks(ana, 'SOLD');
    for (const level of [rob, fay]) await desk.approve(level, standing).expect(200);
    await api.clock('2025-05-02T09:00:00Z');
    waiting = await desk.asks(ana, 'SOLD', { from: '2025-07-01', until: '2025-10-01' });
    const merger = { into: 'BUYER', on: '2025-05-01', reason: 'Bought on 1 May.' };
    ({ eventId } = (await api.as('revops').post('/v1/accounts/SOLD/merge').send(merger).expect(200)).body);
    await api.settled();
    await api.instance.announcements.caughtUp();
  });
  afterAll(() => desk.api.close());

  const get = async (one: Json): Promise<Json> => await desk.read(ana!, `${overrides}/${one.id}`);
  const june = { from: '2025-06-01', until: '2025-07-01' };

  it('are neither previewed as possible nor taken, and who asks is told whom to ask for', async () => {
    const { body } = await ana!.post(`${overrides}/preview`).send(previewed('SOLD', june)).expect(200);
    expect(body.refusal).toMatchObject({ code: 'ACCOUNT_MERGED', mergedInto: 'BUYER', on: '2025-05-01' });
    const refused = await desk.ask(ana!, 'SOLD', june);
    expect([said(refused), refused.body.detail]).toEqual([
      '422 ACCOUNT_MERGED',
      expect.stringContaining('ask for an override of BUYER'),
    ]);
    const eve = await desk.api.person('eve', 'break-glass');
    await desk.seat('night', 'eve');
    const emergency = { externalId: 'SOLD', scheme: 'cv', tier: 'T1', until: '2025-05-04' };
    const taken = await eve
      .post(`${overrides}/emergency`)
      .send({ ...emergency, incident: 'INC-1', justification: 'It burns.' });
    expect(said(taken)).toBe('422 ACCOUNT_MERGED');
  });

  it('that wait are not decided', async () => {
    expect(said(await desk.approve(rob!, waiting))).toBe('422 ACCOUNT_MERGED');
    expect(said(await ana!.post(`${overrides}/${waiting.id}/reconfirm`).send({}))).toBe('422 ACCOUNT_MERGED');
  });

  it('that stand are said to shape nothing any more, and lapse since nobody can attest them', async () => {
    expect(await get(standing)).toMatchObject({
      ...{ state: 'ACTIVE', flags: ['ACCOUNT_MERGED'], attestBy: '2025-05-16' },
    });
    const { items } = await desk.read(ana!, `${overrides}?externalId=SOLD`);
    expect(items.map(({ flags }: Json) => flags)).toEqual([['ACCOUNT_MERGED'], ['ACCOUNT_MERGED']]);
    expect(said(await rob!.post(`${overrides}/${standing.id}/reattest`).send({}))).toBe('422 ACCOUNT_MERGED');
    await desk.api.clock('2025-05-17T09:00:00Z');
    expect(await get(standing)).toMatchObject({ state: 'LAPSED', flags: [], endsOn: '2025-05-17' });
    expect(await get(waiting)).toMatchObject({ state: 'LAPSED', flags: [] });
  });

  it('are asked for again when the merger never was', async () => {
    const undo = { eventId, reason: 'It was another.' };
    await desk.api.as('revops').post('/v1/accounts/SOLD/lineage/undo').send(undo).expect(200);
    await desk.api.settled();
    expect((await desk.asks(ana!, 'SOLD', june)).state).toBe('SUBMITTED');
  });
});

const previewed = (externalId: string, more: object) => {
  const { reasonCode: _, justification: __, ...asked } = terms(externalId, more) as Json;
  return asked;
};
