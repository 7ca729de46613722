import { gzipSync } from 'node:zlib';
import { type Json, startApi, type TestApi } from '../../libs/testing/src/api';
import { openScheme } from './opened';

const accounts =
  'externalId,name,onboardedOn,industry\r\nACME,Acme,2025-01-01,"tools, and more"\r\nBOLT,Bolt,,\r\n';
const facts =
  'externalId,metric,value,effectiveOn,sourceRef\nACME,acv,300000,2025-01-01,s1\nBOLT,acv,90000,2025-02-01,s2\n';

describe('a file', () => {
  let api: TestApi;
  const send = (kind: string, body: string | Buffer, type = 'text/csv') =>
    api
      .as('service')
      .post('/v1/imports')
      .query({ kind, source: 'crm' })
      .set('content-type', type)
      .serialize((bytes: unknown) => bytes as string)
      .send(body as string);
  const rejects = async (accepted: { headers: Record<string, string> }) =>
    (
      await api
        .as('auditor')
        .get(`/v1/imports/${accepted.headers['location']!.split('/').at(-1)}/rejects`)
        .buffer()
        .expect(200)
    ).text;

  beforeAll(async () => {
    api = await startApi({ now: '2025-03-01T12:00:00Z' });
    await openScheme(api, 'cv');
  });
  afterAll(() => api.close());

  it('of accounts, packed or not, is taken whole, and a second time not at all', async () => {
    const first = await api.job(await send('accounts', gzipSync(accounts), 'application/gzip').expect(202));
    expect(first).toMatchObject({ rows: 2, accepted: 2, duplicates: 0, rejected: 0 });
    const second = await api.job(await send('accounts', accounts).expect(202));
    expect(second).toMatchObject({ rows: 2, accepted: 0, duplicates: 2, rejected: 0 });
    await api.settled();
    const { body } = await api.as('auditor').get('/v1/accounts/ACME').expect(200);
    expect(body).toMatchObject({
      name: 'Acme',
      onboardedOn: '2025-01-01',
      attributes: { industry: 'tools, and more' },
    });
  });

  it('of facts leads to tiers', async () => {
    const result = await api.job(await send('facts', facts).expect(202));
    expect(result).toMatchObject({ rows: 2, accepted: 2, rejected: 0 });
    await api.settled();
    const { body } = await api.as('auditor').get('/v1/tiers?scheme=cv&asOf=2025-02-01').expect(200);
    expect(body.items.map((one: Json) => [one.externalId, one.effective, one.from])).toEqual([
      ['ACME', 'T2', '2025-01-01'],
      ['BOLT', 'T3', '2025-02-01'],
    ]);
  });

  it('with bad rows is taken but for these, and each is told by its line', async () => {
    const rows = [
      'externalId,occurredOn,amount,currency,kind,factId',
      'ACME,2025-02-30,10,EUR,invoice,r1',
      'ACME,2025-02-03,ten,EUR,invoice,r2',
      'NOBODY,2025-02-03,10,EUR,invoice,r3',
      'ACME,2025-02-03,10,EUR,invoice,r4',
      '"=cmd()",2025-02-03,10,EUR,invoice,r5',
      'ACME,2025-02-03',
    ];
    const accepted = await send('revenue', rows.join('\n')).expect(202);
    const result = await api.job(accepted);
    expect(result).toMatchObject({ rows: 6, accepted: 1, rejected: 5 });
    const [head, ...lines] = (await rejects(accepted)).trim().split('\r\n');
    expect(head).toBe('line,code,detail,row');
    expect(lines.map((line) => line.split(',')[0])).toEqual(['2', '3', '4', '6', '7']);
    expect(lines[3]).not.toMatch(/,=cmd/);
    const job = await api
      .as('auditor')
      .get(`/v1/imports/${accepted.headers['location']!.split('/').at(-1)}`)
      .expect(200);
    expect(job.body).toMatchObject({
      kind: 'import',
      state: 'succeeded',
      progress: { done: expect.any(Number) },
    });
  });

  it('of revenue by instants is booked on the days of the governance time zone', async () => {
    await api.as('revops').put('/v1/settings').send({ governanceTimeZone: 'America/New_York' }).expect(201);
    const rows = 'externalId,occurredAt,amount\nACME,2025-02-01T02:30:00Z,5\n';
    expect(await api.job(await send('revenue', rows).expect(202))).toMatchObject({ accepted: 1 });
    await api.settled();
    const { body } = await api.as('auditor').get('/v1/accounts/ACME/facts').expect(200);
    expect(body.items.find((one: Json) => one.kind === 'revenue' && one.value === '5').day).toBe(
      '2025-01-31',
    );
  });

  const fate = async (accepted: Json) => {
    if (accepted.status !== 202) return `${accepted.status} ${accepted.body.code}`;
    const id = accepted.headers['location'].split('/').at(-1);
    const job = await api.instance.jobs.finished(id, 300_000);
    return job?.state === 'failed'
      ? `failed ${job.problem?.code}`
      : `${job?.state} ${(job?.result as Json)?.rejected}`;
  };

  it.each<[string, string, string | Buffer, RegExp]>([
    ['with a wrong header', 'facts', 'who,what\nACME,1\n', /^failed [A-Z_]+$/],
    ['without anything', 'facts', '', /^(failed [A-Z_]+|400 VALIDATION_FAILED)$/],
    ['with its header alone', 'facts', 'externalId,measure,value,validFrom\n', /^succeeded 0$/],
    [
      'with half a row at its end',
      'facts',
      'externalId,measure,value,validFrom\nACME,acv,1,2025-02-02\nACME,ac',
      /^succeeded 1$/,
    ],
    [
      'with a quote that never ends',
      'facts',
      'externalId,measure,value,validFrom\nACME,"acv,1,2025-02-02\n',
      /^(succeeded 1|failed [A-Z_]+)$/,
    ],
    [
      'in another encoding',
      'accounts',
      Buffer.from('externalId,name,onboardedOn\nCAF\xc9,Caf\xe9,2025-01-01\n', 'latin1'),
      /^(succeeded 1|failed [A-Z_]+)$/,
    ],
    ['in UTF-16', 'accounts', Buffer.from('\ufeffexternalId,name\nX,Y\n', 'utf16le'), /^failed [A-Z_]+$/],
    ['packed, and cut', 'accounts', gzipSync(accounts.repeat(50)).subarray(0, 60), /^failed [A-Z_]+$/],
    [
      'packed, and changed',
      'accounts',
      Buffer.concat([gzipSync(accounts).subarray(0, -8), Buffer.alloc(8, 1)]),
      /^failed [A-Z_]+$/,
    ],
    ['that only looks packed', 'accounts', Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5]), /^failed [A-Z_]+$/],
  ])('%s says what is wrong with it', async (_, kind, body, expected) => {
    expect(
      await fate(await send(kind, body, Buffer.isBuffer(body) ? 'application/octet-stream' : 'text/csv')),
    ).toMatch(expected);
  });

  it('of no known kind, or as JSON, is not taken', async () => {
    const wrong = await send('wishes', accounts);
    expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([400, '/kind']);
    const json = await send('accounts', '{}', 'application/json');
    expect([json.status, json.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const nothing = await api.as('service').post('/v1/imports?kind=accounts&source=crm');
    expect([nothing.status, nothing.body.code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('sent again under its key is the same import, and another file is not', async () => {
    const keyed = (body: string) => send('accounts', body).set('Idempotency-Key', 'file-1');
    const first = await keyed(accounts).expect(202);
    const second = await keyed(accounts).expect(202);
    expect(second.headers['location']).toBe(first.headers['location']);
    const other = await keyed(`${accounts}X,X,,\r\n`);
    expect([other.status, other.body.code]).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
  });
});
