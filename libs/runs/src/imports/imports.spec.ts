import { gzipSync } from 'node:zlib';
import { importing, onboard, openWorld } from '../../../testing/src/runs';

type World = Awaited<ReturnType<typeof openWorld>>;

const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? copy.length + at : at]! ^= 0xff;
  return copy;
};

describe('an import', () => {
  let world: World;
  let take: ReturnType<typeof importing>;

  beforeAll(async () => {
    world = await openWorld({ batch: 100 });
    take = importing(world);
    await world.jobs.start();
    for (const id of ['ACME', 'BETA']) await onboard(world, id);
  });
  afterAll(() => world.close());

  const accepted = (accepted: number, duplicates = 0, rejected = 0) => ({
    accepted,
    duplicates,
    rejected,
    rows: accepted + duplicates + rejected,
  });
  const events = async (externalId: string) => {
    const found = [];
    for await (const { event } of world.store.read(`account-${externalId}`)) found.push(event);
    return found as { type: string; data: never }[];
  };

  it('takes accounts, with other columns as attributes', async () => {
    const file =
      'externalId,name,onboardedOn,ownerSeat,parentExternalId,sector,note\nGAMMA,Gamma,2020-01-31,s1,ACME,tech,"two\nlines"\nDELTA,Delta,,,,,\n';
    const { result } = await take('accounts', file);
    expect(result).toMatchObject({ ...accepted(2), ignoredColumns: [] });
    expect((await events('GAMMA'))[0]).toMatchObject({
      type: 'AccountOnboarded',
      data: {
        profile: {
          onboardedOn: '2020-01-31',
          ownerSeat: 's1',
          parentExternalId: 'ACME',
          attributes: { sector: 'tech', note: 'two\nlines' },
        },
      },
    });
    expect((await events('DELTA'))[0]).toMatchObject({
      data: { profile: { onboardedOn: null, ownerSeat: null, attributes: {} } },
    });
    expect((await take('accounts', file)).result).toMatchObject(accepted(0, 2));
  });

  it('takes facts of service lines, and tells the lines of one record apart', async () => {
    const header = 'externalId,occurredOn,amount,serviceLine,sourceRef\n';
    const file = `${header}BETA,2024-01-02,10,hosting,INV-1\nBETA,2024-01-02,20,consulting,INV-1\nBETA,2024-01-03,5,,INV-2\n`;
    expect((await take('revenue', file)).result).toMatchObject({ ...accepted(3), ignoredColumns: [] });
    const told = (await events('BETA')).at(-1)!.data as { facts: object[] };
    expect(told.facts).toMatchObject([
      { factId: 'INV-1', amount: '10', serviceLine: 'hosting' },
      { factId: 'INV-1#invoice@consulting', amount: '20', serviceLine: 'consulting' },
      { factId: 'INV-2', amount: '5' },
    ]);
    expect(told.facts[2]).not.toHaveProperty('serviceLine');
    expect((await take('revenue', file)).result).toMatchObject(accepted(0, 3));
    const long = `${header}BETA,2024-01-02,10,${'x'.repeat(65)},INV-3\n`;
    expect((await take('revenue', long)).rejects).toMatchObject([{ line: 2, code: 'TEXT_TOO_LONG' }]);
  });

  it('takes what stands behind a fact, and says itself whether that is more than the owner of the account', async () => {
    await take('accounts', 'externalId,name,ownerSeat\nOWNED,Owned,olga\n');
    const header = 'externalId,measure,value,validFrom,factId,source,assessors,evidenceSha256\n';
    const file = `${header}OWNED,fit,7,2024-05-01,v1,survey,Olga,${'a'.repeat(64)}\nOWNED,fit,8,2024-06-01,v2,,ines,\n`;
    expect((await take('facts', file)).result).toMatchObject({ ...accepted(2), ignoredColumns: [] });
    expect((await events('OWNED')).at(-1)).toMatchObject({
      type: 'FactsRecorded',
      data: {
        facts: [
          { factId: 'v1', source: 'survey', provenance: { assessors: ['Olga'], independent: false } },
          { factId: 'v2', source: 'crm', provenance: { assessors: ['ines'], independent: true } },
        ],
      },
    });
    const again = file.replace('survey', 'another survey').replace('ines', 'ivan');
    expect((await take('facts', again)).result).toMatchObject(accepted(0, 2));
  });

  it('withdraws the fact of a service line, and not the one of the account beside it', async () => {
    const header = 'externalId,measure,value,validFrom,serviceLine,factId\n';
    const file = `${header}BETA,acv,9,2024-05-01,hosting,l1\nBETA,acv,7,2024-05-01,,l2\n`;
    expect((await take('facts', file)).result).toMatchObject(accepted(2));
    expect((await take('facts', `${header}BETA,acv,,2024-05-01,hosting,\n`)).result).toMatchObject(
      accepted(1),
    );
    expect((await events('BETA')).at(-1)).toMatchObject({ type: 'FactRetracted', data: { factId: 'l1' } });
  });

  it('takes revenue with its defaults, under ids of its own', async () => {
    const file =
      'externalId,occurredAt,amount,sku\nACME,2024-01-31T23:30:00Z,10.50,x\nACME,2024-02-01,-3,y\n';
    const { result } = await take('revenue', file);
    expect(result).toMatchObject({ ...accepted(2), ignoredColumns: ['sku'] });
    const sha = String(result!.sha256).slice(0, 16);
    expect((await events('ACME')).at(-1)).toMatchObject({
      type: 'RevenueRecorded',
      data: {
        facts: [
          {
            factId: `crm:${sha}:2`,
            occurredOn: '2024-01-31',
            amount: '10.50',
            currency: 'XXX',
            kind: 'invoice',
            source: 'crm',
          },
          { factId: `crm:${sha}:3`, occurredOn: '2024-02-01', amount: '-3' },
        ],
      },
    });
    expect((await take('revenue', file)).result).toMatchObject(accepted(0, 2));
    expect((await take('revenue', gzipSync(file))).result).toMatchObject(accepted(0, 2));
  });

  it('keeps what the source says of when it knew', async () => {
    const file =
      'externalId,metric,value,effectiveOn,sourceRef,recordedAt\nACME,acv,100,2024-01-01,f1,2024-01-05T10:00:00+02:00\n';
    expect((await take('facts', file)).result).toMatchObject(accepted(1));
    expect((await events('ACME')).at(-1)).toMatchObject({
      type: 'FactsRecorded',
      data: { facts: [{ factId: 'f1', measure: 'acv', originRecordedAt: '2024-01-05T08:00:00.000Z' }] },
    });
  });

  it('tells the facts of one record apart, in whatever order they come', async () => {
    const header = 'externalId,occurredOn,amount,currency,kind,sourceRef\n';
    const fee = 'ACME,2024-01-01,54.00,GBP,fee,536370\n';
    const sale = 'ACME,2024-01-01,801.86,GBP,sale,536370\n';
    expect((await take('revenue', header + fee + sale)).result).toMatchObject(accepted(2));
    expect((await events('ACME')).at(-1)).toMatchObject({
      data: {
        facts: [
          { factId: '536370', kind: 'fee' },
          { factId: '536370#sale', kind: 'sale' },
        ],
      },
    });
    expect((await take('revenue', header + sale + fee)).result).toMatchObject(accepted(0, 2));
    const other = header + sale.replace('801.86', '801.87');
    expect((await take('revenue', other)).rejects).toMatchObject([{ code: 'FACT_CONFLICT' }]);
    const named = header.replace('sourceRef', 'factId') + fee.replace('fee', 'refund');
    expect((await take('revenue', named)).rejects).toMatchObject([{ code: 'FACT_CONFLICT' }]);
  });

  it('withdraws a fact by an empty value, by its id or by what it measures', async () => {
    const recorded =
      'externalId,measure,value,validFrom,factId\nBETA,acv,1,2024-01-01,b1\nBETA,acv,2,2024-02-01,b2\n';
    expect((await take('facts', recorded)).result).toMatchObject(accepted(2));
    const file =
      'externalId,measure,value,validFrom,factId\nBETA,acv,,2024-01-01,b1\nBETA,acv,,2024-02-01,\nBETA,acv,,2024-03-01,\nBETA,acv,,2024-03-01,b9\n';
    const { result, rejects } = await take('facts', file);
    expect(result).toMatchObject(accepted(2, 0, 2));
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [4, 'FACT_UNKNOWN'],
      [5, 'FACT_UNKNOWN'],
    ]);
    expect((await events('BETA')).slice(-2)).toMatchObject([
      { type: 'FactRetracted', data: { factId: 'b1', retroKind: 'ERROR_CORRECTION' } },
      { type: 'FactRetracted', data: { factId: 'b2' } },
    ]);
    expect((await take('facts', file)).result).toMatchObject(accepted(0, 2, 2));
    expect((await take('revenue', 'externalId,occurredOn,amount\nBETA,2024-01-01,\n')).rejects).toMatchObject(
      [{ code: 'FACT_UNKNOWN' }],
    );
  });

  it('sets every bad row aside with its code, and takes the good ones', async () => {
    const rows: [string, string | null][] = [
      ['ACME,2024-03-01,1.00,g1', null],
      ['ACME,2024-02-30,1.00,b1', 'BAD_DAY'],
      ['ACME,30.02.2024,1.00,b2', 'BAD_DAY'],
      ['ACME,0024-03-01,1.00,b3', 'DAY_OUT_OF_RANGE'],
      ['ACME,2024-03-01,1e5,b4', 'BAD_DECIMAL'],
      ['ACME,2024-03-01,1.12345678901,b5', 'BAD_DECIMAL'],
      [`ACME,2024-03-01,1.00,${'x'.repeat(129)}`, 'TEXT_TOO_LONG'],
      ['ACME,2024-03-01,1.00,b\u00017', 'CONTROL_CHARACTER'],
      ['AC\0ME,2024-03-01,1.00,b8', 'CONTROL_CHARACTER'],
      [',2024-03-01,1.00,b9', 'MISSING_VALUE'],
      ['NOBODY,2024-03-01,1.00,b10', 'ACCOUNT_UNKNOWN'],
      ['ACME,2024-03-01,1.00', 'BROKEN_ROW'],
      ['ACME,2024-03-01,"1.00,b12', 'BROKEN_ROW'],
      ['ACME,2024-03-01,1.00,g2', null],
      ['ACME,2024-03-01,2.00,g1', 'FACT_CONFLICT'],
      ['ACME,2024-03', 'HALF_ROW'],
    ];
    const { result, rejects } = await take(
      'revenue',
      ['externalId,occurredOn,amount,factId', ...rows.map(([row]) => row)].join('\n'),
    );
    expect(rejects.map(({ line, code }) => [line, code])).toEqual(
      rows.flatMap(([, code], index) => (code ? [[index + 2, code]] : [])),
    );
    expect(result).toMatchObject(accepted(2, 0, rows.length - 2));
    for (const { detail } of rejects) expect(detail).toMatch(/^[A-Z].*\.$/s);
    expect(rejects[0]!.row).toBe('ACME,2024-02-30,1.00,b1');
  });

  const nothingTaken = async (kind: 'revenue' | 'accounts', bytes: string | Buffer, code: string) => {
    const before = await world.store.head();
    const { job, id } = await take(kind, bytes);
    expect(job).toMatchObject({ state: 'failed', problem: { code, detail: expect.stringMatching(/\.$/) } });
    expect(await world.store.head()).toBe(before);
    return { job, id };
  };
  const good = `externalId,occurredOn,amount,factId\n${Array.from({ length: 9_000 }, (_, n) => `ACME,2024-05-01,${n}.00,n${n}`).join('\n')}\n`;

  it.each([
    ['a wrong header', 'externalId,amount\nACME,1\n', 'WRONG_HEADER'],
    ['another separator', good.replaceAll(',', ';'), 'WRONG_HEADER'],
    ['a column twice', 'externalId,occurredOn,occurredAt,amount\n', 'WRONG_HEADER'],
    ['nothing at all', '', 'WRONG_HEADER'],
    ['an open quote in the header', '"externalId,occurredOn,amount\nACME,2024-01-01,1\n', 'WRONG_HEADER'],
    ['latin-1 far behind', Buffer.concat([Buffer.from(good), Buffer.from([0xe9, 0x0a])]), 'BAD_ENCODING'],
    [
      'a character cut off at the end',
      Buffer.concat([Buffer.from(good), Buffer.from([0xc3])]),
      'BAD_ENCODING',
    ],
    ['UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le'), 'BAD_ENCODING'],
    ['a gzip cut short', gzipSync(good).subarray(0, -20), 'BAD_GZIP'],
    ['a gzip with another checksum', flipped(gzipSync(good), -6), 'BAD_GZIP'],
    ['a gzip broken inside', flipped(gzipSync(good), 5_000), 'BAD_GZIP'],
    ['a gzip of nothing but its name', Buffer.from([0x1f, 0x8b]), 'BAD_GZIP'],
  ])('imports nothing of a file with %s', async (_, bytes, code) => {
    await nothingTaken('revenue', bytes, code);
  });

  it('says on which line the encoding is broken', async () => {
    const { job } = await nothingTaken(
      'revenue',
      Buffer.concat([Buffer.from(good), Buffer.from([0xe9, 0x0a])]),
      'BAD_ENCODING',
    );
    expect(job.problem).toMatchObject({ line: 9_002 });
  });

  it('answers a file sent again under its id with its job, and another file not at all', async () => {
    const file = 'externalId,occurredOn,amount,factId\nACME,2024-06-01,1,again\n';
    const { id } = await take('revenue', file);
    expect((await take('revenue', file, id)).result).toMatchObject(accepted(1));
    await expect(take('revenue', `${file}\n`, id)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('leaves nothing of a body that breaks off', async () => {
    const id = '6f0c9c1e-3b0a-4c39-9a43-0b7f3f4f8e11';
    const breaking = async function* () {
      yield Buffer.from(good);
      throw new Error('The client is gone.');
    };
    await expect(
      world.imports.receive({ id, kind: 'revenue', source: 'crm', createdBy: 'ana' }, breaking()),
    ).rejects.toThrow('gone');
    expect(await world.imports.exists(id)).toBe(false);
    expect(await world.jobs.get(id)).toBeUndefined();
  });

  it('goes on where it was torn off, and answers as if nothing had happened', async () => {
    const rows = Array.from({ length: 450 }, (_, n) => `ACME,2024-07-01,${n % 90 === 7 ? 'x' : n}.00,r${n}`);
    const appendMany = world.store.appendMany.bind(world.store);
    let calls = 0;
    const torn = jest.spyOn(world.store, 'appendMany').mockImplementation(async (appends) => {
      const receipts = await appendMany(appends);
      calls += 1;
      if (calls === 2 || calls === 4) throw new Error('The process is gone.');
      return receipts;
    });
    const { result, rejects } = await take(
      'revenue',
      ['externalId,occurredOn,amount,factId', ...rows].join('\n'),
    );
    torn.mockRestore();
    expect(result).toMatchObject(accepted(445, 0, 5));
    expect(rejects.map(({ line }) => line)).toEqual([9, 99, 189, 279, 369]);
    const recorded = (await events('ACME')).flatMap(({ data }) =>
      'facts' in data ? (data as { facts: { factId: string }[] }).facts : [],
    );
    expect(recorded.filter(({ factId }) => /^r\d/.test(factId))).toHaveLength(445);
  });

  it('yields to whoever writes to the same account meanwhile', async () => {
    const appendMany = world.store.appendMany.bind(world.store);
    const raced = jest.spyOn(world.store, 'appendMany').mockImplementationOnce(async (appends) => {
      await onboard(world, 'BETA', '2020-01-01');
      return appendMany(appends);
    });
    const { result } = await take(
      'revenue',
      'externalId,occurredOn,amount,factId\nBETA,2024-08-01,1,race\nACME,2024-08-01,1,race\n',
    );
    expect(raced).toHaveBeenCalledTimes(2);
    raced.mockRestore();
    expect(result).toMatchObject(accepted(2));
    expect((await events('BETA')).slice(-2).map(({ type }) => type)).toEqual([
      'AccountChanged',
      'RevenueRecorded',
    ]);
  });

  it('takes twenty thousand lines, and nothing of them twice', async () => {
    const accounts = Array.from({ length: 50 }, (_, n) => `K${n}`);
    await take('accounts', `externalId,name\n${accounts.map((id) => `${id},${id}`).join('\n')}`);
    const lines = Array.from({ length: 20_000 }, (_, n) => `K${n % 50},2024-01-${10 + (n % 20)},${n}.25,EUR`);
    const file = gzipSync(`externalId,occurredOn,amount,currency\r\n${lines.join('\r\n')}\r\n`);
    const first = await take('revenue', file);
    expect(first.result).toMatchObject(accepted(20_000));
    expect(first.job.progress).toEqual({ done: 20_001, total: 20_001 });
    const head = await world.store.head();
    expect((await take('revenue', file)).result).toMatchObject(accepted(0, 20_000));
    expect(await world.store.head()).toBe(head);
  });
});
