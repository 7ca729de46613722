import { OverrideDesk } from '#libs/runs';
import type { Json } from '../../../libs/testing/src/api';
import { type Desk, openDesk, overrides, type Person, said, sha } from './override-desk';

let desk: Desk;
let ana: Person, eve: Person, rob: Person, fay: Person;
let committee: Person[] = [];

beforeAll(async () => {
  desk = await openDesk();
  for (const name of ['A', 'B', 'C', 'D', 'E', 'F', 'G']) await desk.account(name);
  ana = await desk.api.person('ana', 'sales-leader');
  eve = await desk.api.person('eve', 'break-glass');
  rob = await desk.api.person('rob', 'revops');
  fay = await desk.api.person('fay', 'finance');
  committee = await Promise.all(['uma', 'vic'].map((name) => desk.api.person(name, 'committee')));
  await desk.seat('emea', 'ana');
  await desk.seat('night', 'eve');
});
afterAll(() => desk.api.close());

const approved = async (override: Json, ...people: Person[]): Promise<void> => {
  for (const who of people) expect(said(await desk.approve(who, override))).toBe('200');
};
const get = async (id: string): Promise<Json> => (await fay.get(`${overrides}/${id}`).expect(200)).body;

describe('evidence of a request', () => {
  it('has been kept before it is named', async () => {
    const kept = await desk.letter('a letter of intent');
    const evidence = [kept, { sha256: sha('never sent'), name: 'lost.pdf' }];
    const { status, body } = await desk.ask(ana, 'A', { evidence });
    expect([status, body.code]).toEqual([422, 'EVIDENCE_NOT_FOUND']);
    expect(body.errors).toEqual([
      { pointer: '/evidence/1/sha256', detail: expect.stringContaining('PUT /v1/evidence') },
    ]);
    expect((await desk.read(fay, '/v1/quotas?seat=emea')).items).toEqual([]);
    const taken = await eve.post(`${overrides}/emergency`).send({
      ...{ externalId: 'A', scheme: 'cv', tier: 'T2', until: '2025-04-02', incident: 'INC-0' },
      ...{ justification: 'It burns.', evidence: evidence.slice(1) },
    });
    expect(said(taken)).toBe('422 EVIDENCE_NOT_FOUND');
  });

  it('is called what its sender calls it, and a path in that leads nowhere', async () => {
    const { sha256 } = await desk.letter('a letter with a name');
    const names = ['../../../etc/passwd', 'C:\\Windows\\win.ini', 'a"; filename="b.exe', '%2e%2e%2f'];
    const evidence = names.map((name) => ({ sha256, name }));
    const override = await desk.asks(ana, 'A', { evidence });
    expect((await get(override.id)).evidence).toEqual(evidence);
    const { headers } = await fay.get(`/v1/evidence/${sha256}`).expect(200);
    expect(headers['content-disposition']).toBe(`attachment; filename="${sha256}.bin"`);
    for (const name of ['..%2F..%2Fetc%2Fpasswd', '..', '%00', sha256.toUpperCase()])
      expect([400, 404]).toContain((await fay.get(`/v1/evidence/${name}`)).status);
    const control = { sha256, name: 'two\nlines' };
    expect(said(await desk.ask(ana, 'B', { evidence: [control] }))).toBe('400 VALIDATION_FAILED');
    await ana.post(`${overrides}/${override.id}/withdraw`).send({}).expect(200);
  });
});

