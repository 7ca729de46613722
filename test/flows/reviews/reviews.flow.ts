import { createHash } from 'node:crypto';
import { OverrideDesk } from '#libs/runs';
import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';
import { contract, openScheme } from '../opened';

type Person = Awaited<ReturnType<TestApi['person']>>;

const reviews = '/v1/reviews';

let api: TestApi;
let [ana, rhea, rob, fay, finn, fern, cora, cleo]: Person[] = [];
/** Of the whole portfolio. */
let id: string;

const account = async (externalId: string, acv: string, region = 'APAC') => {
  const profile = { name: externalId, onboardedOn: '2024-11-01', attributes: { region } };
  await api.as('revops').put(`/v1/accounts/${externalId}`).send(profile).expect(201);
  await contract(api, externalId, '1', acv, '2024-11-01');
};
const open = (more: object = {}, who = rhea!) =>
  who.post(reviews).send({ scheme: 'cv', quarter: '2025-Q1', deadline: '2025-04-30', ...more });
const get = async (review = id): Promise<Json> => (await ana!.get(`${reviews}/${review}`).expect(200)).body;
const act = (who: Person, what: string, body: object = {}, review = id) =>
  who.post(`${reviews}/${review}/${what}`).send(body);
const items = async (query = '', review = id): Promise<Json[]> =>
  (await ana!.get(`${reviews}/${review}/items?limit=500&${query}`).expect(200)).body.items;
const numberOf = async (kind: string, externalId: string, review = id): Promise<number> =>
  (await items(`kind=${kind}&externalId=${externalId}`, review))[0].n;
const decide = (who: Person, n: number, decision: string, comment?: string, review = id) =>
  act(who, `items/${n}/decide`, { decision, ...(comment && { comment }) }, review);
const attest = (who: Person, review = id) => act(who, 'attest', { statement: 'As it stands.' }, review);
const said = ({ status, body }: { status: number; body: Json }) =>
  [status, body.code, body.rule].join(' ').trim();
const reasons = ({ body }: { body: Json }) => body.reasons.map(({ code }: Json) => code);

const override = async (): Promise<string> => {
  const letter = Buffer.from('They are about to grow.');
  const sha256 = createHash('sha256').update(letter).digest('hex');
  await ana!.put(`/v1/evidence/${sha256}`).set('Content-Type', 'application/pdf').send(letter).expect(201);
  const evidence = [{ sha256, name: 'letter.pdf' }];
  const said = { reasonCode: 'STRATEGIC', justification: 'They are about to grow.', evidence };
  const terms = { externalId: 'ACME', scheme: 'cv', type: 'PIN', tier: 'T2' };
  const days = { from: '2025-03-05', until: '2025-06-01' };
  const { body } = await ana!
    .post('/v1/overrides')
    .send({ ...terms, ...days, ...said })
    .expect(201);
  for (const who of [rob!, finn!])
    await who.post(`/v1/overrides/${body.id}/approve`).send({ basis: body.basis }).expect(200);
  return body.id as string;
};
let pinOfAcme: string;

beforeAll(async () => {
  api = await startApi({ now: '2024-11-01T09:00:00Z' });
  ana = await api.person('ana', 'sales-leader', 'cs-lead');
  rhea = await api.person('rhea', 'revops');
  rob = await api.person('rob', 'revops');
  fay = await api.person('fay', 'finance');
  finn = await api.person('finn', 'finance');
  fern = await api.person('fern', 'finance');
  cora = await api.person('cora', 'committee');
  cleo = await api.person('cleo', 'cs-lead');
  await openScheme(api, 'cv');
  for (const name of ['ACME', 'UP', 'RISE', 'LEAP', 'MELT']) await account(name, '100000');
  await account('FALL', '300000', 'EMEA');
  const seat = { holder: 'ana', reportsTo: null, validFrom: '2025-01-01' };
  await api.as('revops').put('/v1/seats/apac').send(seat).expect(201);
  await api.clock('2025-02-10T09:00:00Z');
  await contract(api, 'UP', '2', '300000', '2025-02-10');
  await contract(api, 'RISE', '2', '400000', '2025-02-10');
  await contract(api, 'LEAP', '2', '2000000', '2025-02-10');
  await contract(api, 'FALL', '2', '90000', '2025-02-10');
  await api.clock('2025-03-05T09:00:00Z');
  pinOfAcme = await override();
  await api.clock('2025-03-06T09:00:00Z');
  // It was another contract all the time, though of no other tier.
  await contract(api, 'ACME', '2', '110000', '2025-02-20');
  await fern.post(`/v1/overrides/${pinOfAcme}/reattest`).send({}).expect(200);
  await api.clock('2025-03-20T09:00:00Z');
});
afterAll(() => api.close());

