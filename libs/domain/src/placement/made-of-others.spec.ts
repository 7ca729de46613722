import { day, decimal } from '#libs/kernel';
import { accountKnown, bands, known } from '../../../testing/src/known';
import { inputsOn } from './inputs';

const on = day('2025-01-01');
const line = (occurredOn: string, amount: string, kind = 'invoice', currency = 'EUR') => ({
  occurredOn: day(occurredOn),
  amount: decimal(amount),
  currency,
  kind,
});
const value = (
  definitions: Parameters<typeof bands>[0]['measures'],
  revenue: Parameters<typeof accountKnown>[1] = {},
  facts: Parameters<typeof accountKnown>[0] = [],
) => {
  const document = bands({
    tiers: [
      { code: 'high', rank: 1 },
      { code: 'low', rank: 0 },
    ],
    measures: definitions,
    boundaries: [{ tier: 'high', measure: 'm', at: '1', inclusive: true }],
  });
  const input = inputsOn(on, document, accountKnown(facts, revenue)).find(({ measure }) => measure === 'm')!;
  return input.value ?? input.problem;
};

describe('what is made of revenue', () => {
  const revenue = {
    revenue: [
      line('2024-01-15', '100'),
      line('2024-01-31', '50', 'service'),
      line('2024-12-31', '-20'),
      line('2024-06-01', '70'),
      line('2023-12-31', '9999'),
      line('2025-01-01', '9999'),
    ],
  };
  const of = (rest: object, told: Parameters<typeof accountKnown>[1] = revenue) =>
    value({ m: { revenueWindowMonths: 12, ...rest } }, told);

  it.each([
    ['sum', '200'],
    ['count', '4'],
    ['average', '50'],
    ['seasonality', '75'],
  ])('its %s is %s', (aggregate, result) => expect(of({ aggregate })).toBe(result));

  it('the share of a kind is what it has of all', () => {
    expect(of({ aggregate: 'share', kinds: ['service'] })).toBe('25');
    expect(of({ aggregate: 'share', kinds: ['other'] })).toBe('0');
  });

  it.each(['sum', 'count', 'average', 'share', 'seasonality'])('nothing has a %s of 0', (aggregate) =>
    expect(of({ aggregate, ...(aggregate === 'share' && { kinds: ['x'] }) }, {})).toBe('0'),
  );

  it('there is no share of what is not positive', () => {
    const credits = { revenue: [line('2024-02-01', '-10'), line('2024-03-01', '5', 'service')] };
    expect(of({ aggregate: 'share', kinds: ['service'] }, credits)).toBe('UNDEFINED');
    expect(of({ aggregate: 'seasonality' }, credits)).toBe('UNDEFINED');
  });

  it('is rounded to ten places where it does not come out even', () => {
    const three = { revenue: [line('2024-02-01', '1'), line('2024-03-01', '1'), line('2024-04-01', '0')] };
    expect(of({ aggregate: 'average' }, three)).toBe('0.6666666667');
  });

  it('does not add currencies, but counts them', () => {
    const mixed = { revenue: [line('2024-02-01', '1'), line('2024-03-01', '1', 'invoice', 'USD')] };
    expect(of({ aggregate: 'average' }, mixed)).toBe('MIXED_CURRENCY');
    expect(of({ aggregate: 'count' }, mixed)).toBe('2');
    expect(of({ aggregate: 'average', currency: 'USD' }, mixed)).toBe('1');
  });
});

describe('what is made of other measures', () => {
  const facts = [
    known('a', '30', '2024-01-01'),
    known('b', '120', '2024-01-01'),
    known('zero', '0', '2024-01-01'),
  ];
  const parts = { a: { fact: 'a' }, b: { fact: 'b' }, zero: { fact: 'zero' }, none: { fact: 'none' } };
  const of = (definition: object, more: object = {}) =>
    value({ m: definition, ...parts, ...more } as never, {}, facts);

  it.each([
    [{ ratioPct: { of: 'a', to: 'b' } }, '25'],
    [{ ratioPct: { of: 'b', to: 'a' } }, '400'],
    [{ ratioPct: { of: 'a', to: 'zero' } }, 'UNDEFINED'],
    [{ ratioPct: { of: 'a', to: 'zero' }, whenZero: '7' }, '7'],
    [{ sumOf: ['a', 'b', 'a'] }, '180'],
    [{ difference: { of: 'a', less: 'b' } }, '-90'],
    [{ sumOf: ['a', 'none'] }, 'MISSING'],
    [{ sumOf: ['a', 'unheard of'] }, 'MISSING'],
  ])('%j is %s', (definition, result) => expect(of(definition)).toBe(result));

  it('may be made of what is made of others, and never goes round in a circle', () => {
    expect(of({ sumOf: ['x', 'x'] }, { x: { ratioPct: { of: 'a', to: 'b' } } })).toBe('50');
    expect(of({ sumOf: ['x'] }, { x: { sumOf: ['m'] } })).toBe('MISSING');
  });

  it('says so when no decimal can hold it, however often it is doubled', () => {
    const doubled = Object.fromEntries(
      Array.from({ length: 200 }, (_, n) => [
        `d${n}`,
        { sumOf: n === 0 ? ['b', 'b'] : [`d${n - 1}`, `d${n - 1}`] },
      ]),
    );
    expect(of({ sumOf: ['d199'] }, doubled)).toBe('OUT_OF_RANGE');
  });
});

describe('what stands behind a fact', () => {
  const assured = (definition: object, assurance: object | undefined) =>
    value({ m: { fact: 'm', ...definition } }, {}, [
      { ...known('m', '5', '2024-12-01'), ...(assurance && { assurance: assurance as never }) },
    ]);
  const all = { evidence: true, independent: true, confidence: '0.8' };

  it.each([
    [{}, undefined, '5'],
    [{ evidence: true }, undefined, 'WITHOUT_EVIDENCE'],
    [{ evidence: true }, { ...all, evidence: false }, 'WITHOUT_EVIDENCE'],
    [{ independentAssessor: true }, { ...all, independent: false }, 'OWNER_ASSESSED'],
    [{ independentAssessor: true }, { ...all, independent: null }, 'OWNER_ASSESSED'],
    [{ minConfidence: '0.81' }, all, 'LOW_CONFIDENCE'],
    [{ minConfidence: '0.8' }, all, '5'],
    [{ minConfidence: '0.1' }, { ...all, confidence: null }, 'LOW_CONFIDENCE'],
    [{ evidence: true, independentAssessor: true, minConfidence: '0.5', freshnessDays: 31 }, all, '5'],
    [{ evidence: true, freshnessDays: 30 }, all, 'STALE'],
  ])('%j with %j is %s', (definition, assurance, result) =>
    expect(assured(definition, assurance)).toBe(result),
  );

  it('is asked of the last fact that has it, whatever came after', () => {
    const facts = [
      { ...known('m', '5', '2024-11-01'), assurance: all as never },
      known('m', '9', '2024-12-01'),
    ];
    expect(value({ m: { fact: 'm', evidence: true } }, {}, facts)).toBe('5');
    expect(value({ m: { fact: 'm' } }, {}, facts)).toBe('9');
    expect(value({ m: { fact: 'm', evidence: true, freshnessDays: 45 } }, {}, facts)).toBe('STALE');
  });
});
