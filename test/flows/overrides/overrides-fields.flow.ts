import type { Json } from '../../../libs/testing/src/api';
import { type Desk, openDesk, type Person } from './override-desk';

/** What an honest client says, by the name of the field; what is not named here is told by its schema. */
const samples: Readonly<Record<string, unknown>> = {
  ...{ externalId: 'A', scheme: 'cv', view: 'ACCOUNT', type: 'PIN', tier: 'T2' },
  ...{ from: '2025-04-05', until: '2025-04-20', validFrom: '2025-01-01' },
  ...{ holder: 'ana', reportsTo: null, delegate: 'dan', onBehalfOf: 'fay', comment: 'So be it.' },
  ...{ roles: ['revops'], schemes: ['cv'], decidesAs: ['revops'], variablePay: 'none' },
};

/** Fields that only the server says. */
const smuggled = [
  '"approvedBy": "ana"',
  '"state": "APPROVED"',
  '"quota": {"count": 1000}',
  '"__proto__": {"state": "APPROVED"}',
  '"constructor": {"prototype": {"state": "APPROVED"}}',
];

const mark = '"HERE":0';

/** A body as the schema wants it, with a mark in every object where one more field could stand. */
const bodyOf = (schema: Json, document: Json): string => {
  if (schema.$ref) return bodyOf(document.components.schemas[schema.$ref.split('/').at(-1)], document);
  if (schema.allOf) return bodyOf(schema.allOf[0], document);
  if (schema.type === 'array') return `[${bodyOf(schema.items, document)}]`;
  if (schema.properties) {
    const fields = Object.entries<Json>(schema.properties).map(([name, of]) =>
      name in samples
        ? `${JSON.stringify(name)}:${JSON.stringify(samples[name])}`
        : `${JSON.stringify(name)}:${bodyOf(of, document)}`,
    );
    return `{${[...fields, mark].join(',')}}`;
  }
  if (schema.format === 'uuid') return '"4f1c1f3e-0d0a-4c0b-9a53-5a7d6b1f1d2e"';
  if (schema.pattern?.includes('64')) return JSON.stringify('a'.repeat(64));
  return schema.enum ? JSON.stringify(schema.enum[0]) : '"A word."';
};

/** The body with one field more, once for each object that it has. */
const withOneMore = (body: string, field: string): string[] => {
  const parts = body.split(`,${mark}`);
  return parts.slice(1).map((_, at) => {
    const before = parts.slice(0, at + 1).join('');
    return `${before},${field}${parts.slice(at + 1).join('')}`;
  });
};

describe('a field that only the server says', () => {
  let desk: Desk;
  let person: Person;
  let override: Json;
  let delegation: Json;
  let document: Json;

  beforeAll(async () => {
    desk = await openDesk();
    await desk.account('A');
    const all = ['sales-leader', 'revops', 'finance', 'cs-lead', 'committee', 'break-glass', 'admin'];
    person = await desk.api.person('ana', ...all);
    await desk.seat('emea', 'ana');
    override = await desk.asks(person, 'A');
    const scope = { roles: ['finance'], schemes: ['cv'] };
    const granting = { delegate: 'dan', scope, from: '2025-03-31', until: '2025-04-10' };
    delegation = (await person.post('/v1/delegations').send(granting).expect(201)).body;
    document = (await person.get('/openapi.json').expect(200)).body;
  });
  afterAll(() => desk.api.close());

  const desks = /^\/v1\/(overrides|seats|delegations|evidence|quotas|approvals)(\/|$)/;
  const writes = () =>
    Object.entries<Json>(document.paths)
      .filter(([path]) => desks.test(path))
      .flatMap(([path, methods]) =>
        (['post', 'put'] as const).flatMap((method) => {
          const schema = methods[method]?.requestBody?.content?.['application/json']?.schema;
          const id = path.includes('delegations') ? delegation.id : override.id;
          const address = path.replace('{id}', id).replace('{seat}', 'other');
          return schema ? [{ method, address, body: bodyOf(schema, document) }] : [];
        }),
      );
  const send = (method: 'post' | 'put', address: string, body: string) =>
    person[method](address).set('Content-Type', 'application/json').send(body);

  it('is refused by every route that writes, wherever in the body it stands, and leaves no event', async () => {
    const { store } = desk.api.instance;
    const before = await store.head();
    const routes = writes();
    expect(routes.map(({ address }) => address)).toEqual(
      expect.arrayContaining(['/v1/overrides', '/v1/overrides/bulk', '/v1/seats/other', '/v1/delegations']),
    );
    expect(routes.length).toBeGreaterThanOrEqual(13);
    for (const { method, address, body } of routes)
      for (const field of smuggled)
        for (const sent of withOneMore(body, field)) {
          const answer = await send(method, address, sent);
          const outcome = answer.body.items?.map((item: Json) => item.problem?.code) ?? answer.body.code;
          expect([address, sent, [outcome].flat()]).toEqual([address, sent, ['VALIDATION_FAILED']]);
        }
    expect(await store.head()).toBe(before);
  });

  it('is all that is wrong with those bodies', async () => {
    for (const { method, address, body } of writes()) {
      const answer = await send(method, address, body.replaceAll(`,${mark}`, ''));
      expect([address, answer.status < 500, answer.body.code]).not.toEqual([
        address,
        true,
        'VALIDATION_FAILED',
      ]);
      expect([address, answer.status]).not.toEqual([address, 500]);
      for (const item of answer.body.items ?? []) expect(item.problem?.code).not.toBe('VALIDATION_FAILED');
    }
  });
});
