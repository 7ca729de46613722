import { OverrideDesk } from '../../../libs/runs/src';
import { StaleRead } from '../../../libs/views/src';
import type { Json } from '../../../libs/testing/src/api';
import { type Desk, openDesk, overrides, type Person, said, sha, terms } from './override-desk';

describe('many requests at once', () => {
  let desk: Desk;
  let ana: Person;

  beforeAll(async () => {
    desk = await openDesk({ quota: { count: 3 } });
    for (const name of ['A', 'B', 'C', 'D', 'E']) await desk.account(name);
    ana = await desk.api.person('ana', 'sales-leader');
    await desk.seat('emea', 'ana');
  });
  afterAll(() => desk.api.close());

  const bulk = (requests: unknown, key?: string) => {
    const post = ana.post(`${overrides}/bulk`);
    return (key ? post.set('Idempotency-Key', key) : post).send({ requests });
  };
  const told = ({ items }: Json) =>
    items.map(({ outcome, state, problem }: Json) => `${outcome} ${state ?? problem.code}`);
  const all = async () => (await desk.read(ana, overrides)).items;
  const requests = [
    terms('A'),
    terms('A', { until: '2027-01-01' }),
    terms('NOBODY'),
    terms('B', { approvedBy: 'ana' }),
    terms('B', { evidence: [{ sha256: sha('unsent'), name: 'unsent.pdf' }] }),
    terms('B'),
    {},
    terms('C'),
    terms('D'),
    terms('E'),
  ];
  const outcomes = [
    'submitted SUBMITTED',
    'refused TERM_TOO_LONG',
    'refused NOT_FOUND',
    'refused VALIDATION_FAILED',
    'refused EVIDENCE_NOT_FOUND',
    'submitted SUBMITTED',
    'refused VALIDATION_FAILED',
    'submitted SUBMITTED',
    'refused QUOTA_EXHAUSTED',
    'refused QUOTA_EXHAUSTED',
  ];

  it('are each answered by themselves, and take from the quota to the last unit', async () => {
    const { body } = await bulk(requests, 'once').expect(200);
    expect(told(body)).toEqual(outcomes);
    expect(body).toMatchObject({ submitted: 3, refused: 7 });
    expect(body.items.map(({ index }: Json) => index)).toEqual(requests.map((_, index) => index));
    expect(body.items[7].quota).toMatchObject({ reserved: 3, left: 0 });
    expect(body.items[8].problem).toMatchObject({ status: 409, ledger: { left: 0, reserved: 3 } });
    expect(body.items[4].problem.errors).toMatchObject([{ pointer: '/evidence/0/sha256' }]);
    expect((await all()).map(({ externalId }: Json) => externalId)).toEqual(['C', 'B', 'A']);
  });

  it('are answered the same when they come again', async () => {
    const [first, again] = [await bulk(requests, 'once'), await bulk(requests, 'once')];
    expect(again.body).toEqual(first.body);
    expect(said(await bulk(requests.slice(1), 'once'))).toBe('409 IDEMPOTENCY_CONFLICT');
    expect(await all()).toHaveLength(3);
  });

  it('go on where they broke off, and ask for nothing twice', async () => {
    for (const { id } of await all()) await ana.post(`${overrides}/${id}/withdraw`).send({}).expect(200);
    const { requests: asking } = desk.api.app.get(OverrideDesk);
    const request = asking.request.bind(asking);
    const spy = jest.spyOn(asking, 'request').mockImplementation((...asked) => {
      if (spy.mock.calls.length === 3) throw new StaleRead('facts', 2n, 1n);
      return request(...asked);
    });
    const wanted = ['A', 'B', 'C', 'D'].map((name) => terms(name, { from: '2025-05-01' }));
    expect((await bulk(wanted, 'broken')).status).toBe(503);
    spy.mockRestore();
    expect((await all()).filter(({ state }: Json) => state === 'SUBMITTED')).toHaveLength(2);
    const { body } = await bulk(wanted, 'broken').expect(200);
    expect(told(body)).toEqual([...Array(3).fill('submitted SUBMITTED'), 'refused QUOTA_EXHAUSTED']);
    const open = (await all()).filter(({ state }: Json) => state === 'SUBMITTED');
    expect(open.map(({ externalId }: Json) => externalId)).toEqual(['C', 'B', 'A']);
    expect(new Set(open.map(({ id }: Json) => id))).toEqual(
      new Set(body.items.slice(0, 3).map(({ id }: Json) => id)),
    );
  });

  it('are one to a hundred', async () => {
    for (const wrong of [[], Array(101).fill(terms('A')), 'all', [1], undefined])
      expect(said(await bulk(wrong))).toBe('400 VALIDATION_FAILED');
    const extra = await ana.post(`${overrides}/bulk`).send({ requests: [terms('A')], state: 'APPROVED' });
    expect(said(extra)).toBe('400 VALIDATION_FAILED');
    expect(told((await bulk(Array(100).fill({ externalId: 'A' })).expect(200)).body)).toHaveLength(100);
  });
});
