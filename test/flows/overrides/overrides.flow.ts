import { createHash } from 'node:crypto';
import { OverrideDesk } from '../../../libs/runs/src';
import type { Json, TestApi } from '../../../libs/testing/src/api';
import { contract } from '../opened';
import { type Desk, openDesk, overrides, type Person, said, sha, terms } from './override-desk';

let desk: Desk;
let api: TestApi;
let [ana, rob, fay, ron, cleo]: Person[] = [];
const person = (name: string, ...roles: string[]) => api.person(name, ...roles);
const get = async (id: string): Promise<Json> => (await fay!.get(`${overrides}/${id}`).expect(200)).body;
const withdraw = (id: string) => ana!.post(`${overrides}/${id}/withdraw`).send({}).expect(200);

beforeAll(async () => {
  desk = await openDesk({ quota: { count: 3, percentOfBook: null } });
  ({ api } = desk);
  for (const name of ['ACME', 'BETA', 'GAMMA', 'DELTA', 'MANY', 'MINE']) await desk.account(name);
  await desk.account('BIG', '300000');
  ana = await person('ana', 'sales-leader');
  rob = await person('rob', 'revops');
  fay = await person('fay', 'finance');
  ron = await person('ron', 'revops');
  cleo = await person('cleo', 'cs-lead');
  await desk.seat('emea', 'ana');
  await desk.seat('emea-ae', 'ron', 'emea');
  await desk.seat('rob-seat', 'rob');
  const mine = { name: 'MINE', onboardedOn: '2025-01-10', ownerSeat: 'rob-seat' };
  await api.as('revops').put('/v1/accounts/MINE').send(mine).expect(200);
});
afterAll(() => api.close());

describe('seats and delegations', () => {
  it('are said from a day on, and the same again adds nothing', async () => {
    const again = await api
      .as('revops')
      .put('/v1/seats/emea')
      .send({ holder: 'ana', reportsTo: null, validFrom: '2025-01-01' });
    expect([again.status, again.body.revision]).toEqual([200, 0]);
    const { body } = await api.as('revops').get('/v1/seats/emea-ae').expect(200);
    expect(body).toMatchObject({ seat: 'emea-ae', holder: 'ron', reportsTo: 'emea', variablePay: 'none' });
    expect((await desk.read(ana!, '/v1/seats')).items).toHaveLength(3);
    await ana!.get('/v1/seats/nowhere').expect(404);
  });

  it('let somebody decide for a while, in roles of their own alone', async () => {
    const grant = (more: object) =>
      fay!.post('/v1/delegations').send({
        delegate: 'dan',
        scope: { roles: ['finance'], schemes: ['cv'] },
        from: '2025-03-31',
        until: '2025-04-10',
        ...more,
      });
    expect(said(await grant({ scope: { roles: ['committee'], schemes: ['cv'] } }))).toBe(
      '403 SOD_VIOLATION SOD-11',
    );
    expect(said(await grant({ until: '2025-06-10' }))).toBe('403 SOD_VIOLATION SOD-11');
    expect(said(await grant({ scope: { roles: [], schemes: ['cv'] } }))).toBe('400 VALIDATION_FAILED');
    const { body } = await grant({}).expect(201);
    const listed = (await desk.read(ana!, '/v1/delegations')).items;
    expect(listed).toMatchObject([{ id: body.id, principal: 'fay', delegate: 'dan', until: '2025-04-10' }]);
    expect(said(await rob!.post(`/v1/delegations/${body.id}/revoke`).send({}))).toBe(
      '403 NOT_YOUR_DELEGATION',
    );
    await fay!.post(`/v1/delegations/${body.id}/revoke`).send({}).expect(200);
  });
});

