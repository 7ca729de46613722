import { addDecimals, compareDecimals, decimal } from '#libs/kernel';
import { addToMatrix, inTierOrder } from './migration-matrix';

/**
 * Nine accounts over a period, in thousands: opening tier and ARR, closing tier and ARR. By opening tier they come to
 * the worked retention (66.67, 122.67 and 96.67 per cent), and their movements to the worked bridge.
 */
const accounts = [
  ['T1', 1200, 'T1', 1350],
  ['T1', 1000, 'T2', 850],
  ['T1', 1100, 'CHURNED', 0],
  ['T2', 800, 'T1', 1200],
  ['T2', 400, 'T2', 420],
  ['T2', 300, 'T3', 220],
  ['T3', 200, 'T2', 290],
  ['T3', 100, 'CHURNED', 0],
  ['NEW', 0, 'T2', 350],
] as const;

/** Accounts and closing ARR, by opening tier and closing tier. */
const worked = [
  ['T1', 'T1', 1, '1350000'],
  ['T1', 'T2', 1, '850000'],
  ['T1', 'CHURNED', 1, '0'],
  ['T2', 'T1', 1, '1200000'],
  ['T2', 'T2', 1, '420000'],
  ['T2', 'T3', 1, '220000'],
  ['T3', 'T2', 1, '290000'],
  ['T3', 'CHURNED', 1, '0'],
  ['NEW', 'T2', 1, '350000'],
];

const entries = accounts.map(([from, , to, closing]) => ({ from, to, arr: decimal(`${closing * 1000}`) }));
const tiers = ['T1', 'T2', 'T3', 'CHURNED', 'NEW'];

describe('the migration matrix', () => {
  it('has the worked accounts and closing ARR, with those that came and those that went', () =>
    expect(
      inTierOrder(addToMatrix([], entries), tiers).map(({ from, to, accounts: n, arr }) => [
        from,
        to,
        n,
        arr,
      ]),
    ).toEqual(worked));

  it('is rebuilt from accounts that come to the worked retention by opening tier', () => {
    const retention = ['T1', 'T2', 'T3'].map((tier) => {
      const ours = accounts.filter(([from]) => from === tier);
      const sum = (at: 1 | 3) => ours.reduce((total, account) => total + account[at], 0);
      return [tier, sum(1), sum(3), ((sum(3) / sum(1)) * 100).toFixed(2)];
    });
    expect(retention).toEqual([
      ['T1', 3300, 2200, '66.67'],
      ['T2', 1500, 1840, '122.67'],
      ['T3', 300, 290, '96.67'],
    ]);
  });

  it('comes to the same in whatever parts the accounts are added', () => {
    const twice = [...entries, ...entries.slice(3)];
    const whole = inTierOrder(addToMatrix([], twice), tiers);
    for (let at = 0; at <= twice.length; at += 1)
      expect(inTierOrder(addToMatrix(addToMatrix([], twice.slice(0, at)), twice.slice(at)), tiers)).toEqual(
        whole,
      );
    const [accountsIn, arr] = [
      whole.reduce((sum, cell) => sum + cell.accounts, 0),
      whole.reduce((sum, cell) => addDecimals(sum, cell.arr), decimal('0')),
    ];
    expect([accountsIn, compareDecimals(arr, decimal('7160000'))]).toEqual([15, 0]);
  });

  it('counts an account of unknown ARR, and its ARR as nothing', () =>
    expect(addToMatrix([], [{ from: 'T1', to: 'T2', arr: null }])).toEqual([
      { from: 'T1', to: 'T2', accounts: 1, arr: '0' },
    ]));

  it('puts what is not among the tiers last', () =>
    expect(
      inTierOrder(
        addToMatrix(
          [],
          ['NONE', 'old', 'T2', 'T1'].map((from) => ({ from, to: 'T1', arr: null })),
        ),
        ['T1', 'T2'],
      ).map(({ from }) => from),
    ).toEqual(['T1', 'T2', 'NONE', 'old']));
});
