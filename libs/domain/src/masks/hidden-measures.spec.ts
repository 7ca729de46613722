import { type Measures } from '../policy/measures';
import { Measure } from '../vocabulary';
import { hiddenFrom, masksOf } from './hidden-measures';

const mask = (measure: string, ...visibleTo: string[]) => ({ measure: Measure.parse(measure), visibleTo });
const documents = [
  {
    measures: {
      margin: { fact: 'marginPct' },
      profitability: { ratioPct: { of: 'profit', to: 'sales12' } },
      profit: { fact: 'profitFact' },
      sales12: { revenueWindowMonths: 12 },
      both: { sumOf: ['margin', 'sales12'] },
      fit: { fact: 'fit' },
    } as unknown as Measures,
    inputs: [{ measure: Measure.parse('fit'), weight: '1', min: '0', max: '1' }] as never,
  },
];
const hidden = (...masked: string[]) => {
  const { names, revenue, triggers } = hiddenFrom(
    new Set(['sales-leader']),
    masked.map((measure) => mask(measure, 'finance')),
    documents,
  );
  return [[...names].sort().join(' '), revenue && 'revenue', triggers && 'triggers']
    .filter(Boolean)
    .join(', ');
};

describe('what a mask hides', () => {
  it.each([
    [
      'a fact, under every name that a policy gives it, and in what is made of it',
      ['marginPct'],
      'both margin marginPct',
    ],
    ['the fact that a policy calls so', ['margin'], 'both margin marginPct'],
    ['of a ratio the fact, which is enough', ['profitability'], 'profit profitFact profitability'],
    [
      'revenue, where a measure is made of nothing else',
      ['sales12'],
      'arr both profitability sales12, revenue',
    ],
    ['a deal, where signatures are told in it', ['acv'], 'acv, triggers'],
    ['the score that it is weighed in', ['fit'], 'fit score'],
    ['nothing', [], ''],
  ])('is %s', (_, masked, expected) => expect(hidden(...masked)).toBe(expected));

  it('is shown to whoever has one of its roles', () => {
    const { names } = hiddenFrom(new Set(['finance', 'sales-leader']), [mask('fit', 'finance')], documents);
    expect(names.size).toBe(0);
  });

  it('is pay, until the tenant says otherwise', () => {
    expect(masksOf({}).map(({ measure }) => measure)).toEqual(['variablePay']);
    expect(masksOf({ masks: [mask('variablePay')] })).toEqual([mask('variablePay')]);
    expect(masksOf({ masks: [mask('fit')] })).toHaveLength(2);
  });
});
