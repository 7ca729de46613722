import fc from 'fast-check';
import { law } from '../../testing/src/laws';
import {
  addDecimals,
  compareDecimals,
  decimal,
  fromLastPlaces,
  inLastPlaces,
  isDecimal,
  percentOf,
  plainDecimal,
  roundDecimal,
  subtractDecimals,
  sumDecimals,
} from './decimal';

const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n) + 1n, max: 10n ** 20n - 1n }), fc.stringMatching(/^[0-9]{0,10}$/))
  .map(([whole, fraction]) => decimal(`${whole}${fraction && '.'}${fraction}`));

describe('a decimal', () => {
  it.each(['0', '-0.50', '249999.99', '99999999999999999999.9999999999'])('is %s', (text) =>
    expect(isDecimal(text)).toBe(true),
  );

  it.each([
    '1e5',
    '+5',
    '1,000',
    '.5',
    '5.',
    '',
    ' 5',
    '5\n',
    'NaN',
    '100000000000000000000',
    '0.12345678901',
  ])('is not %j', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => decimal(text)).toThrow('without exponent');
  });

  it('is never a number', () => expect(isDecimal(5)).toBe(false));

  it('is added, taken away and summed exactly', () => {
    expect(addDecimals(decimal('0.1'), decimal('0.2'))).toBe('0.3');
    expect(subtractDecimals(decimal('0.3'), decimal('0.1'))).toBe('0.2');
    expect(sumDecimals(Array.from({ length: 10 }, () => decimal('0.1')))).toBe('1');
    expect(sumDecimals([])).toBe('0');
    expect(addDecimals(decimal('99999999999999999999'), decimal('0.0000000001'))).toBe(
      '99999999999999999999.0000000001',
    );
  });

  it('is compared as a number, not as text', () => {
    expect(compareDecimals(decimal('9'), decimal('10'))).toBeLessThan(0);
    expect(compareDecimals(decimal('10.0'), decimal('10'))).toBe(0);
    expect(compareDecimals(decimal('-9'), decimal('-10'))).toBeGreaterThan(0);
  });

  it('gives per cent of its magnitude', () => {
    expect(percentOf(decimal('250000'), decimal('10'))).toBe('25000');
    expect(percentOf(decimal('-1000'), decimal('2.5'))).toBe('25');
  });

  it.each([
    ['-0.50', '-0.5'],
    ['-0.00', '0'],
    ['007', '7'],
    ['100.00', '100'],
  ])('%s is plainly %s', (text, plain) => expect(plainDecimal(decimal(text))).toBe(plain));

  it.each([
    ['2.345', 2, '2.35'],
    ['-2.345', 2, '-2.35'],
    ['2.344', 2, '2.34'],
    ['2', 2, '2.00'],
  ])('%s to %i places is %s, ties away from zero', (text, places, rounded) =>
    expect(roundDecimal(decimal(text), places)).toBe(rounded),
  );

  law(
    'counted in its last places it is the same number, in its plain spelling',
    fc.property(anyDecimal, (value) => {
      expect(fromLastPlaces(inLastPlaces(value))).toBe(plainDecimal(value));
    }),
  );

  law(
    'two compare as their last places do',
    fc.property(anyDecimal, anyDecimal, (a, b) => {
      const difference = inLastPlaces(a) - inLastPlaces(b);
      expect(Math.sign(compareDecimals(a, b))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
    }),
  );

  law(
    'sums in last places are sums of decimals',
    fc.property(fc.array(anyDecimal, { maxLength: 20 }), (values) => {
      const whole = values.reduce((sum, value) => sum + inLastPlaces(value), 0n);
      expect(fromLastPlaces(whole)).toBe(plainDecimal(sumDecimals(values)));
    }),
  );
});
