import {
  AccountOnboarded,
  BandsPolicy,
  FactCorrected,
  FactRetracted,
  FactsRecorded,
  RevenueRecorded,
} from '#libs/domain';
import { day, type Event, instant } from '#libs/kernel';
import { openViews, type Views } from '../../../testing/src/views';

const onboarded = (externalId: string, onboardedOn: string | null) =>
  AccountOnboarded({
    externalId,
    profile: { name: externalId, onboardedOn, ownerSeat: null, parentExternalId: null, attributes: {} },
  } as never);
const revenue = (externalId: string, ...lines: [id: string, on: string, amount: string, line?: string][]) =>
  RevenueRecorded({
    externalId,
    facts: lines.map(([factId, occurredOn, amount, serviceLine]) => ({
      ...{ factId, occurredOn, amount, kind: 'invoice', currency: 'EUR' },
      ...(serviceLine && { serviceLine }),
    })),
  } as never);
const inputs = (externalId: string, ...lines: [id: string, on: string, value: string, line?: string][]) =>
  FactsRecorded({
    externalId,
    facts: lines.map(([factId, validFrom, value, serviceLine]) => ({
      ...{ factId, measure: 'health', value, validFrom },
      ...(serviceLine && { serviceLine }),
    })),
  } as never);
const correction = {
  externalId: 'A',
  factId: 'r2',
  kind: 'revenue',
  measure: null,
  retroKind: 'ERROR_CORRECTION',
  reason: 'Keyed twice.',
  before: { value: '20', day: '2024-11-01' },
};

const story: [string, Event][] = [
  ['2025-02-01', onboarded('A', '2024-01-01')],
  ['2025-02-01', onboarded('B', null)],
  ['2025-02-02', revenue('A', ['r1', '2024-10-01', '10', 'hosting'], ['r3', '2024-12-01', '5'])],
  ['2025-02-02', inputs('A', ['i1', '2024-01-01', '80'], ['i2', '2024-12-15', '30', 'hosting'])],
  ['2025-02-02', revenue('B', ['b1', '2024-05-01', '1'])],
  ['2025-02-02', inputs('B', ['b2', '2024-04-01', '50', 'support'])],
  [
    '2025-02-03',
    revenue('A', ['r2', '2024-11-01', '20', 'consulting'], ['r4', '2023-06-01', '7', 'hosting']),
  ],
  ['2025-02-04', FactCorrected({ ...correction, after: { value: '25', day: '2024-11-02' } } as never)],
  ['2025-02-05', FactRetracted({ ...correction, before: { value: '25', day: '2024-11-02' } } as never)],
];

const policy = BandsPolicy.parse({
  kind: 'bands',
  tiers: [{ code: 'T1', rank: 1 }],
  measures: { year: { revenueWindowMonths: 12 }, health: { fact: 'health' } },
  boundaries: [{ tier: 'T1', measure: 'year', at: '1', inclusive: true }],
  serviceLines: { rollUp: 'highest' },
});
const asked = day('2025-01-01');
const window = { from: day('2024-01-01'), until: asked };

