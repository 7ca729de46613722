import fc from 'fast-check';
import { law } from '../../testing/src/laws';
import { compareDecimals, decimal } from './decimal';
import { percentageOf, ratioOf, stabilityIndex } from './ratio';

describe('a ratio', () => {
  it.each([
    [1, 3, '0.333333'],
    [2, 3, '0.666667'],
    [-1, 3, '-0.333333'],
    [decimal('0.1'), decimal('0.3'), '0.333333'],
    [0, 7, '0.000000'],
  ] as const)('of %s to %s is %s', (part, whole, ratio) => expect(ratioOf(part, whole)).toBe(ratio));

  it('of nothing is none', () => {
    expect(ratioOf(1, 0)).toBeNull();
    expect(percentageOf(decimal('5'), decimal('0.00'))).toBeNull();
  });

  it('stands in per cent too', () => expect(percentageOf(1, 6)).toBe('16.666667'));
});

describe('the population stability index', () => {
  it('is 0 where shares stay', () =>
    expect(
      stabilityIndex([
        { before: 10, after: 20 },
        { before: 30, after: 60 },
      ]),
    ).toBe('0.000000'));

  it('adds (p - q) ln(p / q) over the groups', () =>
    // (0.3 - 0.5) ln(0.6) + (0.7 - 0.5) ln(1.4)
    expect(
      stabilityIndex([
        { before: 50, after: 30 },
        { before: 50, after: 70 },
      ]),
    ).toBe('0.169460'));

  it('counts a group that has emptied as a ten-thousandth', () =>
    // (0.0001 - 0.5) ln(0.0002) + (1 - 0.5) ln(2)
    expect(
      stabilityIndex([
        { before: 5, after: 0 },
        { before: 5, after: 9 },
      ]),
    ).toBe('4.604318'));

  it('is not told of nobody', () => {
    expect(stabilityIndex([{ before: 0, after: 4 }])).toBeNull();
    expect(stabilityIndex([])).toBeNull();
  });

  law(
    'is never negative, and the same both ways',
    fc.property(
      fc.array(fc.record({ before: fc.nat(50), after: fc.nat(50) }), { maxLength: 4 }),
      (groups) => {
        const index = stabilityIndex(groups);
        const back = stabilityIndex(groups.map(({ before, after }) => ({ before: after, after: before })));
        expect(back).toBe(index);
        if (index !== null) expect(compareDecimals(index, decimal('0'))).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});
