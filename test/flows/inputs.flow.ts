import { startApi, type TestApi } from '../../libs/testing/src/api';
import { openScheme } from './opened';

const sha256 = 'ab'.repeat(32);

/** Maturity counts only as an assessment with evidence by more than the owner; a model's score only from 0.7 up. */
const maturity = {
  kind: 'bands',
  tiers: [
    { code: 'T1', rank: 2 },
    { code: 'T2', rank: 1 },
  ],
  measures: {
    maturity: { fact: 'maturity', freshnessDays: 365, evidence: true, independentAssessor: true },
    fit: { fact: 'fitScore', minConfidence: '0.7' },
  },
  boundaries: [{ tier: 'T1', measure: 'maturity', at: '60', inclusive: true }],
  gates: [{ measure: 'fit', below: '10', capTier: 'T2', missing: 'pass' }],
  assessOn: ['maturity', 'fitScore'],
};

describe('what stands behind inputs', () => {
  let api: TestApi;
  const accounts = '/v1/accounts';
  const onboard = (externalId: string) =>
    api
      .as('revops')
      .put(`${accounts}/${externalId}`)
      .send({ name: externalId, ownerSeat: 'olga', onboardedOn: '2025-01-01' })
      .expect(201);
  const record = (externalId: string, ...facts: object[]) =>
    api.as('revops').post(`${accounts}/${externalId}/facts`).send({ facts });
  const ask = async (path: string) => {
    await api.settled();
    return (await api.as('auditor').get(path).expect(200)).body;
  };
  const effective = async (externalId: string, asOf: string) =>
    (await ask(`${accounts}/${externalId}/tier?scheme=maturity&asOf=${asOf}`)).effective;

  beforeAll(async () => {
    api = await startApi({ now: '2025-06-30T12:00:00Z' });
    await openScheme(api, 'maturity', maturity);
  });
  afterAll(() => api.close());

  describe('a fact', () => {
    const fact = (factId: string, provenance: object, validFrom = '2025-02-01') => ({
      ...{ factId, measure: 'maturity', value: '80', validFrom },
      ...(Object.keys(provenance).length > 0 && { provenance }),
    });

    it('is on record with its evidence, its assessors, and whether they are more than the owner', async () => {
      await onboard('EVIDENT');
      const provenance = { assessors: ['olga', 'ines'], evidence: [{ sha256, name: 'interview.pdf' }] };
      await record('EVIDENT', fact('m1', provenance)).expect(200);
      const { items } = await ask(`${accounts}/EVIDENT/facts`);
      expect(items).toMatchObject([
        { factId: 'm1', source: null, provenance: { ...provenance, independent: true } },
      ]);
      expect(await effective('EVIDENT', '2025-02-01')).toBe('T1');
    });

    it.each([
      ['BARE', {}],
      ['OWNED', { assessors: ['Olga'], evidence: [{ sha256, name: 'note.txt' }] }],
      ['UNEVIDENT', { assessors: ['ines'] }],
    ])('that falls short of what the policy asks gives no tier: %s', async (externalId, provenance) => {
      await onboard(externalId);
      await record(externalId, fact('m1', provenance)).expect(200);
      expect(await effective(externalId, '2025-02-01')).toBe('UNTIERED');
    });

    it('that a model proposed counts from the confidence asked for', async () => {
      await onboard('SCORED');
      const provenance = { assessors: ['ines'], evidence: [{ sha256, name: 'interview.pdf' }] };
      const score = (factId: string, confidence: string, validFrom: string) => ({
        ...{ factId, measure: 'fitScore', value: '5', validFrom },
        provenance: { model: { id: 'fit', version: '3', confidence } },
      });
      await record('SCORED', fact('m1', provenance), score('s1', '0.69', '2025-03-01')).expect(200);
      expect(await effective('SCORED', '2025-03-01')).toBe('T1');
      await record('SCORED', score('s2', '0.7', '2025-04-01')).expect(200);
      expect(await effective('SCORED', '2025-04-01')).toBe('T2');
    });

    it.each([
      ['/facts/0/provenance/evidence/0/sha256', { evidence: [{ sha256: 'AB', name: 'x' }] }],
      ['/facts/0/provenance/model/confidence', { model: { id: 'fit', version: '3', confidence: '1.1' } }],
      ['/facts/0/provenance/independent', { assessors: ['olga'], independent: true }],
    ])('names what it cannot take of %s', async (pointer, provenance) => {
      const { status, body } = await record('EVIDENT', fact('m9', provenance));
      expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
    });
  });

  describe('a rubric', () => {
    const questions = [
      {
        code: 'backups',
        text: 'Are backups tested?',
        weight: '2',
        answers: [
          { code: 'never', points: 0 },
          { code: 'yearly', points: 50 },
          { code: 'monthly', points: 100 },
        ],
      },
      {
        code: 'patching',
        text: 'Is patching automatic?',
        weight: '1',
        answers: [
          { code: 'no', points: 0 },
          { code: 'yes', points: 100 },
        ],
      },
    ];
    const terms = { name: 'Maturity', measure: 'maturity', questions };
    const put = (body: object) => api.as('policy-author').put('/v1/rubrics/maturity').send(body);
    const answers = { backups: 'yearly', patching: 'yes' };
    const evidence = [{ sha256, name: 'interview.pdf' }];
    const assess = (who: Parameters<TestApi['person']>, said: object, externalId = 'ASSESSED') =>
      api
        .person(...who)
        .then((person) =>
          person
            .post(`${accounts}/${externalId}/assessments`)
            .send({ rubric: 'maturity', assessedOn: '2025-05-01', answers, evidence, ...said }),
        );
    const ines: [string, string] = ['ines', 'cs-lead'];
    const olga: [string, string] = ['olga', 'sales-leader'];

    beforeAll(() => onboard('ASSESSED'));

    it('is written in versions', async () => {
      expect((await put(terms).expect(201)).body).toMatchObject({
        rubric: 'maturity',
        version: 1,
        revision: 0,
      });
      expect((await put(terms).expect(200)).body).toMatchObject({ version: 1 });
      expect((await put({ ...terms, name: 'IT maturity' }).expect(200)).body).toMatchObject({ version: 2 });
      expect((await ask('/v1/rubrics')).items).toMatchObject([{ rubric: 'maturity', version: 2 }]);
      expect((await ask('/v1/rubrics/maturity')).items.map(({ name }: { name: string }) => name)).toEqual([
        ...['IT maturity', 'Maturity'],
      ]);
    });

    it('from which no score could be told is refused', async () => {
      const { status, body } = await put({ ...terms, questions: [questions[0], questions[0]] });
      expect([status, body.code]).toEqual([422, 'RUBRIC_UNSOUND']);
    });

    it('filled in gives one fact with everything that stands behind it', async () => {
      const { status, body } = await assess(ines, {});
      expect(status).toBe(201);
      const provenance = {
        ...{ assessors: ['ines'], evidence, independent: true },
        rubric: { rubric: 'maturity', version: 2, answers },
      };
      const about = { factId: 'assessment/maturity/2025-05-01', measure: 'maturity', value: '66.67' };
      expect(body).toMatchObject({ ...about, validFrom: '2025-05-01', independent: true, provenance });
      const { items } = await ask(`${accounts}/ASSESSED/facts`);
      expect(items).toMatchObject([{ ...about, source: 'rubric maturity', provenance }]);
      expect(await effective('ASSESSED', '2025-05-01')).toBe('T1');
    });

    it('filled in again is the same assessment, and by others another one', async () => {
      expect((await assess(ines, {})).body).toMatchObject({ value: '66.67', independent: true });
      const others = await assess(olga, {});
      expect([others.status, others.body.code]).toEqual([409, 'FACT_CONFLICT']);
      const own = await assess(olga, { factId: 'mine', assessors: ['olga', 'ines'] });
      expect([own.status, own.body.independent]).toEqual([201, true]);
    });

    it('filled in by the owner alone is recorded, flagged, and holds the tier back', async () => {
      await onboard('SELF');
      const { status, body } = await assess(olga, {}, 'SELF');
      expect([status, body.independent, body.provenance.assessors]).toEqual([201, false, ['olga']]);
      expect(await effective('SELF', '2025-05-01')).toBe('UNTIERED');
    });

    it('filled in by an older version keeps it', async () => {
      const { body } = await assess(ines, { version: 1, assessedOn: '2025-05-02' });
      expect(body.provenance.rubric.version).toBe(1);
    });

    it.each([
      [400, '/answers/patching', { answers: { backups: 'yearly' } }],
      [400, '/answers/backups', { answers: { ...answers, backups: 'daily' } }],
      [400, '/answers/fences', { answers: { ...answers, fences: 'high' } }],
      [400, '/evidence', { evidence: [] }],
      [400, '/assessedOn', { assessedOn: '2025-07-01' }],
      [404, undefined, { rubric: 'nobody' }],
      [404, undefined, { version: 9 }],
    ])('is refused with %i at %s for %j', async (status, pointer, said) => {
      const answer = await assess(ines, said);
      expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([status, pointer]);
    });

    it('is for accounts that are known', async () =>
      expect((await assess(ines, {}, 'NOBODY')).status).toBe(404));
  });

  describe('the catalogue', () => {
    interface Entry {
      measure: string;
      origin: string;
    }
    const entry = { label: 'Net promoter score', group: 'experience', unit: 'points', source: 'survey' };
    const put = (measure: string, body: object) => api.as('revops').put(`/v1/inputs/${measure}`).send(body);
    const named = async (measure: string, question = '') =>
      (await ask(`/v1/inputs${question}`)).items.find((one: Entry) => one.measure === measure);

    it('ships with what schemes read, and says which policies in force read it', async () => {
      expect(await named('maturity')).toMatchObject({
        ...{ label: 'Maturity', group: 'rubric', origin: 'built-in', revision: null },
        readBy: [{ scheme: 'maturity', version: 1, as: 'maturity', freshnessDays: 365 }],
      });
      expect(await named('maturity', '?asOf=2023-01-01')).toMatchObject({ readBy: [] });
      expect(await named('fitScore')).toMatchObject({ origin: 'policy', readBy: [{ as: 'fit' }], facts: 2 });
      expect(await named('acv')).toMatchObject({ group: 'commercial', readBy: [], facts: 0 });
    });

    it("is the tenant's to change, on the record", async () => {
      const before = (await ask('/v1/clock')).now;
      await api.clock('2025-07-01T12:00:00Z');
      const requiredByTiers = [{ scheme: 'maturity', tiers: ['T1'] }];
      const { body } = await put('nps', { ...entry, freshnessDays: 90, requiredByTiers }).expect(201);
      expect(body).toMatchObject({ measure: 'nps', freshnessDays: 90, description: '', revision: 0 });
      await put('nps', { ...entry, freshnessDays: 90, requiredByTiers }).expect(200);
      expect(await named('nps')).toMatchObject({
        origin: 'tenant',
        revision: 0,
        freshnessDays: 90,
        requiredByTiers,
      });
      expect(await named('nps', `?knownAt=${before}`)).toMatchObject({
        origin: 'built-in',
        freshnessDays: 200,
      });
    });

    it.each([
      ['/group', { group: 'weather' }],
      ['/freshnessDays', { freshnessDays: 0 }],
      ['/requiredByTiers/0/tiers', { requiredByTiers: [{ scheme: 'maturity', tiers: [] }] }],
      ['/requiredByTiers/0/tiers', { requiredByTiers: [{ scheme: 'maturity', tiers: ['x'.repeat(129)] }] }],
    ])('names what it cannot take of %s', async (pointer, said) => {
      const { status, body } = await put('nps', { ...entry, ...said });
      expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
    });

    it('says of each account which inputs it has, how old, and what stands behind them', async () => {
      const { policyVersion, items } = await ask(
        `${accounts}/EVIDENT/inputs?scheme=maturity&asOf=2025-06-30`,
      );
      expect(policyVersion).toBe(1);
      expect(items).toMatchObject([
        { measure: 'fit', fact: 'fitScore', value: null, problem: 'MISSING', factId: null, provenance: null },
        {
          ...{
            measure: 'maturity',
            label: 'Maturity',
            value: '80',
            problem: null,
            factId: 'm1',
            ageDays: 149,
          },
          ...{ freshnessDays: 365, provenance: { independent: true }, readByPolicy: true },
        },
        { measure: 'nps', problem: 'MISSING', readByPolicy: false, freshnessDays: 90 },
      ]);
      const { items: owned } = await ask(`${accounts}/OWNED/inputs?scheme=maturity&asOf=2025-06-30`);
      expect(owned).toMatchObject([{ measure: 'fit' }, { problem: 'OWNER_ASSESSED', factId: 'm1' }]);
    });

    it('says how complete a portfolio is, by measure and over all', async () => {
      const whole = await ask('/v1/inputs/completeness?scheme=maturity&asOf=2025-06-30');
      expect(whole).toMatchObject({ scheme: 'maturity', policyVersion: 1, asOf: '2025-06-30' });
      // EVIDENT, SCORED and ASSESSED have what is asked for; BARE, OWNED, SELF and UNEVIDENT fall short.
      expect(whole.measures).toMatchObject([
        { measure: 'fit', accounts: 7, withValue: 1, missing: 6, completenessPct: '14.29' },
        {
          ...{ measure: 'maturity', accounts: 7, withValue: 3, missing: 0, stale: 0 },
          ...{ withoutEvidence: 2, ownerAssessed: 2, completenessPct: '42.86' },
        },
        {
          measure: 'nps',
          accounts: 2,
          withValue: 0,
          missing: 2,
          readByPolicy: false,
          completenessPct: '0.00',
        },
      ]);
      expect(whole.overall).toEqual({ accounts: 16, withValue: 4, completenessPct: '25.00' });
      const later = await ask('/v1/inputs/completeness?scheme=maturity&asOf=2026-02-02');
      expect(later.measures[1]).toMatchObject({ measure: 'maturity', stale: 2, withoutEvidence: 2 });
    });

    it('is asked on a day with a policy', async () => {
      const { status } = await api
        .as('auditor')
        .get('/v1/inputs/completeness?scheme=maturity&asOf=2020-01-01');
      expect(status).toBe(404);
    });
  });
});
