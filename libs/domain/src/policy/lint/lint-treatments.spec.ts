import { bands } from '../../../../testing/src/known';
import { lint } from './lint';

/** What is found where gold, silver and bronze are treated so. */
const found = (...treatments: Record<string, unknown>[]) =>
  lint(
    bands({
      tiers: ['gold', 'silver', 'bronze'].map((code, index) => ({
        code,
        rank: 3 - index,
        treatment: { label: code, ...treatments[index] },
      })),
      measures: { acv: { fact: 'acv' } },
      boundaries: [
        { tier: 'gold', measure: 'acv', at: '100', inclusive: true },
        { tier: 'silver', measure: 'acv', at: '10', inclusive: true },
      ],
    }),
  ).map(({ code, severity, pointer }) => [code, severity, pointer]);
const shares = (...all: Record<string, unknown>[]) =>
  found(...all.map((resourceShares) => ({ resourceShares })));

describe('the linter of resource shares', () => {
  it('wants each resource to add up to 100, among the tiers that have it', () => {
    expect(shares({ sales: '60' }, { sales: '30' }, { sales: '10' })).toEqual([]);
    expect(shares({ sales: '33.33' }, { sales: '33.33' }, { sales: '33.34' })).toEqual([]);
    expect(shares({ 'sales/time': '60' }, {}, { 'sales/time': '39.99' })).toEqual([
      ['RESOURCE_SHARES_DO_NOT_SUM', 'error', '/tiers/0/treatment/resourceShares/sales~1time'],
    ]);
    expect(shares({ sales: '100' }, { events: '100.00' }, { travel: '99' })).toEqual([
      ['RESOURCE_SHARES_DO_NOT_SUM', 'error', '/tiers/2/treatment/resourceShares/travel'],
    ]);
  });

  it.each([60, '60 %', '-10', '101', null, ['60']])('takes no %j for a share', (share) =>
    expect(shares({ sales: share }, { sales: '40' })).toEqual([
      ['RESOURCE_SHARE_INVALID', 'error', '/tiers/0/treatment/resourceShares/sales'],
    ]),
  );

  it.each(['60', null, ['60']])('takes no %j for shares', (resourceShares) =>
    expect(found({}, { resourceShares })).toEqual([
      ['RESOURCE_SHARE_INVALID', 'error', '/tiers/1/treatment/resourceShares'],
    ]),
  );
});