describe('evidence', () => {
  const bytes = Buffer.from('%PDF the letter');
  const name = sha(bytes.toString());
  const put = (sha256: string, body: Buffer, type = 'application/pdf') =>
    ana!.put(`/v1/evidence/${sha256}`).set('Content-Type', type).send(body);

  it('is kept once under the hash of its bytes, and given back to be saved', async () => {
    expect((await put(name, bytes)).status).toBe(201);
    expect((await put(name, bytes)).status).toBe(200);
    const { headers, body } = await fay!.get(`/v1/evidence/${name}`).expect(200);
    expect(Buffer.from(body).toString()).toBe(bytes.toString());
    expect(headers['content-disposition']).toBe(`attachment; filename="${name}.bin"`);
  });

  it('is refused under another name, and nothing is kept', async () => {
    expect(said(await put(sha('other'), bytes))).toBe('422 EVIDENCE_HASH_MISMATCH');
    await fay!.get(`/v1/evidence/${sha('other')}`).expect(404);
    expect((await put('..%2F..%2Fetc%2Fpasswd', bytes)).status).toBe(400);
  });

  it('is refused where it is more than 25 MiB', async () => {
    const large = Buffer.alloc(25 * 1024 * 1024 + 1);
    const hash = createHash('sha256').update(large).digest('hex');
    expect(said(await put(hash, large, 'application/octet-stream'))).toBe('413 PAYLOAD_TOO_LARGE');
    await fay!.get(`/v1/evidence/${hash}`).expect(404);
  });
});