describe('a draft', () => {
  it('is opened for a quarter that has begun, by its label', async () => {
    expect(said(await open({ scheme: 'nothing' }))).toBe('404 NOT_FOUND');
    expect(said(await open({ quarter: '2025-Q9' }))).toBe('422 QUARTER_UNKNOWN');
    expect(said(await open({ quarter: '2025-Q2', deadline: '2025-08-01' }))).toBe('422 QUARTER_NOT_BEGUN');
    expect(said(await open({ deadline: '2025-03-31' }))).toBe('422 DEADLINE_TOO_EARLY');
    expect(said(await open({ scope: { region: 'EMEA' } }))).toBe('400 VALIDATION_FAILED');
    const { body } = await open().expect(201);
    id = body.id;
    expect(body).toMatchObject({
      ...{ state: 'DRAFT', from: '2025-01-01', until: '2025-04-01', deadline: '2025-04-30', revision: 0 },
      ...{ pin: null, digest: null, coordinates: null, items: 0, counts: {}, openedBy: 'rhea' },
    });
  });

  it('is one for a quarter, a scheme and a part of the portfolio, and known by its key', async () => {
    const again = await open();
    expect([said(again), again.body.reviewId]).toEqual(['409 REVIEW_EXISTS', id]);
    const emea = { scope: { region: ['EMEA'] } };
    const [one, other] = await Promise.all([
      open(emea).set('Idempotency-Key', 'emea'),
      open({ scope: { region: ['EMEA', 'EMEA'] } }),
    ]);
    expect([one.status, other.status].sort()).toEqual([201, 409]);
    expect((await ana!.get(`${reviews}?scheme=cv`).expect(200)).body.items).toHaveLength(2);
  });

  it('is pinned when its quarter is over and not before, and has nothing to decide until then', async () => {
    expect(said(await act(rhea!, 'pin'))).toBe('409 QUARTER_NOT_OVER');
    expect(said(await decide(fay!, 1, 'CONFIRM', 'Seen.'))).toBe('409 REVIEW_DRAFT');
    expect(said(await attest(fay!))).toBe('409 REVIEW_DRAFT');
    expect(said(await act(rhea!, 'seal'))).toBe('409 REVIEW_DRAFT');
    const nothing = '7b0e8a52-2f57-5d5c-9a35-0d3f6c5b1a01';
    expect(said(await act(rhea!, 'pin', {}, nothing))).toBe('404 NOT_FOUND');
    await ana!.get(`${reviews}/${nothing}`).expect(404);
    await ana!.get(`${reviews}/${nothing}/items`).expect(404);
  });
});

