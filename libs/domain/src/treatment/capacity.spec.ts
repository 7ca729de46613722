import { day, decimal } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import { capacity, type SetCapacity } from './capacity';
import { CapacitySet } from './capacity.events';

const set = (available: string, validFrom = '2025-04-01'): SetCapacity => ({
  type: 'SetCapacity',
  scheme: 'cv' as never,
  of: { tier: null, role: 'csm' },
  available: decimal(available),
  validFrom: day(validFrom),
  by: 'ana' as never,
});
const wasSet = (available: string, validFrom = '2025-04-01') =>
  CapacitySet({
    scheme: 'cv',
    tier: null,
    role: 'csm',
    available,
    validFrom,
    setBy: 'ana',
  } as never);

describe('a capacity', () => {
  it('is set from a day on', () => given(capacity)().when(set('4')).then(wasSet('4')));
  it('is set once, however it is written', () => given(capacity)(wasSet('4')).when(set('4.0')).thenNothing());
  it('is replaced where a day is spoken of again', () =>
    given(capacity)(wasSet('4')).when(set('3.5')).then(wasSet('3.5')));
  it('holds from each of its days', () =>
    given(capacity)(wasSet('4')).when(set('4', '2025-07-01')).then(wasSet('4', '2025-07-01')));
  it('is never below zero', () => given(capacity)().when(set('-1')).thenRefused('CAPACITY_BELOW_ZERO'));
  it('has a stream for each tier and for each role', () => {
    const { idOf } = capacity;
    expect([idOf(set('1')), idOf({ ...set('1'), of: { tier: 'csm' as never, role: null } })]).toEqual([
      'cv/role/csm',
      'cv/tier/csm',
    ]);
  });
});