describe('a preview', () => {
  it('says what moves, what that comes to for both tiers, and who could decide now', async () => {
    await desk.account('H', '260000');
    const arr = { factId: 'arr', measure: 'arr', value: '260000', validFrom: '2025-01-10' };
    await desk.api
      .as('revops')
      .post('/v1/accounts/H/facts')
      .send({ facts: [arr] })
      .expect(200);
    for (const [name, holder, role] of [
      ['ops', 'rob', 'revops'],
      ['ops-emea', 'ron', 'revops'],
    ]) {
      const reportsTo = name === 'ops' ? null : 'emea';
      const filling = { holder, reportsTo, validFrom: '2025-01-01', decidesAs: [role] };
      await desk.api.as('revops').put(`/v1/seats/${name}`).send(filling).expect(201);
    }
    const asked = { externalId: 'H', scheme: 'cv', type: 'PIN', tier: 'T3', from: '2025-04-05' };
    const wanted = { ...asked, until: '2025-07-01' };
    const { body } = await ana.post(`${overrides}/preview`).send(wanted).expect(200);
    expect(body.effect).toMatchObject({ arr: '260000', arrMoved: '260000' });
    expect(body.effect.tiers).toMatchObject([
      { tier: 'T2', accounts: -1, arr: '-260000', now: { accounts: 1 }, then: { accounts: 0 } },
      { tier: 'T3', accounts: 1, arr: '260000', now: { accounts: 7 }, then: { accounts: 8 } },
    ]);
    expect(body.approvers[0]).toMatchObject({
      ...{ level: 1, role: 'revops', people: ['rob'] },
      barred: [{ person: 'ron', rule: 'SOD-2' }],
    });
    expect(body).toMatchObject({ refusal: null, quota: { left: 1000 } });
    expect((await desk.read(fay, `${overrides}?externalId=H`)).items).toEqual([]);
  });
});

describe('a FLOOR above a CEILING', () => {
  const floor = { type: 'FLOOR', tier: 'T2' };
  const ceiling = { type: 'CEILING', tier: 'T3' };

  it('is refused when it is asked for beside one that stands', async () => {
    await approved(await desk.asks(ana, 'B', ceiling), rob);
    expect(said(await desk.ask(ana, 'B', floor))).toBe('422 FLOOR_ABOVE_CEILING');
    const later = await desk.asks(ana, 'B', { ...floor, from: '2025-07-01', until: '2025-08-01' });
    await ana.post(`${overrides}/${later.id}/withdraw`).send({}).expect(200);
  });

  it('is refused when the second of two is to be approved', async () => {
    const [one, other] = [await desk.asks(ana, 'C', floor), await desk.asks(ana, 'C', ceiling)];
    await approved(one, rob, fay);
    const refused = await desk.approve(rob, other);
    expect(said(refused)).toBe('422 FLOOR_ABOVE_CEILING');
    expect(refused.body).toMatchObject({ overrideId: one.id, kind: 'FLOOR', day: '2025-04-05' });
    expect((await get(other.id)).state).toBe('SUBMITTED');
  });
});

describe('emergencies', () => {
  const take = (externalId: string, until: string, more: object = {}) =>
    eve.post(`${overrides}/emergency`).send({
      ...{ externalId, scheme: 'cv', tier: 'T2', until, incident: 'INC-1', justification: 'It burns.' },
      ...more,
    });

  it('are three a quarter, of a seat in a scheme', async () => {
    for (const name of ['D', 'E', 'F']) expect(said(await take(name, '2025-04-02'))).toBe('201');
    const fourth = await take('G', '2025-04-02');
    expect(said(fourth)).toBe('409 EMERGENCIES_EXHAUSTED');
    expect(fourth.body.taken).toHaveLength(3);
    expect((await desk.read(fay, `${overrides}?externalId=G`)).items).toEqual([]);
    await desk.api.clock('2025-04-01T09:00:00Z');
    expect(said(await take('G', '2025-04-03'))).toBe('201');
  });

  it('are three also when many are taken at one moment', async () => {
    await desk.api.clock('2025-04-05T09:00:00Z');
    const all = await Promise.all(['B', 'C', 'D', 'E', 'F'].map((name) => take(name, '2025-04-07')));
    expect(all.map(said).sort()).toEqual([
      ...['201', '201'],
      ...['409 EMERGENCIES_EXHAUSTED', '409 EMERGENCIES_EXHAUSTED', '409 EMERGENCIES_EXHAUSTED'],
    ]);
  });
});

