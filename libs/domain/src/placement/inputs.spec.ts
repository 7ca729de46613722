import { day, decimal } from '#libs/kernel';
import { accountKnown, bands, known } from '../../../testing/src/known';
import { compareFactIds } from './fact-order';
import { inputsOn } from './inputs';
import { noRevenue, revenueKnown, type RevenueRow } from './revenue';

const policy = (measure: Parameters<typeof bands>[0]['measures'][string], unused = {}) =>
  bands({
    tiers: [
      { code: 'gold', rank: 2 },
      { code: 'bronze', rank: 1 },
    ],
    measures: { m: measure, ...unused },
    boundaries: [{ tier: 'gold', measure: 'm', at: '10', inclusive: true }],
  });
const read = (on: string, facts: ReturnType<typeof known>[], document = policy({ fact: 'acv' })) =>
  inputsOn(day(on), document, accountKnown(facts))[0];

describe('an input', () => {
  const facts = [
    known('acv', '30', '2025-03-01', 'f3'),
    known('acv', '10', '2025-01-01', 'f1'),
    known('arr', '99', '2025-03-01'),
  ];

  it('is the latest fact of its measure at or before the day', () => {
    expect(read('2025-02-28', facts)).toEqual({
      measure: 'm',
      value: '10',
      factId: 'f1',
      validFrom: '2025-01-01',
    });
    expect(read('2025-03-01', facts)).toEqual({
      measure: 'm',
      value: '30',
      factId: 'f3',
      validFrom: '2025-03-01',
    });
    expect(read('2025-01-01', facts)).toMatchObject({ value: '10' });
  });

  it('is missing before its first fact', () => {
    expect(read('2024-12-31', facts)).toEqual({ measure: 'm', value: null, problem: 'MISSING' });
    expect(read('2025-01-01', [])).toEqual({ measure: 'm', value: null, problem: 'MISSING' });
  });

  it('is fresh on the last day of its limit, and stale behind it', () => {
    const limited = policy({ fact: 'acv', freshnessDays: 31 });
    expect(read('2025-02-01', facts, limited)).toMatchObject({ value: '10' });
    expect(read('2025-02-02', facts, limited)).toEqual({
      measure: 'm',
      value: null,
      problem: 'STALE',
      factId: 'f1',
      validFrom: '2025-01-01',
    });
  });

  it.each(['high', '1e5', '1,000', '2025-01-01'])('is not a number when it says %s', (value) =>
    expect(read('2025-01-01', [known('acv', value, '2025-01-01', 'f1')])).toEqual({
      measure: 'm',
      value: null,
      problem: 'NOT_A_NUMBER',
      factId: 'f1',
      validFrom: '2025-01-01',
    }),
  );

  it('is of two facts on one day the one with the greater id, whichever came first', () => {
    const two = [known('acv', '2', '2025-01-01', 'f2'), known('acv', '10', '2025-01-01', 'f10')];
    expect(read('2025-01-01', two)).toMatchObject({ factId: 'f10' });
    expect(read('2025-01-01', [...two].reverse())).toMatchObject({ factId: 'f10' });
  });

  it('is read only when a boundary or a gate asks for it, by name', () => {
    const document = policy({ fact: 'acv' }, { a: { fact: 'arr' }, z: { fact: 'arr' } });
    const measures = (gates: typeof document.gates) =>
      inputsOn(day('2025-03-01'), { ...document, gates }, accountKnown(facts)).map(({ measure }) => measure);
    expect(measures([])).toEqual(['m']);
    expect(
      measures(bands({ ...document, gates: [{ measure: 'a', below: '1', capTier: 'bronze' }] }).gates),
    ).toEqual(['a', 'm']);
  });
});

const row = (
  occurredOn: string,
  amount: string,
  currency = 'EUR',
  kind = 'invoice',
  lines?: number,
): RevenueRow => ({
  occurredOn: day(occurredOn),
  amount: decimal(amount),
  currency,
  kind,
  ...(lines && { lines }),
});

