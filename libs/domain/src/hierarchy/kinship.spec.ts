import fc from 'fast-check';
import { day, firstDay } from '#libs/kernel';
import { law } from '../../../testing/src/laws';
import { Kinship, KinshipInTime } from './kinship';

const kin = (...links: string[]) =>
  new Kinship(links.map((link) => ({ child: link.split('<')[1]!, parent: link.split('<')[0]! })));
const link = (child: string, parent: string, from: string = firstDay, until: string | null = null) => ({
  child,
  parent,
  from: day(from),
  until: until === null ? null : day(until),
});

describe('kinship on a day', () => {
  const group = kin('TOP<B', 'TOP<A', 'A<A2', 'A<A1', 'A1<A11', 'OTHER<X');

  it('leads from everybody to the ultimate parent', () => {
    expect(group.pathOf('A11')).toEqual(['A1', 'A', 'TOP']);
    expect(group.ultimateOf('A11')).toBe('TOP');
    expect([group.parentOf('TOP'), group.pathOf('TOP'), group.ultimateOf('TOP')]).toEqual([null, [], 'TOP']);
    expect(group.ultimateOf('STRANGER')).toBe('STRANGER');
  });

  it('tells all under an account, each behind its parent', () => {
    expect(group.childrenOf('TOP')).toEqual(['A', 'B']);
    expect(group.membersOf('TOP')).toEqual([
      { externalId: 'A', parent: 'TOP', depth: 1 },
      { externalId: 'A1', parent: 'A', depth: 2 },
      { externalId: 'A11', parent: 'A1', depth: 3 },
      { externalId: 'A2', parent: 'A', depth: 2 },
      { externalId: 'B', parent: 'TOP', depth: 1 },
    ]);
    expect(group.membersOf('A11')).toEqual([]);
  });

  it('has the smallest of a circle on top', () => {
    const circle = kin('C<B', 'A<C', 'B<A', 'B<LEAF');
    expect([circle.ultimateOf('LEAF'), circle.isHeadOfCircle('A')]).toEqual(['A', true]);
    expect([circle.parentOf('A'), circle.pathOf('B')]).toEqual([null, ['C', 'A']]);
    expect(circle.membersOf('A').map(({ externalId }) => externalId)).toEqual(['C', 'B', 'LEAF']);
    expect(circle.membersOf('B').map(({ externalId }) => externalId)).toEqual(['LEAF']);
    expect(group.isHeadOfCircle('TOP')).toBe(false);
  });

  const names = fc.constantFrom(...'ABCDEFGH');
  law(
    'every account has one ultimate parent, under which it stands, whatever the links',
    fc.property(fc.array(fc.tuple(names, names), { maxLength: 12 }), (pairs) => {
      const parents = new Map(pairs.filter(([child, parent]) => child !== parent));
      const made = new Kinship([...parents].map(([child, parent]) => ({ child, parent })));
      for (const one of 'ABCDEFGH') {
        const top = made.ultimateOf(one);
        expect(made.parentOf(top)).toBeNull();
        const under = made.membersOf(top).map(({ externalId }) => externalId);
        expect(one === top || under.includes(one)).toBe(true);
        expect(new Set(under).size).toBe(under.length);
        expect(under).not.toContain(top);
      }
    }),
  );
});

describe('kinship in time', () => {
  it('is that of the day asked about', () => {
    const time = new KinshipInTime([link('C', 'P', firstDay, '2025-03-01'), link('C', 'Q', '2025-03-01')]);
    expect(time.on(day('2025-02-28')).parentOf('C')).toBe('P');
    expect(time.on(day('2025-03-01')).parentOf('C')).toBe('Q');
    expect(time.on(day('2025-03-02'))).toBe(time.on(day('2026-03-02')));
  });

  it('finds the first day of a circle, and none where the links never meet', () => {
    const apart = [link('A', 'B', firstDay, '2025-03-01'), link('B', 'A', '2025-03-01')];
    expect(new KinshipInTime(apart).circleOf('A')).toBeNull();
    const met = [link('A', 'B'), link('B', 'C'), link('C', 'A', '2025-03-01')];
    expect(new KinshipInTime(met).circleOf('A')).toEqual({ on: '2025-03-01', path: ['A', 'B', 'C'] });
    expect(new KinshipInTime([...met, link('LEAF', 'A')]).circleOf('LEAF')).toBeNull();
  });
});
