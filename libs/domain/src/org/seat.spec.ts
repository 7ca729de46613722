import { day } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import { person, seated } from '../../../testing/src/organisation';
import { Seat } from '../vocabulary';
import { type FillSeat, seat } from './seat';

const fill = (holder: string | null, more: Partial<FillSeat> = {}): FillSeat => ({
  type: 'FillSeat',
  seat: Seat.parse('emea'),
  holder: holder === null ? null : person(holder),
  reportsTo: Seat.parse('world'),
  validFrom: day('2025-01-01'),
  by: person('hr'),
  ...more,
});

describe('a seat', () => {
  const scenario = given(seat);
  const anas = seated('emea', 'ana', { under: 'world' });

  it('is filled from a day on', () => scenario().when(fill('ana')).then(anas));
  it('is filled once, however often it is said', () => scenario(anas).when(fill('ana')).thenNothing());
  it('may be vacant', () =>
    scenario(anas)
      .when(fill(null))
      .then(seated('emea', null, { under: 'world' })));
  it('says whose tiers its pay hangs on', () =>
    scenario(anas)
      .when(fill('ana', { variablePay: 'book' }))
      .then(seated('emea', 'ana', { under: 'world', pay: 'book' })));
  it('is said again of a later day, though nothing else changes', () =>
    scenario(anas)
      .when(fill('ana', { validFrom: day('2025-02-01') }))
      .then(seated('emea', 'ana', { under: 'world', from: day('2025-02-01') })));
  it('comes back to what was said first', () =>
    scenario(anas, seated('emea', 'ben', { under: 'world' }))
      .when(fill('ana'))
      .then(anas));
  it('does not report to itself', () =>
    scenario()
      .when(fill('ana', { reportsTo: Seat.parse('emea') }))
      .thenRefused('SEAT_REPORTS_TO_ITSELF'));
  it('has a stream of its own', () => expect(seat.idOf(fill('ana'))).toBe('emea'));
});
