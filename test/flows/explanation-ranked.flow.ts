import { type Json, startApi, type TestApi } from '../../libs/testing/src/api';
import { onboard, openScheme } from './opened';

const ranked = {
  kind: 'percentile',
  tiers: [
    { code: 'top', rank: 2 },
    { code: 'rest', rank: 1 },
  ],
  measures: { fit: { fact: 'fit' } },
  inputs: [{ measure: 'fit', weight: '1', min: '0', max: '100' }],
  cuts: [{ tier: 'top', topPct: '25' }],
};
const axes = {
  kind: 'matrix',
  tiers: [{ code: 'A' }, { code: 'B' }],
  measures: { fit: { fact: 'fit' }, need: { fact: 'need' } },
  axes: [
    { measure: 'fit', cuts: ['50'] },
    { measure: 'need', cuts: ['50'] },
  ],
  cells: [
    ['B', 'B'],
    ['B', 'A'],
  ],
};

describe('a ranked account explained', () => {
  let api: TestApi;
  const get = async (path: string): Promise<Json> => {
    await api.settled();
    return (await api.as('auditor').get(path).expect(200)).body;
  };
  const fit = (externalId: string, factId: string, value: string, validFrom: string, measure = 'fit') =>
    api
      .as('revops')
      .post(`/v1/accounts/${externalId}/facts`)
      .send({ facts: [{ factId, measure, value, validFrom }] })
      .expect(200);
  const evaluate = async (scheme: string, effectiveOn: string) =>
    api.job(
      await api
        .as('revops')
        .post(`/v1/schemes/${scheme}/evaluations`)
        .send({ effectiveOn, kind: 'scheduled' })
        .expect(202),
    );

  beforeAll(async () => {
    api = await startApi({ now: '2025-01-02T09:00:00Z' });
    await openScheme(api, 'ranked', ranked);
    await openScheme(api, 'axes', axes);
    for (const [index, id] of ['A1', 'A2', 'A3', 'A4'].entries()) {
      await onboard(api, id, '2024-06-01');
      await fit(id, 'f1', String(40 + index * 10), '2024-07-01');
      await fit(id, 'n1', '80', '2024-07-01', 'need');
    }
    await evaluate('ranked', '2025-01-01');
    await evaluate('axes', '2025-01-01');
    await api.clock('2025-04-02T09:00:00Z');
    await fit('A4', 'f2', '20', '2025-02-01');
    await evaluate('ranked', '2025-04-01');
  });
  afterAll(() => api.close());

  it('is told where the cohort was cut, and what would lead to the top', async () => {
    const before = await get('/v1/accounts/A3/explain?scheme=ranked&asOf=2025-02-01');
    expect(before).toMatchObject({
      ...{ kind: 'percentile', effective: 'rest', score: '60', replay: { identical: true } },
      boundaries: [{ subject: 'score', tier: 'top', enter: '70', toEnter: '10' }],
    });
    const { changes } = await get('/v1/accounts/A3/why-not?scheme=ranked&asOf=2025-02-01&target=top');
    // A part of a score is rounded to ten places, so that the last of them comes a little earlier.
    expect(changes).toMatchObject([
      { measure: 'fit', from: '60', to: '69.999999995', proof: { computedNow: 'top' } },
    ]);
  });

  it('moves because others did, and says so', async () => {
    const told = await get('/v1/portfolio/diff?scheme=ranked&a=2025-02-01&b=2025-04-01');
    expect([told.counts.population, told.counts.inputs, told.moved]).toEqual([1, 1, 2]);
    expect(told.items).toMatchObject([
      {
        ...{ externalId: 'A3', fromTier: 'rest', toTier: 'top' },
        cause: { factor: 'population', detail: { fromCohort: '2025-01-01', toCohort: '2025-04-01' } },
      },
      { externalId: 'A4', cause: { factor: 'inputs', detail: { measure: 'fit', factIds: ['f2'] } } },
    ]);
    const after = await get('/v1/accounts/A3/explain?scheme=ranked&asOf=2025-04-15');
    expect(after).toMatchObject({
      reasons: [{ code: 'POPULATION_SHIFT' }],
      cause: { kind: 'POPULATION_SHIFT' },
    });
  });

  it('is told by both axes where there are two', async () => {
    const told = await get('/v1/accounts/A1/explain?scheme=axes&asOf=2025-02-01');
    expect(told.boundaries.map((one: Json) => [one.subject, one.toEnter])).toEqual([
      ['fit', '10'],
      ['need', '-30'],
    ]);
    expect(told).toMatchObject({ effective: 'B', toStay: null, toRise: [], replay: { identical: true } });
    const { changes, impossible } = await get('/v1/accounts/A1/why-not?scheme=axes&asOf=2025-02-01&target=A');
    expect(changes).toMatchObject([{ measure: 'fit', from: '40', to: '50', proof: { indicated: 'A' } }]);
    expect(impossible).toMatchObject([{ measure: 'need', because: expect.stringContaining('need') }]);
    expect((await get('/v1/watch-list?scheme=axes&asOf=2025-02-01')).items).toMatchObject([
      { externalId: 'A2', nearest: { subject: 'fit', edge: 'exit', pct: '0' } },
    ]);
  });

  it('comes out the same, with the cohorts known when it was decided', async () => {
    const { body } = await api.as('admin').post('/v1/ops/replay-sample').send({ n: 1000 }).expect(200);
    expect([body.sampled, body.identical, body.different]).toEqual([12, 12, []]);
  });
});
