import { indicate, inputsOn, revenueKnown } from '#libs/domain';
import { day, decimal } from '#libs/kernel';
import { contractValue, revenueBands } from '../../libs/testing/src/documents';
import { accountKnown, known } from '../../libs/testing/src/known';
import { contractValueBands, revenueBandsBands } from './numbers';

describe('the built-in bands', () => {
  it.each(contractValueBands)('an annual contract value of %s is %s', (acv, tier) => {
    const account = accountKnown([known('acv', acv, '2025-01-01')]);
    const inputs = inputsOn(day('2025-04-01'), contractValue, account);
    expect(indicate(contractValue, inputs)).toMatchObject({ tier, outOfProgramme: false, reasons: [] });
  });

  it.each(revenueBandsBands)('%s of revenue in the year before is %s', (amount, tier) => {
    const revenue = revenueKnown([
      { occurredOn: day('2024-04-01'), amount: decimal('5000'), currency: 'EUR', kind: 'invoice' },
      { occurredOn: day('2025-03-31'), amount: decimal('-5000'), currency: 'EUR', kind: 'credit' },
      { occurredOn: day('2024-12-31'), amount: decimal(amount), currency: 'EUR', kind: 'invoice' },
      // Outside: the day before the window, the day itself, and a kind that does not count.
      { occurredOn: day('2024-03-31'), amount: decimal('1000000'), currency: 'EUR', kind: 'invoice' },
      { occurredOn: day('2025-04-01'), amount: decimal('1000000'), currency: 'EUR', kind: 'invoice' },
      { occurredOn: day('2024-12-31'), amount: decimal('1000000'), currency: 'EUR', kind: 'forecast' },
    ]);
    const inputs = inputsOn(day('2025-04-01'), revenueBands, { inputs: [], revenue });
    expect(inputs).toEqual([
      { measure: 'trailing12', value: amount, window: { from: '2024-04-01', until: '2025-04-01', lines: 3 } },
    ]);
    expect(indicate(revenueBands, inputs).tier).toBe(tier);
  });
});
