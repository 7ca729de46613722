import fc from 'fast-check';
import { type Json, startApi, type TestApi } from '../../libs/testing/src/api';
import { law } from '../../libs/testing/src/laws';
import { contractValue, onboard, openScheme } from './opened';

const familyRevenue = {
  kind: 'bands',
  tiers: [
    { code: 'HIGH', rank: 2 },
    { code: 'LOW', rank: 1 },
  ],
  measures: { total: { revenueWindowMonths: 12, of: 'family' } },
  boundaries: [{ tier: 'HIGH', measure: 'total', at: '1000', inclusive: true }],
};

describe('families and their lineage', () => {
  let api: TestApi;
  const get = async (path: string, query: object = {}, status = 200): Promise<Json> => {
    await api.settled();
    const answer = await api.as('sales-leader').get(path).query(query);
    expect([path, answer.status, answer.body.code]).toEqual([
      path,
      status,
      status === 200 ? undefined : answer.body.code,
    ]);
    return answer.body;
  };
  const post = async (path: string, body: object, status = 200): Promise<Json> => {
    const answer = await api.as('revops').post(path).send(body);
    expect([path, answer.status, answer.body.detail]).toEqual([
      path,
      status,
      status < 300 ? undefined : answer.body.detail,
    ]);
    return answer.body;
  };
  const put = (externalId: string, terms: object) =>
    api
      .as('revops')
      .put(`/v1/accounts/${externalId}`)
      .send({ name: externalId, onboardedOn: '2024-01-10', ...terms });
  const parent = (externalId: string, value: string, validFrom: string, factId = `parent-${validFrom}`) => ({
    path: `/v1/accounts/${externalId}/facts`,
    body: { facts: [{ factId, measure: 'parent', value, validFrom }] },
  });
  const revenue = (externalId: string, amount: string, occurredOn: string) =>
    post(`/v1/accounts/${externalId}/revenue`, {
      facts: [{ factId: `${occurredOn}-${amount}`, occurredOn, amount, currency: 'EUR', kind: 'invoice' }],
    });
  const tier = async (externalId: string, asOf: string, more: object = {}): Promise<Json> =>
    get(`/v1/accounts/${externalId}/tier`, { scheme: 'family', asOf, ...more });
  let minute = 0;
  const moment = () => new Date(Date.parse('2025-02-01T00:00:00Z') + minute * 60_000).toISOString();
  /** A moment at which everything so far is known, and nothing that comes after. */
  const later = async (): Promise<string> => {
    const known = moment();
    minute += 1;
    await api.clock(moment());
    return known;
  };

  beforeAll(async () => {
    api = await startApi({ now: '2025-02-01T00:00:00Z' });
    await openScheme(api, 'family', familyRevenue, '2023-01-01');
    await openScheme(api, 'cv', contractValue, '2023-01-01');
    for (const effectiveOn of ['2024-04-01', '2024-07-01', '2024-10-01', '2025-01-01'])
      await api.job(
        await api
          .as('revops')
          .post('/v1/schemes/family/evaluations')
          .send({ effectiveOn, kind: 'scheduled' }),
      );
    await put('GROUP', {}).expect(201);
    await put('NORTH', { parentExternalId: 'GROUP' }).expect(201);
    await put('OSLO', { parentExternalId: 'NORTH' }).expect(201);
    await put('SOUTH', {}).expect(201);
  });
  afterAll(() => api.close());

  describe('a family', () => {
    it('is told upwards and downwards', async () => {
      expect(await get('/v1/accounts/NORTH/family', { asOf: '2024-06-01' })).toMatchObject({
        externalId: 'NORTH',
        asOf: '2024-06-01',
        parent: 'GROUP',
        ultimateParent: 'GROUP',
        path: ['GROUP'],
        children: ['OSLO'],
        members: [{ externalId: 'OSLO', parent: 'NORTH', depth: 1 }],
        unknown: false,
        cycle: false,
      });
      expect((await get('/v1/accounts/OSLO/family')).path).toEqual(['NORTH', 'GROUP']);
      expect(await get('/v1/accounts/SOUTH/family')).toMatchObject({
        parent: null,
        ultimateParent: 'SOUTH',
        members: [],
      });
      expect((await get('/v1/accounts/NOBODY/family', {}, 404)).code).toBe('NOT_FOUND');
    });

    it('is that of the day, since a fact names another parent from a day on', async () => {
      const before = await later();
      const { path, body } = parent('SOUTH', 'GROUP', '2024-07-01');
      await post(path, body);
      await later();
      const members = async (query: object) =>
        (await get('/v1/accounts/GROUP/family', query)).members.map(({ externalId }: Json) => externalId);
      expect(await members({ asOf: '2024-06-30' })).toEqual(['NORTH', 'OSLO']);
      expect(await members({ asOf: '2024-07-01' })).toEqual(['NORTH', 'OSLO', 'SOUTH']);
      expect(await members({ asOf: '2024-07-01', knownAt: before })).toEqual(['NORTH', 'OSLO']);
    });

    it('may have a parent that nobody knows yet', async () => {
      await put('WEST', { parentExternalId: 'HOLDING' }).expect(201);
      expect(await get('/v1/accounts/WEST/family')).toMatchObject({
        ultimateParent: 'HOLDING',
        unknown: true,
      });
      expect(await get('/v1/accounts/HOLDING/family')).toMatchObject({ unknown: true, children: ['WEST'] });
      expect((await get('/v1/accounts/WEST/tier?rollUp=ultimate-parent&scheme=family', {}, 404)).code).toBe(
        'NOT_FOUND',
      );
    });

    it('is no circle, as far as that can be seen', async () => {
      const declared = await put('GROUP', { parentExternalId: 'OSLO' });
      expect([declared.status, declared.body.code, declared.body.path]).toEqual([
        422,
        'PARENT_CYCLE',
        ['GROUP', 'OSLO', 'NORTH'],
      ]);
      expect((await put('GROUP', { parentExternalId: 'GROUP' })).body.code).toBe('PARENT_CYCLE');
      const late = parent('GROUP', 'SOUTH', '2024-01-01');
      expect((await post(late.path, late.body, 422)).detail).toBe(
        'GROUP would stand under itself from 2024-07-01 on (GROUP < SOUTH < GROUP): name another parent.',
      );
      const ended = [parent('GROUP', 'SOUTH', '2024-01-01'), parent('GROUP', '-', '2024-06-01')];
      const facts = ended.flatMap(({ body }) => body.facts);
      await post(late.path, { facts });
      expect(await get('/v1/accounts/OSLO/family', { asOf: '2024-02-01' })).toMatchObject({
        ultimateParent: 'SOUTH',
      });
      for (const { factId } of facts)
        await post('/v1/corrections', {
          externalId: 'GROUP',
          factId,
          retroKind: 'ERROR_CORRECTION',
          reason: 'Never.',
          retract: true,
        });
      const misnamed = parent('GROUP', 'x'.repeat(129), '2024-01-01');
      expect((await post(misnamed.path, misnamed.body, 400)).errors[0].pointer).toBe('/facts/0/value');
    });
  });

  describe('the tiers of a family', () => {
    it('follow what all of it brings in', async () => {
      await revenue('OSLO', '600', '2024-03-01');
      await revenue('SOUTH', '400', '2024-05-01');
      expect((await tier('GROUP', '2024-07-01')).effective).toBe('HIGH');
      expect((await tier('GROUP', '2024-04-01')).effective).toBe('LOW');
      expect((await tier('OSLO', '2024-07-01')).effective).toBe('LOW');
    });

    it('are those of the ultimate parent where that is asked', async () => {
      const own = await tier('GROUP', '2024-07-01');
      expect(await tier('OSLO', '2024-07-01', { rollUp: 'ultimate-parent' })).toEqual({
        ...own,
        askedFor: 'OSLO',
        rolledUp: true,
      });
      expect((await tier('SOUTH', '2024-06-30', { rollUp: 'ultimate-parent' })).externalId).toBe('SOUTH');
    });

    it('stand beside each other, page by page', async () => {
      const first = await get('/v1/families', { scheme: 'family', asOf: '2024-07-01', limit: 1 });
      expect(first.items).toEqual([
        {
          externalId: 'GROUP',
          unknown: false,
          cycle: false,
          tier: 'HIGH',
          members: [
            { externalId: 'NORTH', parent: 'GROUP', depth: 1, tier: 'LOW' },
            { externalId: 'OSLO', parent: 'NORTH', depth: 2, tier: 'LOW' },
            { externalId: 'SOUTH', parent: 'GROUP', depth: 1, tier: 'LOW' },
          ],
        },
      ]);
      const rest = await get('/v1/families', {
        scheme: 'family',
        asOf: '2024-07-01',
        limit: 1,
        cursor: first.nextCursor,
      });
      expect(rest).toMatchObject({
        items: [
          { externalId: 'HOLDING', unknown: true, tier: 'NOT_ONBOARDED', members: [{ externalId: 'WEST' }] },
        ],
        nextCursor: null,
      });
      const one = await get('/v1/accounts/GROUP/family', { scheme: 'family', asOf: '2024-07-01' });
      expect([one.tier, one.members]).toEqual(['HIGH', first.items[0].members]);
      expect((await get('/v1/families', { scheme: 'nothing' }, 404)).code).toBe('NOT_FOUND');
    });
  });

  describe('a merger', () => {
    const merge = { into: 'BUYER', on: '2024-09-01', reason: 'Bought on 1 September.' };
    let eventId: string;
    let before: string;
    let between: string;

    it('is refused where it makes no sense', async () => {
      await onboard(api, 'BUYER', '2024-01-10');
      const refused = async (externalId: string, terms: object, status: number) =>
        (await post(`/v1/accounts/${externalId}/merge`, { ...merge, ...terms }, status)).code;
      expect(await refused('SOUTH', { into: 'NOBODY' }, 404)).toBe('NOT_FOUND');
      expect(await refused('NOBODY', {}, 404)).toBe('NOT_FOUND');
      expect(await refused('SOUTH', { into: 'SOUTH' }, 422)).toBe('MERGE_INTO_ITSELF');
      expect(await refused('SOUTH', { on: '2024-01-09' }, 422)).toBe('BEFORE_ONBOARDING');
      expect(await refused('GROUP', { into: 'SOUTH' }, 422)).toBe('MERGE_CYCLE');
      expect(await refused('SOUTH', { on: undefined }, 400)).toBe('VALIDATION_FAILED');
    });

    it('ends the account on its day, in every scheme, and the survivor has what it brings in', async () => {
      await api
        .as('service')
        .post('/v1/accounts/SOUTH/facts')
        .send({
          facts: [{ factId: 'acv', measure: 'acv', value: '300000', validFrom: '2024-02-01' }],
        });
      await revenue('BUYER', '700', '2024-02-01');
      before = await later();
      await post('/v1/accounts/SOUTH/merge', merge);
      ({ eventId } = await post('/v1/accounts/SOUTH/merge', merge));
      expect((await post('/v1/accounts/SOUTH/merge', { ...merge, on: '2024-09-02' }, 409)).code).toBe(
        'ALREADY_MERGED',
      );
      between = await later();
      expect((await tier('SOUTH', '2024-08-31')).effective).toBe('LOW');
      const ended = await tier('SOUTH', '2024-09-01');
      expect(ended).toMatchObject({ effective: 'MERGED_INTO', mergedInto: 'BUYER', indicated: null });
      expect((await get('/v1/accounts/SOUTH/tier', { scheme: 'cv', asOf: '2024-08-31' })).effective).toBe(
        'T2',
      );
      expect(await get('/v1/accounts/SOUTH/tier', { scheme: 'cv', asOf: '2024-09-01' })).toMatchObject({
        effective: 'MERGED_INTO',
        mergedInto: 'BUYER',
      });
      expect((await tier('BUYER', '2024-07-01')).effective).toBe('LOW');
      expect((await tier('BUYER', '2024-10-01')).effective).toBe('HIGH');
      expect((await tier('GROUP', '2024-10-01')).effective).toBe('LOW');
      expect((await tier('SOUTH', '2024-10-01', { rollUp: 'ultimate-parent' })).externalId).toBe('BUYER');
      const [asked] = (
        await api
          .as('auditor')
          .post('/v1/tiers/as-of')
          .send({
            scheme: 'family',
            items: [{ externalId: 'SOUTH', asOf: '2024-10-01' }],
          })
      ).body.items;
      expect(asked).toMatchObject({ effective: 'MERGED_INTO', mergedInto: 'BUYER' });
    });

    it('ends the clocks of the account that is no more', async () => {
      const dueOf = async (asOf: string) => {
        const { items } = await get('/v1/due', { clock: 'assignment', scheme: 'family', asOf, within: 400 });
        return items.map(({ externalId }: Json) => externalId);
      };
      expect(await dueOf('2024-08-31')).toContain('SOUTH');
      expect(await dueOf('2024-09-01')).not.toContain('SOUTH');
      expect(await dueOf('2024-09-01')).toContain('BUYER');
    });

    it('is a move, a row of the distribution and a line of the export', async () => {
      const moves = await get('/v1/tiers/moves', { scheme: 'family', from: '2024-08-31', to: '2024-09-01' });
      expect(moves.counts).toMatchObject({ exit: 1, enter: 0 });
      expect(moves.items).toMatchObject([
        { externalId: 'SOUTH', kind: 'exit', fromTier: 'LOW', toTier: 'MERGED_INTO', cause: 'LINEAGE' },
      ]);
      const { tiers } = await get('/v1/tiers/distribution', { scheme: 'family', asOf: '2024-09-01' });
      expect(tiers).toContainEqual({ tier: 'MERGED_INTO', accounts: 1 });
      const csv = await api
        .as('finance')
        .get('/v1/tiers?scheme=family&asOf=2024-09-01&tier=MERGED_INTO')
        .set('Accept', 'text/csv');
      expect(csv.text).toContain('SOUTH,MERGED_INTO,UNTIERED,');
    });

    it('lets facts come in that change nothing of the account, and count for the survivor', async () => {
      const ended = await tier('SOUTH', '2025-01-01');
      await revenue('SOUTH', '-500', '2024-09-15');
      expect((await tier('SOUTH', '2025-01-01')).effective).toBe(ended.effective);
      expect((await tier('BUYER', '2024-10-01')).effective).toBe('LOW');
      await post('/v1/corrections', {
        externalId: 'SOUTH',
        factId: '2024-09-15--500',
        retroKind: 'ERROR_CORRECTION',
        reason: 'No such credit.',
        retract: true,
      });
      expect((await tier('BUYER', '2024-10-01')).effective).toBe('HIGH');
    });

    it('stays as it is when the next quarter is evaluated', async () => {
      const { assessed } = await api.job(
        await api
          .as('revops')
          .post('/v1/schemes/family/evaluations')
          .send({ effectiveOn: '2025-02-01', kind: 'scheduled' }),
      );
      expect(assessed).toBe(5);
      expect((await tier('SOUTH', '2025-02-01')).valid).toEqual({ from: '2024-09-01', until: null });
    });

    it('is undone: the answers are as if it had never been, and those given in between stay', async () => {
      await later();
      expect((await post('/v1/accounts/BUYER/lineage/undo', { eventId, reason: 'x' }, 404)).code).toBe(
        'NOT_FOUND',
      );
      await post('/v1/accounts/SOUTH/lineage/undo', { eventId, reason: 'It was another South.' });
      await post('/v1/accounts/SOUTH/lineage/undo', { eventId, reason: 'Said again.' });
      for (const [externalId, then] of [
        ['SOUTH', 'MERGED_INTO'],
        ['BUYER', 'HIGH'],
        ['GROUP', 'LOW'],
      ] as const) {
        const past = await tier(externalId, '2024-10-01', { knownAt: before });
        expect((await tier(externalId, '2024-10-01')).effective).toBe(past.effective);
        expect((await tier(externalId, '2024-10-01', { knownAt: between })).effective).toBe(then);
      }
      const { rectangles } = await get('/v1/accounts/SOUTH/history', { scheme: 'family' });
      expect(rectangles.at(-1)).toMatchObject({ cause: 'ERROR_CORRECTION', retroKind: 'ERROR_CORRECTION' });
    });

    it('is in the lineage of both, undone', async () => {
      const [told] = (await get('/v1/accounts/SOUTH/lineage')).items;
      expect(told).toMatchObject({
        eventId,
        kind: 'merge',
        from: 'SOUTH',
        into: 'BUYER',
        on: '2024-09-01',
        share: null,
      });
      expect(told.known.until).not.toBeNull();
      expect((await get('/v1/accounts/BUYER/lineage')).items).toEqual([told]);
      const then = await get('/v1/accounts/BUYER/lineage', { knownAt: between });
      expect(then.items).toMatchObject([{ eventId, known: { until: null, untilPosition: null } }]);
      expect((await get('/v1/accounts/BUYER/lineage', { knownAt: before })).items).toEqual([]);
      expect((await get('/v1/accounts/NOBODY/lineage', {}, 404)).code).toBe('NOT_FOUND');
    });
  });

  describe('a split', () => {
    const part = (externalId: string, share: string) => ({ externalId, name: `${externalId} Ltd`, share });
    const terms = {
      into: [part('EAST-1', '0.7'), part('EAST-2', '0.3')],
      on: '2024-06-01',
      reason: 'Sold in parts.',
    };
    let eventId: string;
    let before: string;

    it('is refused where it makes no sense, and then records nothing', async () => {
      await put('EAST', { parentExternalId: 'GROUP', ownerSeat: 'seat-7' }).expect(201);
      const head = await api.settled();
      const refused = async (more: object, status: number) =>
        (await post('/v1/accounts/EAST/split', { ...terms, ...more }, status)).code;
      expect(await refused({ into: [part('EAST-1', '0.8'), part('EAST-2', '0.3')] }, 422)).toBe(
        'SHARES_DO_NOT_FIT',
      );
      expect(await refused({ into: [part('EAST-1', '0.1'), part('NORTH', '0.1')] }, 409)).toBe(
        'ACCOUNT_EXISTS',
      );
      expect(await refused({ on: '2024-01-01' }, 422)).toBe('BEFORE_ONBOARDING');
      expect(await api.settled()).toBe(head);
    });

    it('brings about accounts that come from it, and it goes on', async () => {
      before = await later();
      ({ eventId } = await post('/v1/accounts/EAST/split', terms));
      expect((await post('/v1/accounts/EAST/split', terms)).eventId).toBe(eventId);
      expect(await get('/v1/accounts/EAST-1')).toMatchObject({
        name: 'EAST-1 Ltd',
        onboardedOn: '2024-06-01',
        ownerSeat: 'seat-7',
        parentExternalId: 'GROUP',
      });
      expect((await tier('EAST-1', '2024-07-01')).effective).toBe('LOW');
      expect(await tier('EAST-1', '2024-05-31').catch((error: unknown) => String(error))).toContain('404');
      expect((await tier('EAST', '2024-07-01')).effective).toBe('LOW');
      const { items } = await get('/v1/accounts/EAST-2/lineage');
      expect(items).toMatchObject([{ kind: 'split', from: 'EAST', into: 'EAST-2', share: '0.3', eventId }]);
    });

    it('is undone with its parts', async () => {
      const between = await later();
      await revenue('EAST-1', '2000', '2024-06-15');
      expect((await tier('EAST-1', '2024-07-01')).effective).toBe('HIGH');
      expect((await tier('GROUP', '2025-01-01')).effective).toBe('HIGH');
      await post('/v1/accounts/EAST/lineage/undo', { eventId, reason: 'The sale fell through.' });
      expect(
        (await get('/v1/accounts/EAST-1/tier', { scheme: 'family', asOf: '2024-07-01' }, 404)).code,
      ).toBe('NOT_FOUND');
      expect((await get('/v1/accounts/EAST-1', {}, 404)).code).toBe('NOT_FOUND');
      expect((await get('/v1/accounts/GROUP/family')).children).toEqual(['EAST', 'NORTH', 'SOUTH']);
      expect((await tier('EAST-1', '2024-07-01', { knownAt: between })).effective).toBe('LOW');
      const past = await tier('GROUP', '2025-01-01', { knownAt: before });
      expect((await tier('GROUP', '2025-01-01')).effective).toBe(past.effective);
    });
  });

  law(
    'a merger undone restores every answer known now, and no answer as known in between ever changes',
    fc.asyncProperty(
      fc.record({
        on: fc.constantFrom('2024-01-10', '2024-03-31', '2024-07-01', '2024-12-31'),
        amount: fc.constantFrom('999.99', '1000', '400'),
        occurredOn: fc.constantFrom('2024-02-01', '2024-06-30', '2024-08-01'),
        lateAmount: fc.constantFrom('-500', '600'),
      }),
      async ({ on, amount, occurredOn, lateAmount }) => {
        const [absorbed, survivor] = [`M${minute}`, `S${minute}`];
        await onboard(api, absorbed, '2024-01-10');
        await onboard(api, survivor, '2024-01-10');
        await revenue(absorbed, amount, occurredOn);
        const timelines = async (knownAt?: string) =>
          Promise.all(
            [absorbed, survivor].map(async (externalId) =>
              (
                await get(`/v1/accounts/${externalId}/timeline`, {
                  scheme: 'family',
                  ...(knownAt && { knownAt }),
                })
              ).segments.map(({ from, until, effective }: Json) => [from, until, effective]),
            ),
          );
        const first = await timelines();
        const { eventId } = await post(`/v1/accounts/${absorbed}/merge`, {
          into: survivor,
          on,
          reason: 'r',
        });
        const knownAt = await later();
        const merged = await timelines(knownAt);
        expect(merged[0].at(-1)).toEqual([on, null, 'MERGED_INTO']);
        await later();
        await revenue(survivor, lateAmount, '2024-03-01');
        await post(`/v1/accounts/${absorbed}/lineage/undo`, { eventId, reason: 'r' });
        await post('/v1/corrections', {
          externalId: survivor,
          factId: `2024-03-01-${lateAmount}`,
          retroKind: 'ERROR_CORRECTION',
          reason: 'r',
          retract: true,
        });
        expect(await timelines()).toEqual(first);
        expect(await timelines(knownAt)).toEqual(merged);
      },
    ),
    12,
  );
});
