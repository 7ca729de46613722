import { addDays, day } from '#libs/kernel';
import {
  chartOf,
  delegated,
  delegationId,
  person,
  revoked,
  seated,
  start,
} from '../../../testing/src/organisation';

const later = day('2025-06-01');

describe('the organisation', () => {
  const chart = chartOf(
    seated('world', 'cleo'),
    seated('emea', 'ana', { under: 'world' }),
    seated('dach', 'ben', { under: 'emea' }),
    seated('dach', 'dan', { under: 'world', from: later }),
    seated('desk', 'ben', { under: 'dach', from: later }),
  );

  it('has whoever sits in a seat on a day', () => {
    expect(chart.holderOf('dach', addDays(start, -1))).toBeNull();
    expect(chart.holderOf('dach', addDays(later, -1))).toBe('ben');
    expect(chart.holderOf('dach', later)).toBe('dan');
    expect(chart.holderOf('moon', later)).toBeNull();
  });
  it('has the seats of a person', () => {
    expect(chart.seatsOf('ben', start)).toEqual(['dach']);
    expect(chart.seatsOf('ben', later)).toEqual(['desk']);
    expect(chart.seatsOf('eve', later)).toEqual([]);
  });
  it.each([
    ['ben', 'ana', start, true],
    ['ben', 'cleo', start, true],
    ['ana', 'ben', start, false],
    ['ana', 'ana', start, false],
    ['ben', 'ana', later, false],
    ['ben', 'dan', later, true],
    ['ben', 'cleo', later, true],
    ['eve', 'cleo', later, false],
  ])('knows whether %s reports to %s on %s: %s', (one, other, on, answer) =>
    expect(chart.reportsTo(one, other, on)).toBe(answer),
  );
  it('runs lines through vacant seats', () => {
    const vacant = chartOf(
      seated('world', 'cleo'),
      seated('emea', null, { under: 'world' }),
      seated('dach', 'ben', { under: 'emea' }),
    );
    expect(vacant.reportsTo('ben', 'cleo', start)).toBe(true);
  });
  it('runs lines from every seat that a person holds', () => {
    const two = chartOf(seated('emea', 'ana'), seated('a', 'ben'), seated('b', 'ben', { under: 'emea' }));
    expect(two.reportsTo('ben', 'ana', start)).toBe(true);
  });
  it('comes to an end where lines run in a circle', () => {
    const circle = chartOf(
      seated('a', 'ana', { under: 'b' }),
      seated('b', 'ben', { under: 'c' }),
      seated('c', 'cleo', { under: 'b' }),
    );
    expect(circle.seatsAbove('a', start)).toEqual(['b', 'c']);
    expect(circle.seatsAbove('b', start)).toEqual(['c', 'b']);
    expect([circle.reportsTo('ben', 'cleo', start), circle.reportsTo('cleo', 'ben', start)]).toEqual([
      true,
      true,
    ]);
    expect(circle.reportsTo('ben', 'ana', start)).toBe(false);
  });

  it('knows what was recorded by a position: the last word of a day of a seat', () => {
    const words = [
      seated('emea', 'ana'),
      seated('dach', 'ben', { under: 'emea' }),
      seated('dach', 'ben', { under: 'world' }),
    ];
    expect(chartOf(...words.slice(0, 2)).reportsTo('ben', 'ana', start)).toBe(true);
    expect(chartOf(...words).reportsTo('ben', 'ana', start)).toBe(false);
  });

  describe('has delegations', () => {
    const granted = delegated('ana', 'ben');
    const passedOn = delegated('ben', 'cleo', { n: 2 });
    const principals = (of: ReturnType<typeof chartOf>, delegate: string, on = start) =>
      of.delegationsOf(delegate, on).map(({ principal }) => principal);

    it('from their first day to the day before their last', () => {
      const of = chartOf(granted);
      expect([-1, 0, 29, 30].map((offset) => principals(of, 'ben', addDays(start, offset)).length)).toEqual([
        0, 1, 1, 0,
      ]);
    });
    it('until they are revoked', () => {
      const of = chartOf(granted, revoked(addDays(start, 5), 'ana'));
      expect([4, 5].map((offset) => principals(of, 'ben', addDays(start, offset)).length)).toEqual([1, 0]);
    });
    it('that never begin when they are revoked on their first day', () =>
      expect(principals(chartOf(granted, revoked(start, 'ana')), 'ben')).toEqual([]));
    it('of which a delegate’s delegate has none', () =>
      expect(principals(chartOf(granted, passedOn), 'cleo')).toEqual([person('ben')]));
    it('only where they were granted', () =>
      expect(principals(chartOf(revoked(start, 'ana', 7)), 'ben')).toEqual([]));
    it('by their ids', () =>
      expect(chartOf(granted).delegationsOf('ben', start)[0]?.delegationId).toBe(delegationId(1)));
  });
});