describe('the pin', () => {
  it('freezes a position and makes items, the riskiest first', async () => {
    await api.clock('2025-04-02T09:00:00Z');
    expect(said(await act(rhea!, 'pin').set('If-Match', '"7"'))).toBe('412 REVISION_CONFLICT');
    const { body } = await act(rhea!, 'pin').set('If-Match', '"0"').set('Idempotency-Key', 'pin').expect(200);
    expect(body).toMatchObject({ state: 'PINNED', revision: 1, pinnedBy: 'rhea', closed: false });
    expect(body.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(body.coordinates).toMatchObject({ opening: '2025-01-01', closing: '2025-04-01', pin: body.pin });
    const again = await act(rhea!, 'pin').set('If-Match', '"0"').set('Idempotency-Key', 'pin').expect(200);
    expect(again.body).toEqual(body);
    const all = await items();
    expect(all.map(({ n }) => n)).toEqual(all.map((_, index) => index + 1));
    const told = all.map(({ kind, externalId, risk }) => [kind, externalId, risk]);
    expect(told.filter(([kind]) => kind !== 'EXCEPTION')).toEqual([
      ['PROMOTION', 'LEAP', 'HIGH'],
      ['DEMOTION', 'FALL', 'MEDIUM'],
      ['OVERRIDE', 'ACME', 'MEDIUM'],
      ['PROMOTION', 'ACME', 'MEDIUM'],
      ['PROMOTION', 'RISE', 'LOW'],
      ['PROMOTION', 'UP', 'LOW'],
    ]);
  });

  it('is for good: only a draft can be made again', async () =>
    expect(said(await act(rhea!, 'pin'))).toBe('409 REVIEW_PINNED'));

  it('answers with the same figures as the moves of its days', async () => {
    const { coordinates } = await get();
    const { opening, closing, pin } = coordinates;
    const asked = `scheme=cv&from=${opening}&to=${closing}&knownAt=${pin.knownAt}`;
    const { body } = await ana!.get(`/v1/tiers/moves?${asked}`).expect(200);
    const counted = (await items()).filter(({ kind }) => kind === 'PROMOTION').length;
    expect([body.counts.promotion, body.position]).toEqual([counted, pin.position]);
  });
});

describe('deciding', () => {
  it('is not for whom the item is a matter of', async () => {
    const n = await numberOf('OVERRIDE', 'ACME');
    expect(said(await decide(ana!, n, 'CONFIRM', 'Mine.'))).toBe('403 SOD_VIOLATION SOD-8');
    expect(said(await decide(rob!, n, 'CONFIRM', 'I approved it.'))).toBe('403 SOD_VIOLATION SOD-8');
    expect(said(await decide(fern!, n, 'CONFIRM', 'I attested it.'))).toBe('403 SOD_VIOLATION SOD-8');
    expect(said(await decide(rob!, await numberOf('PROMOTION', 'ACME'), 'CONFIRM', 'By it.'))).toBe(
      '403 SOD_VIOLATION SOD-8',
    );
  });

  it('at the moment of the pin is too early still, since nothing was held against anybody', async () => {
    const { id: raced } = (await open({ scope: { region: ['APAC', 'LATAM'] } }).expect(201)).body;
    const { org } = api.app.get(OverrideDesk);
    const now = org.now.bind(org);
    const spy = jest.spyOn(org, 'now').mockImplementationOnce(async () => {
      await act(rhea!, 'pin', {}, raced).expect(200);
      return now();
    });
    expect(said(await decide(ana!, 1, 'CONFIRM', 'Quick.', raced))).toBe('409 REVIEW_DRAFT');
    spy.mockRestore();
    expect(await get(raced)).toMatchObject({ state: 'PINNED', revision: 1 });
  });

  it('takes a comment but for a CONFIRM of low risk, and each decision where it makes sense', async () => {
    const [leap, rise] = [await numberOf('PROMOTION', 'LEAP'), await numberOf('PROMOTION', 'RISE')];
    expect(said(await decide(fay!, leap, 'CONFIRM'))).toBe('422 COMMENT_NEEDED');
    expect(said(await decide(fay!, rise, 'PROMOTE'))).toBe('422 COMMENT_NEEDED');
    expect(said(await decide(fay!, rise, 'REVOKE_OVERRIDE', 'End it.'))).toBe('422 NO_OVERRIDE_TO_REVOKE');
    expect(said(await decide(fay!, 99, 'CONFIRM', 'Seen.'))).toBe('404 NOT_FOUND');
    expect(said(await decide(fay!, rise, 'APPLAUD', 'Seen.'))).toBe('400 VALIDATION_FAILED');
    const { body } = await decide(cleo!, rise, 'NEEDS_INFO', 'Who signed?').expect(200);
    expect(body).toMatchObject({ state: 'IN_REVIEW', counts: { NEEDS_INFO: 1, UNDECIDED: body.items - 1 } });
  });

  it('of one item at one moment lets exactly one word stand', async () => {
    const n = await numberOf('PROMOTION', 'LEAP');
    const people = [fay!, cora!, cleo!, rhea!, rob!];
    const answers = await Promise.all(
      [...people, ...people].map((who, index) =>
        decide(who, n, index % 2 ? 'DEFER' : 'CONFIRM', `Word ${index}.`),
      ),
    );
    expect(answers.map(said).sort()).toEqual(['200', ...Array<string>(9).fill('409 ITEM_DECIDED')]);
    const trail = `stream=review-${id}&type=ReviewItemDecided`;
    const told = (await api.as('auditor').get(`/v1/audit/events?${trail}`).expect(200)).body.items;
    expect(told.filter(({ after }: Json) => after.n === n)).toHaveLength(1);
  });

  it('confirms low risk together, up to fifty at once', async () => {
    const [rise, up] = [await numberOf('PROMOTION', 'RISE'), await numberOf('PROMOTION', 'UP')];
    const confirm = (numbers: number[]) => act(fay!, 'items/confirm', { items: numbers });
    expect(said(await confirm(Array.from({ length: 51 }, (_, index) => index + 1)))).toBe(
      '422 TOO_MANY_AT_ONCE',
    );
    expect(said(await confirm([up, await numberOf('DEMOTION', 'FALL')]))).toBe('422 RISK_TOO_HIGH');
    expect(said(await confirm([]))).toBe('400 VALIDATION_FAILED');
    await confirm([rise, up]).expect(200);
    const { reviewers } = await get();
    expect(reviewers.find(({ reviewer }: Json) => reviewer === 'cleo')).toMatchObject({ bulkShare: '0.00' });
    expect(Number(reviewers.find(({ reviewer }: Json) => reviewer === 'fay').bulkShare)).toBeGreaterThan(60);
  });

  it('to end an override ends it, from the same day on', async () => {
    const n = await numberOf('OVERRIDE', 'ACME');
    for (let times = 1; times <= 2; times += 1)
      await decide(fay!, n, 'REVOKE_OVERRIDE', 'It has not grown.').expect(200);
    const { body } = await ana!.get(`/v1/overrides/${pinOfAcme}`).expect(200);
    expect(body).toMatchObject({ state: 'REVOKED', until: '2025-04-02' });
    const trail = 'externalId=ACME&type=OverrideRevoked';
    const [revoked, ...again] = (await api.as('auditor').get(`/v1/audit/events?${trail}`)).body.items;
    expect([revoked.actor, revoked.reason, again]).toEqual([
      'fay',
      'Decided in the review of 2025-Q1: It has not grown.',
      [],
    ]);
    const tier = await ana!.get(`/v1/accounts/ACME/tier?scheme=cv&minPosition=${body.position}`).expect(200);
    expect(tier.body.effective).toBe('T3');
  });

  it('puts off for a quarter, and the list says so, as a table too', async () => {
    await decide(cora!, await numberOf('DEMOTION', 'FALL'), 'DEFER', 'Wait for the renewal.').expect(200);
    const [fall] = await items('decision=DEFER&externalId=FALL');
    expect(fall).toMatchObject({ decidedBy: 'cora', comment: 'Wait for the renewal.', deferredFrom: null });
    const { text } = await ana!.get(`${reviews}/${id}/items`).set('Accept', 'text/csv').expect(200);
    const lines = text.trim().split('\r\n');
    expect(lines).toHaveLength((await items()).length + 1);
    expect(lines[0]).toMatch(/^n,kind,externalId,.*,decision,comment,bulk,decidedBy/);
    const { body } = await ana!.get(`${reviews}/${id}/items?limit=4`).expect(200);
    const rest = await ana!.get(`${reviews}/${id}/items?limit=4&cursor=${body.nextCursor}`).expect(200);
    expect(rest.body.items[0].n).toBe(body.items[3].n + 1);
  });
});

describe('the seal', () => {
  it('says everything that keeps it from being set', async () => {
    const blocked = await act(rhea!, 'seal');
    expect([said(blocked), reasons(blocked)]).toEqual([
      '409 SEAL_BLOCKED',
      ['NOT_ATTESTED', 'UNDECIDED_ITEMS'],
    ]);
  });

  it('waits for three people in three roles, who had no part in its overrides', async () => {
    for (const { n } of await items('decision=UNDECIDED'))
      await decide(cora!, n, 'CONFIRM', 'Looked at.').expect(200);
    expect(said(await attest(rob!))).toBe('403 SOD_VIOLATION SOD-8');
    await attest(rhea!).expect(200);
    await attest(fay!).expect(200);
    const { body } = await attest(cora!).expect(200);
    expect(body.state).toBe('ATTESTED');
    expect(body.attestations.map(({ role, stands }: Json) => [role, stands])).toEqual([
      ['revops', true],
      ['finance', true],
      ['committee', true],
    ]);
  });

  it('waits for emergencies to be ratified, and for a signer who came into a conflict', async () => {
    const terms = { externalId: 'MELT', scheme: 'cv', tier: 'T2', until: '2025-04-04', incident: 'INC-1' };
    const bo = await api.person('bo', 'break-glass');
    const seat = { holder: 'bo', reportsTo: null, validFrom: '2025-01-01' };
    await api.as('revops').put('/v1/seats/duty').send(seat).expect(201);
    const justification = 'They are down.';
    const taken = await bo
      .post('/v1/overrides/emergency')
      .send({ ...terms, justification })
      .expect(201);
    const scope = { roles: ['cs-lead'], schemes: ['cv'] };
    const days = { from: '2025-04-02', until: '2025-04-20' };
    const granted = await ana!
      .post('/v1/delegations')
      .send({ delegate: 'fay', scope, ...days })
      .expect(201);
    const blocked = await act(cora!, 'seal');
    expect(reasons(blocked)).toEqual(['EMERGENCY_UNRATIFIED', 'SIGNER_CONFLICTED']);
    expect(blocked.body.reasons[0].overrides).toEqual([taken.body.id]);
    await ana!.post(`/v1/delegations/${granted.body.id}/revoke`).send({}).expect(200);
    for (const who of [rob!, finn!])
      await who.post(`/v1/overrides/${taken.body.id}/ratify`).send({}).expect(200);
  });

  it('finds the same pack again, whatever was learnt since, and keeps its digest', async () => {
    await contract(api, 'UP', 'late', '50000', '2025-03-01');
    await api.settled();
    const { digest } = await get();
    const { body } = await act(cora!, 'seal').set('Idempotency-Key', 'seal').expect(200);
    expect(body).toMatchObject({ state: 'SEALED', digest, sealedBy: 'cora', sealedOn: '2025-04-02' });
    await act(cora!, 'seal').set('Idempotency-Key', 'seal').expect(200);
  });

  it('is the end: every word behind it is refused, and nothing of it has changed', async () => {
    const before = await get();
    const answers = [
      await act(rhea!, 'pin'),
      await decide(fay!, 1, 'CONFIRM', 'Again.'),
      await act(fay!, 'items/confirm', { items: [5] }),
      await attest(fay!),
      await act(rhea!, 'seal'),
    ];
    expect(answers.map(said)).toEqual(Array<string>(5).fill('409 REVIEW_SEALED'));
    expect({ ...(await get()), position: before.position }).toEqual(before);
    expect((await ana!.get(`${reviews}?state=SEALED&quarter=2025-Q1`).expect(200)).body.items).toHaveLength(
      1,
    );
  });
});

describe('a deadline that passes', () => {
  it('leaves what nobody decided as computed, and the review can be sealed as such', async () => {
    const [{ id: emea }] = (await ana!.get(`${reviews}?state=DRAFT`).expect(200)).body.items;
    const pins = await Promise.all([act(rhea!, 'pin', {}, emea), act(rob!, 'pin', {}, emea)]);
    expect(pins.map(said).sort()).toEqual(['200', '409 REVIEW_PINNED']);
    const all = await items('decision=UNDECIDED', emea);
    expect(all.map(({ externalId }) => externalId).filter((name) => name !== 'FALL')).toEqual([null]);
    await api.clock('2025-05-01T09:00:00Z');
    expect(said(await decide(fay!, 1, 'CONFIRM', 'Late.', emea))).toBe('409 REVIEW_CLOSED');
    expect(await get(emea)).toMatchObject({ closed: true, counts: { UNDECIDED_DEFAULTED: all.length } });
    for (const who of [rhea!, fay!, cora!]) await attest(who, emea).expect(200);
    await act(rhea!, 'seal', {}, emea).expect(200);
    expect(await items('decision=UNDECIDED_DEFAULTED', emea)).toHaveLength(all.length);
  });
});

describe('what was put off', () => {
  it('comes up a quarter later, and is not put off again', async () => {
    await api.clock('2025-07-02T09:00:00Z');
    const { body } = await open({ quarter: '2025-Q2', deadline: '2025-07-31' }).expect(201);
    await act(rhea!, 'pin', {}, body.id).expect(200);
    const n = await numberOf('DEMOTION', 'FALL', body.id);
    expect(await items('externalId=FALL&kind=DEMOTION', body.id)).toMatchObject([
      { n, deferredFrom: '2025-Q1' },
    ]);
    expect(said(await decide(cora!, n, 'DEFER', 'Again.', body.id))).toBe('422 DEFERRED_BEFORE');
    await decide(cora!, n, 'DEMOTE', 'It has waited long enough.', body.id).expect(200);
  });
});