describe('the life of an override', () => {
  let first: Json;

  it('can be looked at before it is asked for', async () => {
    const { body } = await ana!
      .post(`${overrides}/preview`)
      .send(terms('ACME', { tier: 'T1' }))
      .expect(200);
    expect(body).toMatchObject({
      jump: { distance: 2, direction: 'up' },
      route: [{ role: 'revops' }, { role: 'committee', quorum: 2, of: 3 }],
      approvers: [
        { level: 1, role: 'revops' },
        { level: 2, role: 'committee' },
      ],
      quota: { seat: 'emea', quarter: '2025-Q1', limit: 3, left: 3 },
      refusal: null,
    });
    expect(body.route[1].because).toEqual([expect.stringContaining('jump is 2')]);
    expect((await ana!.get(overrides).expect(200)).body.items).toEqual([]);
    const long = await ana!.post(`${overrides}/preview`).send(terms('ACME', { until: '2026-07-01' }));
    expect([long.status, long.body.refusal.code]).toEqual([200, 'TERM_TOO_LONG']);
  });

  it('begins with a request, which keeps a unit of the quota', async () => {
    const evidence = [await desk.letter('They mean to grow.')];
    first = await desk.asks(ana!, 'ACME', { until: '2025-09-01', evidence });
    expect(first).toMatchObject({
      state: 'SUBMITTED',
      level: 1,
      requestedBy: 'ana',
      evidence,
      route: [{ role: 'revops' }, { role: 'finance' }],
      quota: { reserved: 1, consumed: 0, left: 2 },
    });
  });

  it('is refused with the code of the rule it breaks', async () => {
    for (const [more, code] of [
      [{ until: '2026-07-01' }, '422 TERM_TOO_LONG'],
      [{ tier: 'T9' }, '422 UNKNOWN_TIER'],
      [{ externalId: 'NOBODY' }, '404 NOT_FOUND'],
      [{ scheme: 'none' }, '404 NOT_FOUND'],
      [{ from: '2025-07-01' }, '422 INTERVAL_EMPTY'],
      [{ approvedBy: 'ana' }, '400 VALIDATION_FAILED'],
      [{ state: 'APPROVED' }, '400 VALIDATION_FAILED'],
      [{ quota: {} }, '400 VALIDATION_FAILED'],
      [{ justification: ' ' }, '400 VALIDATION_FAILED'],
      [{ supersedes: '4f1c1f3e-0d0a-4c0b-9a53-5a7d6b1f1d2e' }, '404 NOT_FOUND'],
    ] as const)
      expect([more, said(await desk.ask(ana!, 'BETA', more))]).toEqual([more, code]);
    const proto = `{"__proto__": {"state": "APPROVED"}, ${JSON.stringify(terms('BETA')).slice(1)}`;
    const sent = await ana!.post(overrides).set('Content-Type', 'application/json').send(proto);
    expect(said(sent)).toBe('400 VALIDATION_FAILED');
    const { items } = await desk.read(ana!, '/v1/quotas?seat=emea');
    expect(items).toMatchObject([{ scheme: 'cv', reserved: 1, left: 2 }]);
  });

  it('is decided by nobody who is conflicted, and by nobody out of turn', async () => {
    const both = await person('ana', 'sales-leader', 'revops');
    expect(said(await desk.approve(both, first))).toBe('403 SOD_VIOLATION SOD-1');
    expect(said(await desk.approve(ron!, first))).toBe('403 SOD_VIOLATION SOD-2');
    expect(said(await desk.approve(cleo!, first))).toBe('403 ROLE_NOT_ASKED_FOR');
    expect(said(await desk.approve(fay!, first))).toBe('409 OVERRIDE_OUT_OF_ORDER');
    expect(said(await desk.approve(rob!, { ...first, basis: 'another' }))).toBe('409 BASIS_CHANGED');
    const service = await person('robot', 'revops', 'service');
    expect(said(await desk.approve(service, first))).toBe('403 SOD_VIOLATION SOD-6');
    const own = await desk.asks(ana!, 'MINE');
    expect(said(await desk.approve(rob!, own))).toBe('403 SOD_VIOLATION SOD-3');
    await withdraw(own.id);
    expect((await get(own.id)).state).toBe('WITHDRAWN');
  });

  it('is in the inbox of who may decide now', async () => {
    const inbox = async (who: Person) =>
      (await desk.read(who, '/v1/approvals/inbox')).items.map(({ id }: Json) => id);
    expect(await inbox(rob!)).toEqual([first.id]);
    for (const who of [ana!, ron!, fay!, cleo!]) expect(await inbox(who)).toEqual([]);
  });

  it('is approved level by level, each time upon the basis that stands', async () => {
    const { body } = await desk.approve(rob!, first).expect(200);
    expect(body).toMatchObject({ state: 'IN_REVIEW', level: 2, decisions: [{ decidedBy: 'rob' }] });
    await contract(api, 'ACME', '2', '200000', '2025-03-31');
    const changed = await desk.approve(fay!, first);
    expect(said(changed)).toBe('409 BASIS_CHANGED');
    expect(changed.body.changes).toEqual([{ what: 'inputs/acv', before: '100000', after: '200000' }]);
    const again = (await ana!.post(`${overrides}/${first.id}/reconfirm`).send({}).expect(200)).body;
    const { body: done } = await desk.approve(fay!, again).expect(200);
    expect(done).toMatchObject({ state: 'SCHEDULED', level: null, endsOn: '2025-09-01' });
    const { items } = await desk.read(ana!, '/v1/quotas?seat=emea&quarter=2025-Q1');
    expect(items).toMatchObject([{ reserved: 0, consumed: 1, left: 2 }]);
  });

  it('keeps another from standing on its days, unless that takes its place', async () => {
    expect(said(await desk.ask(ana!, 'ACME', { tier: 'T1' }))).toBe('422 OVERRIDE_OVERLAP');
    const floor = await desk.asks(ana!, 'BIG', { type: 'FLOOR', tier: 'T1' });
    await withdraw(floor.id);
  });

  it('takes from a quota that is exhausted for the next one', async () => {
    const [one, two] = [await desk.asks(ana!, 'BETA'), await desk.asks(ana!, 'GAMMA')];
    const third = await desk.ask(ana!, 'DELTA');
    expect(said(third)).toBe('409 QUOTA_EXHAUSTED');
    expect(third.body.ledger).toMatchObject({ seat: 'emea', limit: 3, reserved: 2, consumed: 1, left: 0 });
    await rob!.post(`${overrides}/${two.id}/reject`).send({ comment: 'It is not strategic.' }).expect(200);
    expect((await get(two.id)).state).toBe('REJECTED');
    await withdraw(one.id);
  });

  it('gives the last unit of a quota to one of two', async () => {
    const held = [await desk.asks(ana!, 'BETA')];
    const both = await Promise.all([desk.ask(ana!, 'GAMMA'), desk.ask(ana!, 'DELTA')]);
    expect(both.map(said).sort()).toEqual(['201', '409 QUOTA_EXHAUSTED']);
    for (const { id } of [...held, ...both.filter(({ status }) => status === 201).map(({ body }) => body)])
      await withdraw(id);
  });

  it('is decided once at each level, whoever tries at the same moment', async () => {
    const many = await desk.asks(ana!, 'MANY', { until: '2025-09-01' });
    const people = await Promise.all(
      Array.from({ length: 24 }, (_, n) => n).flatMap((n) => [
        person(`revops-${n}`, 'revops'),
        person(`finance-${n}`, 'finance'),
      ]),
    );
    const requester = await person('ana', 'sales-leader', 'revops', 'finance');
    const all = [...people, requester, requester];
    const first = await Promise.all(all.map((who) => desk.approve(who, many)));
    const second = await Promise.all(all.map((who) => desk.approve(who, many)));
    const outcomes = [...first, ...second].map(said);
    expect(outcomes.filter((one) => one === '403 SOD_VIOLATION SOD-1')).toHaveLength(4);
    expect(
      [...new Set(outcomes)].filter((one) => !/^(200|409 OVERRIDE_OUT_OF_ORDER|403 SOD)/.test(one)),
    ).toEqual([]);
    const { state, decisions } = await get(many.id);
    expect([state, decisions.map(({ level, role }: Json) => [level, role])]).toEqual([
      'SCHEDULED',
      [
        [1, 'revops'],
        [2, 'finance'],
      ],
    ]);
    const early = { until: '2025-04-01', reason: 'A test.' };
    const other = await person('olga', 'sales-leader');
    expect(said(await other.post(`${overrides}/${many.id}/revoke`).send(early))).toBe(
      '403 NOT_YOUR_OVERRIDE',
    );
    await rob!.post(`${overrides}/${many.id}/revoke`).send(early).expect(200);
  });

  it('begins and ends by its dates, though nobody says so', async () => {
    const tier = async (asOf: string) => {
      const body = await desk.read(fay!, `/v1/accounts/ACME/tier?scheme=cv&asOf=${asOf}`);
      return [body.effective, body.computed, body.override?.id ?? null];
    };
    await api.clock('2025-04-05T09:00:00Z');
    expect((await get(first.id)).state).toBe('ACTIVE');
    expect(await tier('2025-04-04')).toEqual(['T3', 'T3', null]);
    expect(await tier('2025-04-05')).toEqual(['T2', 'T3', first.id]);
    expect(await tier('2025-08-31')).toEqual(['T2', 'T3', first.id]);
    expect(await tier('2025-09-01')).toEqual(['T3', 'T3', null]);
    expect(
      said(await rob!.post(`${overrides}/${first.id}/revoke`).send({ until: '2025-04-01', reason: 'x' })),
    ).toBe('422 REVOKED_BACKWARDS');
    await api.clock('2025-08-20T09:00:00Z');
    const autumn = { from: '2025-09-01', until: '2025-12-01' };
    const bare = { ...autumn, renews: first.id, justification: 'They have grown.' };
    expect(said(await desk.ask(ana!, 'ACME', bare))).toBe('422 RENEWAL_NEEDS_EVIDENCE');
    const renewal = { ...bare, evidence: [await desk.letter('They have grown.')] };
    const renewed = await desk.asks(ana!, 'ACME', renewal);
    expect(renewed).toMatchObject({ renewal: 1, renews: first.id, quarter: '2025-Q3' });
    for (const who of [rob, fay]) await desk.approve(who!, renewed).expect(200);
    const forgotten = await desk.asks(ana!, 'DELTA', autumn);
    await api.clock('2025-09-01T00:00:00Z');
    expect((await get(first.id)).state).toBe('EXPIRED');
    expect((await get(renewed.id)).state).toBe('ACTIVE');
    expect(await tier('2025-09-01')).toEqual(['T2', 'T3', renewed.id]);
    const winter = { ...renewal, from: '2025-12-01', until: '2026-01-01' };
    expect(said(await desk.ask(ana!, 'ACME', winter))).toBe('409 RENEWAL_TOO_LATE');
    await api.clock('2025-09-10T00:00:00Z');
    expect((await get(forgotten.id)).state).toBe('LAPSED');
  });

  it('is attested again when what it stands upon has changed', async () => {
    const { items } = await desk.read(ana!, `${overrides}?state=ACTIVE&externalId=ACME`);
    const [{ id, basis }] = items;
    await contract(api, 'ACME', '3', '210000', '2025-08-25');
    const own = await person('ana', 'revops');
    expect(said(await own.post(`${overrides}/${id}/reattest`).send({}))).toBe('403 SOD_VIOLATION SOD-1');
    expect((await get(id)).attestBy).toBe('2025-09-24');
    const stale = await fay!.post(`${overrides}/${id}/reattest`).send({ basis });
    expect(said(stale)).toBe('409 BASIS_CHANGED');
    const { body } = await fay!
      .post(`${overrides}/${id}/reattest`)
      .send({ comment: 'Still so.' })
      .expect(200);
    expect([body.basis === basis, body.attestBy]).toEqual([false, null]);
  });

  it('is decided by a delegate, who says for whom', async () => {
    const scope = { roles: ['revops'], schemes: ['cv'] };
    await rob!
      .post('/v1/delegations')
      .send({ delegate: 'cleo', scope, from: '2025-09-10', until: '2025-09-20' })
      .expect(201);
    const one = await desk.asks(ana!, 'BETA', { from: '2025-09-15', until: '2025-12-01' });
    const { body } = await desk.approve(cleo!, one).expect(200);
    expect(body.decisions).toMatchObject([{ decidedBy: 'cleo', onBehalfOf: 'rob', role: 'revops' }]);
  });

  const lend = (who: Person, role: string) =>
    who
      .post('/v1/delegations')
      .send({
        delegate: 'ana',
        ...{ scope: { roles: [role], schemes: ['cv'] }, from: '2025-09-10', until: '2025-09-20' },
      })
      .expect(201);
  const inSeptember = { from: '2025-09-15', until: '2025-12-01' };

  it('is asked for in the name of those alone who lent a role in which overrides are asked for', async () => {
    await desk.seat('care', 'cleo');
    await lend(cleo!, 'cs-lead');
    const inTheirName = () => desk.ask(ana!, 'DELTA', { ...inSeptember, onBehalfOf: 'cleo' });
    expect(said(await inTheirName())).toBe('403 SOD_VIOLATION SOD-11');
    await lend(await person('cleo', 'sales-leader'), 'sales-leader');
    const { body } = await inTheirName().expect(201);
    expect(body).toMatchObject({ requestedBy: 'ana', onBehalfOf: 'cleo', seat: 'care' });
    await withdraw(body.id);
  });

  it('is left to who lent the requester a role', async () => {
    await lend(fay!, 'finance');
    const { id, route } = await desk.asks(ana!, 'DELTA', inSeptember);
    expect(route.map(({ role }: Json) => role)).toEqual(['revops', 'finance']);
    await withdraw(id);
  });

  it('spends what was kept for it, also where a crash came between', async () => {
    const quota = async () => (await desk.read(ana!, '/v1/quotas?seat=emea&scheme=cv')).items[0];
    const before = await quota();
    const { items } = await desk.read(ana!, `${overrides}?state=IN_REVIEW&externalId=BETA`);
    const crash = jest.spyOn(api.app.get(OverrideDesk).quotas, 'consume').mockResolvedValueOnce();
    await desk.approve(fay!, items[0]).expect(200);
    crash.mockRestore();
    expect(await quota()).toMatchObject({ consumed: before.consumed, reserved: before.reserved });
    const next = await desk.ask(ana!, 'DELTA', { from: '2025-10-01', until: '2025-12-01' });
    expect([201, 409]).toContain(next.status);
    expect(await quota()).toMatchObject({ consumed: before.consumed + 1 });
    if (next.status === 201) await withdraw(next.body.id);
  });

  it('is taken at once in an emergency, and ratified by others', async () => {
    const eve = await person('eve', 'break-glass', 'revops');
    await desk.seat('night', 'eve');
    const taking = { externalId: 'GAMMA', scheme: 'cv', tier: 'T2', justification: 'The site is down.' };
    const { body } = await eve
      .post(`${overrides}/emergency`)
      .send({ ...taking, until: '2025-09-13', incident: 'INC-1' })
      .expect(201);
    expect(body).toMatchObject({ state: 'ACTIVE', type: 'EMERGENCY', quota: { consumed: 1, seat: 'night' } });
    expect(said(await eve.post(`${overrides}/${body.id}/ratify`).send({}))).toMatch(/^403 SOD_VIOLATION/);
    const late = await eve
      .post(`${overrides}/emergency`)
      .send({ ...taking, until: '2025-09-20', incident: 'INC-2' });
    expect(said(late)).toBe('422 TERM_TOO_LONG');
    for (const who of [rob, fay]) await who!.post(`${overrides}/${body.id}/ratify`).send({}).expect(200);
    expect(await get(body.id)).toMatchObject({ endsOn: '2025-09-13', ratifyBy: null });
  });

  it('is listed by how it stands', async () => {
    const { items } = await desk.read(ana!, `${overrides}?state=EXPIRED&externalId=ACME`);
    expect(items.map(({ id }: Json) => id)).toEqual([first.id]);
    const page = (await ana!.get(`${overrides}?limit=2`).expect(200)).body;
    const next = (await ana!.get(overrides).query({ limit: 2, cursor: page.nextCursor }).expect(200)).body;
    const ids = [...page.items, ...next.items].map(({ id }: Json) => id);
    expect(new Set(ids).size).toBe(4);
    await ana!.get(`${overrides}/4f1c1f3e-0d0a-4c0b-9a53-5a7d6b1f1d2e`).expect(404);
  });
});
