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
});
