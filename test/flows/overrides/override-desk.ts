import { createHash } from 'node:crypto';
import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';
import { contract, contractValue, onboard, openScheme } from '../opened';

export type Person = Awaited<ReturnType<TestApi['person']>>;
type Sent = ReturnType<Person['post']>;

export const overrides = '/v1/overrides';
export const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What was answered, in a word: the status, the code and the rule of a refusal. */
export const said = ({ status, body }: { status: number; body: Json }): string =>
  [status, body.code, body.rule].filter((word) => word !== undefined).join(' ');

export interface Desk {
  readonly api: TestApi;
  /** Keeps a letter as evidence, and names it. */
  letter(text: string): Promise<{ sha256: string; name: string }>;
  account(externalId: string, acv?: string): Promise<void>;
  seat(name: string, holder: string, reportsTo?: string | null): Promise<void>;
  ask(who: Person, externalId: string, more?: object): Sent;
  /** Asks, and gives what was taken. */
  asks(who: Person, externalId: string, more?: object): Promise<Json>;
  approve(who: Person, override: Json): Sent;
  /** What is told of the whole, with all in it that was done before. */
  read(who: Person, path: string): Promise<Json>;
}

/** One override, as it is usually asked for. */
export const terms = (externalId: string, more: object = {}) => ({
  externalId,
  scheme: 'cv',
  type: 'PIN',
  tier: 'T2',
  from: '2025-04-05',
  until: '2025-07-01',
  reasonCode: 'STRATEGIC',
  justification: 'They will be large.',
  ...more,
});

/** An API on 2025-03-31 with one scheme of three tiers, under these rules of overrides. */
export const openDesk = async (rules: object = { quota: { count: 1000 } }): Promise<Desk> => {
  const api = await startApi({ now: '2025-03-31T09:00:00Z' });
  await openScheme(api, 'cv', { ...contractValue, overrides: rules });
  const ask: Desk['ask'] = (who, externalId, more) => who.post(overrides).send(terms(externalId, more));
  return {
    api,
    letter: async (text) => {
      const sha256 = sha(text);
      await api
        .as('revops')
        .put(`/v1/evidence/${sha256}`)
        .set('Content-Type', 'application/pdf')
        .send(Buffer.from(text));
      return { sha256, name: `${text.slice(0, 20)}.pdf` };
    },
    account: async (externalId, acv = '100000') => {
      await onboard(api, externalId, '2025-01-10');
      await contract(api, externalId, '1', acv, '2025-01-10');
    },
    seat: async (name, holder, reportsTo = null) => {
      const filling = { holder, reportsTo, validFrom: '2025-01-01' };
      await api.as('revops').put(`/v1/seats/${name}`).send(filling).expect(201);
    },
    ask,
    asks: async (who, externalId, more) => {
      const { status, body } = await ask(who, externalId, more);
      if (status !== 201) throw new Error(`It was not taken: ${status} ${JSON.stringify(body)}`);
      return body;
    },
    approve: (who, { id, basis }) => who.post(`${overrides}/${id}/approve`).send({ basis }),
    read: async (who, path) => {
      await api.settled();
      return (await who.get(path).expect(200)).body;
    },
  };
};
