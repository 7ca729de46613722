import type { TestApi } from '../../libs/testing/src/api';

/** Three tiers by the contract value, assessed on the day of every contract; no stabiliser. */
export const contractValue = {
  kind: 'bands',
  tiers: [
    { code: 'T1', rank: 3 },
    { code: 'T2', rank: 2 },
    { code: 'T3', rank: 1 },
  ],
  measures: { acv: { fact: 'acv' } },
  boundaries: [
    { tier: 'T1', measure: 'acv', at: '1000000', inclusive: true },
    { tier: 'T2', measure: 'acv', at: '250000', inclusive: true },
  ],
  assessOn: ['acv'],
};

/** Opens a scheme whose policy was drafted by one person, approved by another, and is in force from a day on. */
export const openScheme = async (
  api: TestApi,
  scheme: string,
  document: object = contractValue,
  effectiveFrom = '2024-01-01',
): Promise<void> => {
  const policies = `/v1/schemes/${scheme}/policies`;
  await api.as('revops').put(`/v1/schemes/${scheme}`).send({ name: scheme }).expect(201);
  const { body } = await api.as('policy-author').post(policies).send(document).expect(201);
  await api.as('policy-author').post(`${policies}/${body.version}/submit`).expect(200);
  await api.as('revops').post(`${policies}/${body.version}/approve`).send({}).expect(200);
  await api.as('revops').post(`${policies}/${body.version}/schedule`).send({ effectiveFrom }).expect(200);
};

export const onboard = async (
  api: TestApi,
  externalId: string,
  onboardedOn: string | null = null,
): Promise<void> => {
  await api
    .as('revops')
    .put(`/v1/accounts/${externalId}`)
    .send({ name: externalId, onboardedOn })
    .expect(201);
};

/** Records one contract value. */
export const contract = async (
  api: TestApi,
  externalId: string,
  factId: string,
  value: string,
  validFrom: string,
): Promise<string> => {
  const facts = [{ factId, measure: 'acv', value, validFrom }];
  const { body } = await api
    .as('revops')
    .post(`/v1/accounts/${externalId}/facts`)
    .send({ facts })
    .expect(200);
  return body.position as string;
};
