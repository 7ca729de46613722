import { day, decimal } from '#libs/kernel';
import { bands } from '../../../testing/src/known';
import { noRevenue, revenueKnown } from '../placement/revenue';
import { readsFamilies, together } from './family-revenue';

const row = (occurredOn: string, amount: string, currency = 'EUR') => ({
  occurredOn: day(occurredOn),
  amount: decimal(amount),
  currency,
  kind: 'invoice',
});
const period = { from: day('2025-01-01'), until: day('2026-01-01') };

describe('the revenue of a family', () => {
  it('is that of all its accounts, to the cent', () => {
    const family = together([
      revenueKnown([row('2025-02-01', '0.1'), row('2024-02-01', '5')]),
      noRevenue,
      revenueKnown([row('2025-03-01', '0.2')]),
    ]);
    expect(family.window(period, {})).toEqual({ sum: '0.3', lines: 2, currencies: ['EUR'] });
    expect(family.earliest).toBe('2024-02-01');
  });

  it('names every currency met', () => {
    const mixed = together([
      revenueKnown([row('2025-02-01', '1')]),
      revenueKnown([row('2025-02-01', '1', 'USD')]),
    ]);
    expect(mixed.window(period, {}).currencies).toEqual(['EUR', 'USD']);
    expect(mixed.window(period, { currency: 'USD' }).sum).toBe('1');
  });

  it('is nothing of nobody', () => {
    expect(together([]).window(period, {})).toEqual({ sum: '0', lines: 0, currencies: [] });
    expect(together([noRevenue]).earliest).toBeNull();
  });

  it('is read where a measure says so', () => {
    const document = (measure: object) =>
      bands({
        tiers: [{ code: 'T1', rank: 1 }],
        measures: { total: { revenueWindowMonths: 12, ...measure } },
        boundaries: [{ tier: 'T1', measure: 'total', at: '1', inclusive: true }],
      });
    expect([readsFamilies(document({})), readsFamilies(document({ of: 'account' }))]).toEqual([false, false]);
    expect(readsFamilies(document({ of: 'family' }))).toBe(true);
  });
});
