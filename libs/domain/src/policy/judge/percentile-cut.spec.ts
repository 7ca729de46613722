import { decimal } from '#libs/kernel';
import { percentileCut } from './percentile-cut';

const cut = (scores: readonly string[], percent: string) =>
  percentileCut(scores.map(decimal), decimal(percent));

describe('a percentile cut', () => {
  it('calls for the least whole number not under the share, exactly', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => String(index));
    expect(cut(hundred, '10').called).toBe(10);
    expect(cut(hundred, '10.0000000001').called).toBe(11);
    expect(cut(hundred, '7').called).toBe(7);
  });

  it('ranks by number, whatever the order', () =>
    expect(cut(['9', '100', '20'], '34')).toEqual({ called: 2, score: '20', included: 2, overshoot: 0 }));

  it('takes in all that tie at the cut, however they are written', () =>
    expect(cut(['5', '5.0', '5.00', '1'], '25')).toEqual({
      called: 1,
      score: '5',
      included: 3,
      overshoot: 2,
    }));

  it('may take nobody, or everybody', () => {
    expect(cut(['1', '2'], '0')).toEqual({ called: 0, score: null, included: 0, overshoot: 0 });
    expect(cut([], '10')).toEqual({ called: 0, score: null, included: 0, overshoot: 0 });
    expect(cut(['1', '2'], '100')).toEqual({ called: 2, score: '1', included: 2, overshoot: 0 });
    expect(cut(['1', '2'], '250').called).toBe(2);
    expect(cut(['1', '2'], '-5').called).toBe(0);
  });
});
