import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';

// What is sent are these bytes, and not their JSON.
const asItIs = (body: unknown) => body as string;

const tiers = [
  { code: 'gold', rank: 3 },
  { code: 'silver', rank: 2 },
  { code: 'bronze', rank: 1 },
];
const bands = {
  kind: 'bands',
  tiers,
  measures: { acv: { fact: 'acv' } },
  boundaries: [
    { tier: 'gold', measure: 'acv', at: '1000000', inclusive: true },
    { tier: 'silver', measure: 'acv', at: '250000', inclusive: true },
  ],
};
const score = {
  kind: 'score',
  tiers,
  measures: { fit: { fact: 'fit' } },
  inputs: [{ measure: 'fit', weight: '1', min: '0', max: '100' }],
  thresholds: [
    { tier: 'gold', at: '70' },
    { tier: 'silver', at: '40' },
  ],
};
const matrix = {
  kind: 'matrix',
  tiers: [{ code: 'high' }, { code: 'low' }],
  measures: { a: { fact: 'maturity' }, b: { fact: 'appetite' } },
  axes: [
    { measure: 'a', cuts: ['50'] },
    { measure: 'b', cuts: ['50'] },
  ],
  cells: [
    ['low', 'low'],
    ['low', 'high'],
  ],
};
const table = {
  kind: 'table',
  tiers: [{ code: 'a' }, { code: 'b' }],
  measures: { m: { fact: 'm' } },
  rows: [{ when: [{ measure: 'm', atLeast: '1' }], tier: 'a' }, { tier: 'b' }],
};
const boundary = bands.boundaries[0]!;
const withAt = (at: unknown) => ({ ...bands, boundaries: [{ ...boundary, at }, bands.boundaries[1]] });
const withMeasure = (acv: unknown) => ({ ...bands, measures: { acv } });
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a policy document that means no good', () => {
  let api: TestApi;
  const path = '/v1/schemes/cv/policies';
  /** What answers, in tenths of a second: the work that was hoped for would take longer than any test may. */
  const send = async (body: string | Buffer, to = path) => {
    const { status, body: answer } = await api
      .as('policy-author')
      .post(to)
      .set({ 'content-type': 'application/json' })
      .serialize(asItIs)
      .send(body as string);
    return { status, answer: answer };
  };
  const draft = (document: unknown) => send(JSON.stringify(document));
  const refused = async (document: unknown) => {
    const { status, answer } = await draft(document);
    expect([status, answer.code]).toEqual([400, 'VALIDATION_FAILED']);
    return answer.errors as { pointer: string; detail: string }[];
  };
  const findings = async (document: unknown) => {
    const { status, answer } = await draft(document);
    expect(status).toBe(201);
    return answer.lint.map(({ code, severity, pointer }: Json) => [code, severity, pointer]) as string[][];
  };

  beforeAll(async () => {
    api = await startApi();
    await api.as('revops').put('/v1/schemes/cv').send({ name: 'Contract value' }).expect(201);
  });
  afterAll(() => api.close());

  it('is, to begin with, none of these', async () => {
    for (const document of [bands, score, table]) {
      const errors = (await findings(document)).filter(([, severity]) => severity === 'error');
      expect(errors).toEqual([]);
    }
  });

  describe('in its bytes', () => {
    it.each([
      [
        'is nested 1,000 deep',
        JSON.stringify(bands).slice(0, -1) + ',"overrides":' + '{"a":'.repeat(1000),
        /nested/,
      ],
      ['says a field twice', '{"kind":"bands","kind":"score"}', /twice/],
      [
        'says a measure twice',
        '{"kind":"bands","measures":{"acv":{"fact":"a"},"acv":{"fact":"b"}}}',
        /twice/,
      ],
      [
        'calls a measure __proto__',
        '{"kind":"bands","measures":{"__proto__":{"fact":"a"}}}',
        /cannot be called/,
      ],
      [
        'calls a measure constructor',
        '{"kind":"bands","measures":{"constructor":{"fact":"a"}}}',
        /cannot be called/,
      ],
      [
        'hides __proto__ in escapes',
        '{"kind":"bands","measures":{"\\u005f_proto__":{"fact":"a"}}}',
        /cannot be called/,
      ],
      ['says NaN', JSON.stringify(withAt(0)).replace('"at":0', '"at":NaN'), /not JSON/],
      ['says Infinity', JSON.stringify(withAt(0)).replace('"at":0', '"at":-Infinity'), /not JSON/],
      [
        'says 1e400',
        JSON.stringify(withAt(0)).replace('"at":0', '"at":1e400'),
        /too large: send decimals as text/,
      ],
      ['holds NUL', JSON.stringify(bands).replace('gold', 'go\\u0000ld'), /NUL/],
      [
        'has 10,000 rules',
        JSON.stringify({ ...bands, boundaries: upTo(10_000).map(() => boundary) }),
        /10000 keys/,
      ],
    ])('%s', async (_, body, detail) => {
      const { status, answer } = await send(body);
      expect([status, answer.code]).toEqual([400, 'VALIDATION_FAILED']);
      expect(answer.errors).toEqual([{ pointer: '', detail: expect.stringMatching(detail) }]);
    });

    it('weighs more than a mebibyte', async () => {
      const { status, answer } = await draft({ ...bands, overrides: { note: 'x'.repeat(1_050_000) } });
      expect([status, answer.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    });

    it.each([
      ['text', { ...bands, combine: 'x'.repeat(1_000_000) }, '/combine'],
      ['a name', { ...bands, ['x'.repeat(1_000_000)]: 1 }, `/${'x'.repeat(1_000_000)}`],
      ['a list of nothing', { ...table, rows: upTo(340_000).map(() => ({})) }, ''],
      ['lists of lists', { ...table, rows: upTo(400).map(() => ({ when: upTo(800).map(() => 1) })) }, ''],
      ['digits', withAt('9'.repeat(1_000_000)), '/boundaries/0/at'],
    ])('is a megabyte of %s', async (_, document, pointer) =>
      expect((await refused(document)).map((error) => error.pointer)).toEqual([pointer]),
    );
  });

  describe('in its numbers', () => {
    it.each([249999.99, 250000, 0, 1e21, -5])(
      'says %d as a number and is told to say it as text',
      async (at) =>
        expect(await refused(withAt(at))).toEqual([
          {
            pointer: '/boundaries/0/at',
            detail: 'This is text: write a number in quotes, such as "249999.99".',
          },
        ]),
    );

    it.each([
      '1e400',
      '1e5',
      'NaN',
      'Infinity',
      '-Infinity',
      '0x10',
      '1,000',
      '',
      ' 1',
      '١٢٣',
      '1'.repeat(21),
    ])('says "%s" as a decimal', async (at) =>
      expect(await refused(withAt(at))).toEqual([
        { pointer: '/boundaries/0/at', detail: 'A decimal is text such as "249999.99", without exponent.' },
      ]),
    );

    it.each<[string, object, string]>([
      ['a weight', { ...score, inputs: [{ ...score.inputs[0], weight: 1 }] }, '/inputs/0/weight'],
      ['a threshold', { ...score, thresholds: [{ tier: 'gold', at: 70 }] }, '/thresholds/0/at'],
      ['a cut', { ...matrix, axes: [{ measure: 'a', cuts: [50] }, matrix.axes[1]] }, '/axes/0/cuts/0'],
      [
        'a cut with its edge',
        { ...matrix, axes: [{ measure: 'a', cuts: [{ at: 50 }] }, matrix.axes[1]] },
        '/axes/0/cuts/0/at',
      ],
      [
        'a condition',
        { ...table, rows: [{ when: [{ measure: 'm', over: 1 }], tier: 'a' }] },
        '/rows/0/when/0/over',
      ],
      ['a gate', { ...bands, gates: [{ measure: 'acv', below: 10, capTier: 'gold' }] }, '/gates/0/below'],
      ['a dead band', { ...bands, stabiliser: { deadBandPct: 10 } }, '/stabiliser/deadBandPct'],
    ])('says %s as a number', async (_, document, pointer) =>
      expect(await refused(document)).toEqual([
        { pointer, detail: expect.stringMatching(/text.*write a number in quotes/) },
      ]),
    );

    it.each([
      ['"3"', '3', 'This is a whole number.'],
      ['2.5', 2.5, 'This is a whole number.'],
      ['1e300', 1e300, 'This is at most 1000.'],
      ['-1', -1, 'This is at least 0.'],
    ])('says %s for a rank', async (_, rank, detail) => {
      const errors = await refused({ ...bands, tiers: [{ code: 'gold', rank }, ...tiers.slice(1)] });
      expect(errors).toContainEqual({ pointer: '/tiers/0/rank', detail });
    });
  });

  describe('in its shape', () => {
    it.each<[unknown]>([['dice'], [undefined], [5], [null], [['bands']], ['__proto__']])(
      'is of the kind %j',
      async (kind) =>
        expect(await refused({ ...bands, kind })).toEqual([
          { pointer: '/kind', detail: 'The kind is one of bands, score, percentile, matrix, table.' },
        ]),
    );

    it.each<[object, string, string]>([
      [{ ...bands, tiers: [] }, '/tiers', 'This list has at least 1 entry.'],
      [{ ...bands, boundaries: [] }, '/boundaries', 'This list has at least 1 entry.'],
      [{ ...bands, boundaries: {} }, '/boundaries', 'This is a list.'],
      [{ ...bands, boundaries: null }, '/boundaries', 'This is a list.'],
      [{ ...bands, boundaries: undefined }, '/boundaries', 'A value is needed here: a list.'],
      [
        { ...bands, boundaries: upTo(501).map(() => boundary) },
        '/boundaries',
        'This list has at most 500 entries.',
      ],
      [{ ...score, inputs: [] }, '/inputs', 'This list has at least 1 entry.'],
      [{ ...matrix, axes: matrix.axes.slice(1) }, '/axes', 'This list has exactly 2 entries.'],
      [{ ...matrix, cells: [] }, '/cells', 'This list has at least 1 entry.'],
      [{ ...matrix, cells: [[]] }, '/cells/0', 'This list has at least 1 entry.'],
      [{ ...table, rows: [] }, '/rows', 'This list has at least 1 entry.'],
      [{ ...bands, combine: 'median' }, '/combine', 'This is one of highest, lowest.'],
      [{ ...bands, thresholds: [] }, '/thresholds', 'There is no such field here.'],
      [{ ...bands, 'a/b~c': 1 }, '/a~1b~0c', 'There is no such field here.'],
      [
        { ...bands, boundaries: [{ ...boundary, inclusive: 'yes' }] },
        '/boundaries/0/inclusive',
        'This is true or false.',
      ],
      [
        withMeasure({ fact: 5 }),
        '/measures/acv/fact',
        'This is text: write a number in quotes, such as "249999.99".',
      ],
      [withMeasure('acv'), '/measures/acv', 'This is an object.'],
      [
        withMeasure({}),
        '/measures/acv',
        'One of these is needed here: fact, revenueWindowMonths, ratioPct, sumOf, difference.',
      ],
      [withMeasure({ fact: 'acv', colour: 'red' }), '/measures/acv/colour', 'There is no such field here.'],
      [withMeasure({ revenueWindowMonths: 0 }), '/measures/acv/revenueWindowMonths', 'This is at least 1.'],
      [withMeasure({ ratioPct: { of: 'a' } }), '/measures/acv/ratioPct/to', 'A value is needed here: text.'],
      [withMeasure({ sumOf: [] }), '/measures/acv/sumOf', 'This list has at least 1 entry.'],
      [
        { ...matrix, axes: [{ measure: 'a', cuts: [true] }, matrix.axes[1]] },
        '/axes/0/cuts/0',
        'This is text or an object.',
      ],
    ])('%#: says what is wrong where', async (document, pointer, detail) =>
      expect(await refused(document)).toEqual([{ pointer, detail }]),
    );

    it.each<[string, object, string]>([
      [
        'a tier of 129 characters',
        { ...bands, tiers: [{ code: 'x'.repeat(129), rank: 9 }, ...tiers] },
        '/tiers/0/code',
      ],
      [
        'a tier with a line feed',
        { ...bands, tiers: [{ code: 'go\nld', rank: 9 }, ...tiers] },
        '/tiers/0/code',
      ],
      ['a tier without a name', { ...bands, tiers: [{ code: '', rank: 9 }, ...tiers] }, '/tiers/0/code'],
      [
        'a measure of 65 characters',
        { ...bands, measures: { ['x'.repeat(65)]: { fact: 'x' } } },
        `/measures/${'x'.repeat(65)}`,
      ],
      [
        'a measure with an escape',
        { ...bands, measures: { 'a\u001bc': { fact: 'x' } } },
        '/measures/a\u001bc',
      ],
    ])('has %s', async (_, document, pointer) =>
      expect((await refused(document)).map((error) => error.pointer)).toEqual([pointer]),
    );

    it('is wrong in a hundred places, and no more are told', async () =>
      expect(await refused({ ...bands, boundaries: upTo(300).map(() => ({})) })).toHaveLength(100));
  });

  describe('in what it says', () => {
    const sums = (measures: Record<string, object>) => ({
      ...bands,
      measures: { acv: { fact: 'acv' }, ...measures },
      boundaries: bands.boundaries.map((one) => ({ ...one, measure: 'top' })),
    });

    it('goes round in a circle', async () =>
      expect(await findings(sums({ top: { sumOf: ['a'] }, a: { sumOf: ['acv', 'top'] } }))).toEqual(
        [
          ['MEASURE_CYCLE', 'error', '/measures/top'],
          ['MEASURE_CYCLE', 'error', '/measures/a'],
        ].sort(),
      ));

    it('doubles a hundred times', async () => {
      const doubled = upTo(100).map((at) => [`m${at + 1}`, { sumOf: [`m${at}`, `m${at}`] }]);
      const document = sums({
        m0: { fact: 'acv' },
        ...Object.fromEntries(doubled),
        top: { sumOf: ['m100'] },
      });
      const found = await findings(document);
      expect(found).toContainEqual(['MEASURE_TOO_DEEP', 'error', '/measures/m9']);
    });

    it('has a circle of 4,000 measures', async () => {
      const chain = upTo(4000).map((at) => [`m${at}`, { sumOf: [`m${(at + 1) % 4000}`] }]);
      const found = await findings(sums({ ...Object.fromEntries(chain), top: { sumOf: ['m0'] } }));
      expect(found.filter(([code]) => code === 'MEASURE_CYCLE')).toHaveLength(4000);
    });

    it.each(['__proto__', 'constructor', 'toString'])('calls a tier %s', async (code) => {
      const named = { ...bands, tiers: [...tiers.slice(0, 2), { code, rank: 1 }] };
      expect(await findings(named)).toEqual([]);
      const led = { ...bands, boundaries: [...bands.boundaries, { ...boundary, tier: code, measure: code }] };
      expect(await findings(led)).toEqual([
        ['UNKNOWN_MEASURE', 'error', '/boundaries/2/measure'],
        ['UNKNOWN_TIER', 'error', '/boundaries/2/tier'],
      ]);
    });

    it('writes gold in letters that look like gold', async () => {
      const golds = { ...bands, boundaries: [{ ...boundary, tier: 'gоld' }, bands.boundaries[1]] };
      expect(await findings(golds)).toEqual([
        ['UNKNOWN_TIER', 'error', '/boundaries/0/tier'],
        ['GAP', 'error', '/boundaries'],
        ['UNREACHABLE_TIER', 'error', '/tiers/0'],
      ]);
      const both = { ...golds, tiers: [{ code: 'gоld', rank: 4 }, ...tiers.slice(1)] };
      expect(await findings(both)).toEqual([]);
    });

    it('lies in what a treatment may hold freely', async () => {
      const treated = (treatment: object) => ({
        ...bands,
        tiers: [{ ...tiers[0], treatment }, ...tiers.slice(1)],
      });
      expect(await findings(treated({ resourceShares: { sales: 60 } }))).toEqual([
        ['RESOURCE_SHARE_INVALID', 'error', '/tiers/0/treatment/resourceShares/sales'],
      ]);
      expect(await findings({ ...bands, overrides: { types: 'all' } })).toEqual([
        ['OVERRIDE_TYPE_UNKNOWN', 'error', '/overrides/types'],
      ]);
    });
  });

  it('can be asked about without being drafted: each place it cannot be read is a finding', async () => {
    const { status, answer } = await send(JSON.stringify(withAt(249999.99)), `${path}/lint`);
    expect([status, answer]).toEqual([
      200,
      {
        lint: [
          {
            code: 'SHAPE',
            severity: 'error',
            pointer: '/boundaries/0/at',
            detail: 'This is text: write a number in quotes, such as "249999.99".',
          },
        ],
      },
    ]);
    const round = await send('{"kind":"bands","kind":"bands"}', `${path}/lint`);
    expect([round.status, round.answer.code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('leaves the server as it was', async () => {
    await api.as('auditor').get('/health/live').expect(200);
    expect((await findings(bands)).length).toBe(0);
  });
});