describe('a window of revenue', () => {
  const readRevenue = (rows: RevenueRow[], measure: object = {}, on = '2025-04-01') =>
    inputsOn(day(on), policy({ revenueWindowMonths: 3, ...measure }), {
      inputs: [],
      revenue: revenueKnown(rows),
    })[0];

  it('has its first day inside and the day itself outside', () =>
    expect(
      readRevenue([
        row('2024-12-31', '1'),
        row('2025-01-01', '10'),
        row('2025-03-31', '100'),
        row('2025-04-01', '1000'),
      ]),
    ).toEqual({ measure: 'm', value: '110', window: { from: '2025-01-01', until: '2025-04-01', lines: 2 } }));

  it('begins on a day that the month has', () =>
    expect(readRevenue([row('2025-02-27', '1'), row('2025-02-28', '10')], {}, '2025-05-31')).toMatchObject({
      value: '10',
      window: { from: '2025-02-28', until: '2025-05-31', lines: 1 },
    }));

  it('is 0 without facts, never missing', () =>
    expect(readRevenue([])).toEqual({
      measure: 'm',
      value: '0',
      window: { from: '2025-01-01', until: '2025-04-01', lines: 0 },
    }));

  it('is less what was credited, exactly', () =>
    expect(
      readRevenue([
        row('2025-01-05', '0.10'),
        row('2025-01-05', '0.20'),
        row('2025-02-05', '-0.30', 'EUR', 'credit'),
      ]),
    ).toMatchObject({ value: '0', window: { lines: 3 } }));

  it('counts the kinds that the measure names', () =>
    expect(
      readRevenue(
        [
          row('2025-01-05', '1'),
          row('2025-01-05', '10', 'EUR', 'credit'),
          row('2025-01-05', '100', 'EUR', 'forecast'),
        ],
        {
          kinds: ['invoice', 'credit'],
        },
      ),
    ).toMatchObject({ value: '11', window: { lines: 2 } }));

  it('adds no two currencies, unless the measure names one', () => {
    const mixed = [row('2025-01-05', '1'), row('2025-01-06', '10', 'USD')];
    expect(readRevenue(mixed)).toEqual({
      measure: 'm',
      value: null,
      problem: 'MIXED_CURRENCY',
      window: { from: '2025-01-01', until: '2025-04-01', lines: 2 },
    });
    expect(readRevenue(mixed, { currency: 'USD' })).toMatchObject({ value: '10', window: { lines: 1 } });
    expect(readRevenue([row('2024-01-05', '1'), row('2025-01-06', '10', 'USD')])).toMatchObject({
      value: '10',
    });
  });

  it('counts the facts that a row stands for', () =>
    expect(readRevenue([row('2025-01-05', '5', 'EUR', 'invoice', 7)])).toMatchObject({
      value: '5',
      window: { lines: 7 },
    }));

  it('names the currencies met, and the first day of revenue', () => {
    const revenue = revenueKnown([
      row('2025-01-06', '10', 'USD'),
      row('2025-01-05', '1'),
      row('2025-01-05', '1', 'EUR', 'credit'),
    ]);
    expect(revenue.window({ from: day('2025-01-01'), until: day('2026-01-01') }, {})).toEqual({
      sum: '12',
      lines: 3,
      currencies: ['EUR', 'USD'],
    });
    expect([revenue.earliest, noRevenue.earliest]).toEqual(['2025-01-05', null]);
  });
});

describe('the order of fact ids', () => {
  it('counts runs of digits as numbers, and is total', () => {
    const inOrder = [
      '',
      '0',
      '9',
      '10',
      ':',
      'F2',
      'a00x',
      'a0y',
      'f',
      'f02',
      'f2',
      'f2a',
      'f2b',
      'f10',
      'f10000000000000000000000',
      'f10000000000000000000001',
    ];
    expect([...inOrder].reverse().sort(compareFactIds)).toEqual(inOrder);
    expect(inOrder.map((id) => compareFactIds(id, id))).toEqual(inOrder.map(() => 0));
  });
});
