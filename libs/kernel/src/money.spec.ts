import fc from 'fast-check';
import { law } from '../../testing/src/laws';
import { decimal, sumDecimals } from './decimal';
import { splitByDays } from './money';

describe('an amount split by days', () => {
  it.each([
    ['90000.00', [30, 33, 26], ['30337.08', '33370.79', '26292.13']],
    ['90000.00', [63, 26], ['63707.87', '26292.13']],
    ['100.00', [1, 1, 1], ['33.34', '33.33', '33.33']],
    ['-100.00', [1, 1, 1], ['-33.34', '-33.33', '-33.33']],
    ['0.01', [1, 1], ['0.01', '0.00']],
    ['10', [0, 5], ['0.00', '10.00']],
  ])('%s over %j is %j', (amount, days, parts) => expect(splitByDays(decimal(amount), days)).toEqual(parts));

  it('needs a day', () => {
    expect(() => splitByDays(decimal('1.00'), [])).toThrow('An amount is split over at least one day.');
    expect(() => splitByDays(decimal('1.00'), [0])).toThrow(RangeError);
  });

  it('has no parts of a cent', () =>
    expect(() => splitByDays(decimal('0.001'), [1])).toThrow('0.001 has parts of a cent.'));

  law(
    'sums to the amount, each part within a cent of its share',
    fc.property(
      fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 }),
      (cents, days) => {
        const amount = decimal((cents / 100).toFixed(2));
        const parts = splitByDays(amount, days);
        const total = days.reduce((sum, part) => sum + part, 0);
        expect(Number(sumDecimals(parts)).toFixed(2)).toBe(Number(amount).toFixed(2));
        parts.forEach((part, index) =>
          expect(Math.abs(Number(part) * 100 - (cents * days[index]!) / total)).toBeLessThan(1.000001),
        );
      },
    ),
  );
});
