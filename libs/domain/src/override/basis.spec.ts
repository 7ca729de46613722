import { day, decimal } from '#libs/kernel';
import { basisOf, segments, wanted } from '../../../testing/src/overrides';
import { basisChanges, computedOver } from './basis';

const asked = 'PIN T1 2025-04-05 2025-07-01';
const over = (...computed: string[]) => computedOver(wanted(asked), segments(...computed));

describe('the computed timeline over an interval', () => {
  it('begins and ends with the interval', () =>
    expect(over('T3 2025-01-10', 'T2 2025-05-01')).toEqual([
      { from: '2025-04-05', until: '2025-05-01', tier: 'T3' },
      { from: '2025-05-01', until: '2025-07-01', tier: 'T2' },
    ]));

  it('knows nothing of decisions that changed no tier', () =>
    expect(over('T3 2025-01-10', 'T3 2025-05-01', 'T2 2025-06-01', 'T2 2025-06-10')).toEqual([
      { from: '2025-04-05', until: '2025-06-01', tier: 'T3' },
      { from: '2025-06-01', until: '2025-07-01', tier: 'T2' },
    ]));

  it('knows nothing of days outside', () => {
    expect(over('T1 2025-01-10', 'T3 2025-04-05', 'T2 2025-07-01')).toEqual([
      { from: '2025-04-05', until: '2025-07-01', tier: 'T3' },
    ]);
    expect(over('T1 2025-08-01')).toEqual([]);
  });

  it('begins where the account came in', () =>
    expect(over('- 2025-05-01')).toEqual([{ from: '2025-05-01', until: '2025-07-01', tier: null }]));

  it('is open where the interval is', () =>
    expect(computedOver({ from: day('2025-04-05'), until: null }, segments('T3 2025-01-10'))).toEqual([
      { from: '2025-04-05', until: null, tier: 'T3' },
    ]));
});

describe('a basis', () => {
  const before = basisOf(asked, ['T3 2025-01-10']);

  it('has the same hash however it was put together', () => {
    const { inputs, ...others } = before.basis;
    const again = basisOf(asked, ['T3 2025-01-01', 'T3 2025-04-20'], {
      inputs: { ...inputs },
      arr: others.arr,
    });
    expect(again.basisHash).toBe(before.basisHash);
    expect(basisChanges(before.basis, again.basis)).toEqual([]);
  });

  it('has another hash, and says what changed, with each thing that does', () => {
    const after = basisOf(asked, ['T2 2025-01-10'], {
      policyVersion: 2,
      arr: decimal('90000'),
      renewalOn: day('2025-08-01'),
      inputs: { acv: null, spend: '5' },
    });
    expect(after.basisHash).not.toBe(before.basisHash);
    expect(basisChanges(before.basis, after.basis)).toEqual([
      { what: 'computed', before: before.basis.computed, after: after.basis.computed },
      { what: 'policyVersion', before: 1, after: 2 },
      { what: 'arr', before: '100000', after: '90000' },
      { what: 'renewalOn', before: null, after: '2025-08-01' },
      { what: 'inputs/acv', before: '100000', after: null },
      { what: 'inputs/spend', before: null, after: '5' },
    ]);
  });
});