describe('what was a moment too late', () => {
  it('keeps nothing of the quota, of emergencies too', async () => {
    const max = await desk.api.person('max', 'break-glass', 'sales-leader');
    await desk.seat('dawn', 'max');
    const on = { externalId: 'A', scheme: 'cv', tier: 'T1', until: '2025-04-06' };
    const take = () =>
      max.post(`${overrides}/emergency`).send({ ...on, incident: 'INC-2', justification: 'It burns.' });
    const codes = (await Promise.all([take(), take(), take()])).map(said).sort();
    expect(codes).toEqual(['201', '422 OVERRIDE_OVERLAP', '422 OVERRIDE_OVERLAP']);
    const { items } = await desk.read(max, '/v1/quotas?seat=dawn&scheme=cv');
    expect(items).toMatchObject([{ consumed: 1, reserved: 0 }]);
  });

  it('and what a crash has left unspent of one that was taken is spent before the next', async () => {
    const quotas = desk.api.app.get(OverrideDesk).quotas;
    const crash = jest.spyOn(quotas, 'spend').mockResolvedValueOnce();
    const max = await desk.api.person('max', 'break-glass', 'sales-leader');
    const on = { externalId: 'G', scheme: 'cv', tier: 'T1', until: '2025-04-06' };
    await max
      .post(`${overrides}/emergency`)
      .send({ ...on, incident: 'INC-3', justification: 'It burns.' })
      .expect(201);
    crash.mockRestore();
    const { quota } = await desk.asks(max, 'G', { from: '2025-05-01', until: '2025-05-09' });
    expect(quota).toMatchObject({ seat: 'dawn', consumed: 2, reserved: 1 });
  });
});

describe('what is asked for backwards', () => {
  it('begins behind every quarter that a review has pinned, from the moment of its pin on', async () => {
    const ask = (externalId: string, from: string) =>
      desk.ask(ana, externalId, { from, until: '2025-05-01' });
    const { body: waiting } = await ask('B', '2025-03-20');
    expect(waiting.route.map(({ role }: Json) => role)).toContain('committee');
    const review = { scheme: 'cv', quarter: '2025-Q1', deadline: '2025-04-30' };
    const { body } = await rob.post('/v1/reviews').send(review).expect(201);
    expect((await ask('C', '2025-03-20')).status).toBe(201);
    await rob.post(`/v1/reviews/${body.id}/pin`).send({}).expect(200);
    const late = await ask('D', '2025-03-31');
    expect([said(late), late.body.openSince]).toEqual(['422 RETRO_INTO_CLOSED_PERIOD', '2025-04-01']);
    expect(said(await desk.approve(rob, waiting))).toBe('422 RETRO_INTO_CLOSED_PERIOD');
    expect((await ask('D', '2025-04-01')).status).toBe(201);
  });
});

describe('renewals', () => {
  const renewal = async (renews: string, from: string, until: string, letter: string) => ({
    ...{ renews, from, until, justification: `Still so: ${letter}.` },
    evidence: [await desk.letter(letter)],
  });

  it('go to the committee the second time, and behind that to the policy', async () => {
    const first = await desk.asks(ana, 'A', { from: '2025-04-06' });
    await approved(first, rob, fay);
    await desk.api.clock('2025-06-20T09:00:00Z');
    const terms = await renewal(first.id, '2025-07-01', '2025-10-01', 'one');
    const unsent = { ...terms, evidence: [{ sha256: sha('unsent'), name: 'new.pdf' }] };
    expect(said(await desk.ask(ana, 'A', unsent))).toBe('422 EVIDENCE_NOT_FOUND');
    const second = await desk.asks(ana, 'A', terms);
    expect(second.route.map(({ role }: Json) => role)).toEqual(['revops', 'finance']);
    await approved(second, rob, fay);
    await desk.api.clock('2025-09-20T09:00:00Z');
    const again = await renewal(second.id, '2025-10-01', '2026-01-01', 'two');
    const third = await desk.asks(ana, 'A', again);
    expect(third.route.map(({ role }: Json) => role)).toEqual(['revops', 'committee']);
    expect(third.route[1].because).toEqual([expect.stringContaining('renewal 2 in a row')]);
    expect(third).toMatchObject({ renewal: 2, flags: [] });
    await approved(third, rob, ...committee);
    expect(await get(third.id)).toMatchObject({ state: 'SCHEDULED', flags: ['POLICY_CANDIDATE'] });
    const { items } = await desk.read(fay, `${overrides}?externalId=A&state=SCHEDULED`);
    expect(items.map(({ id, flags }: Json) => [id, flags])).toEqual([[third.id, ['POLICY_CANDIDATE']]]);
    await desk.api.clock('2025-12-20T09:00:00Z');
    const more = await renewal(third.id, '2026-01-01', '2026-04-01', 'three');
    expect(said(await desk.ask(ana, 'A', more))).toBe('422 POLICY_CANDIDATE');
  });
});