describe('what is known of service lines', () => {
  let views: Views;
  beforeAll(async () => {
    views = await openViews();
    for (const [at, event] of story) await views.record(at, event);
    await views.settled();
  });
  afterAll(() => views.close());

  const on = async (knownOn: string) =>
    (await views.knownAt.resolve({ knownAt: instant(`${knownOn}T12:00:00Z`), view: ['facts', 'portfolio'] }))
      .position;
  const whole = async (knownOn: string) =>
    views.facts.knowledgeOf(['A', 'B'], await on(knownOn), { serviceLines: true });
  const forDay = async (knownOn: string, document = policy) =>
    views.facts.knowledgeForDay(['A', 'B'], await on(knownOn), asked, document);

  /** Each line of an account: its first day, its revenue of the year, its inputs. */
  const lines = (known: Awaited<ReturnType<typeof whole>>, externalId = 'A') =>
    [...known.get(externalId)!.serviceLines!].map(([line, told]) => [
      line,
      ...(told
        ? [told.onboardedOn, told.revenue.window(window, {}).sum, told.inputs.map(({ factId }) => factId)]
        : [null]),
    ]);

  it.each([
    ['2025-02-01', []],
    ['2025-02-02', [['hosting', '2024-10-01', '10', ['i1', 'i2']]]],
    [
      '2025-02-03',
      [
        ['consulting', '2024-11-01', '20', ['i1']],
        ['hosting', '2024-01-01', '10', ['i1', 'i2']],
      ],
    ],
    [
      '2025-02-04',
      [
        ['consulting', '2024-11-02', '25', ['i1']],
        ['hosting', '2024-01-01', '10', ['i1', 'i2']],
      ],
    ],
    [
      '2025-02-05',
      [
        ['consulting', null],
        ['hosting', '2024-01-01', '10', ['i1', 'i2']],
      ],
    ],
  ])(
    'is what had been said by %s, of the whole history as of the windows of a day',
    async (knownOn, told) => {
      expect(lines(await whole(knownOn))).toEqual(told);
      expect(lines(await forDay(knownOn))).toEqual(told);
    },
  );

  it('leaves the account all its revenue and the inputs that are of no line', async () => {
    for (const known of [await whole('2025-02-04'), await forDay('2025-02-04')]) {
      const account = known.get('A')!;
      expect(account.revenue.window(window, {})).toEqual({ sum: '40', lines: 3, currencies: ['EUR'] });
      expect(account.revenue.earliest).toBe('2023-06-01');
      expect(account.inputs.map(({ factId }) => factId)).toEqual(['i1']);
    }
  });

  it('begins an account with the first fact of any line, asked for lines or not', async () => {
    const at = await on('2025-02-02');
    const { serviceLines: _, ...undeclared } = policy;
    for (const known of [
      await whole('2025-02-02'),
      await forDay('2025-02-02'),
      await forDay('2025-02-02', undeclared),
      await views.facts.knowledgeOf(['B'], at),
    ])
      expect(known.get('B')).toMatchObject({ onboardedOn: '2024-04-01', inputs: [] });
    expect(lines(await whole('2025-02-02'), 'B')).toEqual([['support', '2024-04-01', '0', ['b2']]]);
  });

  it('is not asked of the database where no line is meant', async () => {
    const query = jest.spyOn(views.pool, 'query');
    const { serviceLines: _, ...undeclared } = policy;
    expect((await forDay('2025-02-05', undeclared)).get('A')).not.toHaveProperty('serviceLines');
    const statements = query.mock.calls.map(([asked]) => (asked as unknown as { name?: string }).name);
    query.mockRestore();
    expect(statements).toEqual(expect.arrayContaining(['facts-windows', 'facts-inputs']));
    expect(statements.join()).not.toContain('line');
  });

  it('takes as many statements for many lines as for one', async () => {
    const statements = async (ask: () => Promise<unknown>) => {
      const query = jest.spyOn(views.pool, 'query');
      await ask();
      // Views that follow the log ask on the same pool, at moments of their own.
      const named = query.mock.calls.map(([question]) => (question as { name?: string }).name ?? '');
      const asked = named.filter((name) => name.startsWith('facts-')).length;
      query.mockRestore();
      return asked;
    };
    const [early, late] = [await on('2025-02-02'), await on('2025-02-04')];
    const of = (at: bigint) => () => views.facts.knowledgeOf(['A', 'B'], at, { serviceLines: true });
    expect(await statements(of(late))).toBe(await statements(of(early)));
    const onDay = (at: bigint) => () => views.facts.knowledgeForDay(['A', 'B'], at, asked, policy);
    expect(await statements(onDay(late))).toBe(await statements(onDay(early)));
  });

  it('is said of each fact, and a correction leaves it', async () => {
    const { items } = await views.facts.factsOf('A', await on('2025-02-04'), { limit: 9 });
    expect(items.map(({ factId, serviceLine }) => [factId, serviceLine])).toEqual([
      ['r4', 'hosting'],
      ['i1', null],
      ['r1', 'hosting'],
      ['r2', 'consulting'],
      ['r3', null],
      ['i2', 'hosting'],
    ]);
  });

  it('is rebuilt row for row', async () => {
    expect(await views.projector.rebuild('facts')).toMatchObject({ agreed: true, swapped: true });
    expect(lines(await whole('2025-02-05')).length).toBe(2);
  });
});
