import { calendarYear, day, decimal } from '#libs/kernel';
import { ladderWith, wanted } from '../../../../testing/src/overrides';
import { overrideRulesOf } from './override-rules';
import type { OverrideKind } from '../override-type';
import { routeOf, type RouteQuestion, withEarlierLevels } from './route';

const usual = overrideRulesOf(ladderWith({}));
const asked = (text: string) => {
  const { kind, ...rest } = wanted(text);
  return { ...rest, kind: kind as OverrideKind };
};
const quarter = '2025-04-01 2025-07-01';
const half = '2025-04-01 2025-10-01';

type Told = Partial<Omit<RouteQuestion, 'wanted' | 'jump'>> & {
  by?: number;
  to?: 'up' | 'down' | null;
  over?: string;
};
const question = ({ by = 1, to = 'up', over = `PIN T1 ${quarter}`, ...more }: Told): RouteQuestion => ({
  wanted: asked(over),
  jump: { distance: by, direction: to, on: null },
  arr: decimal('100000'),
  renewalOn: null,
  renewal: 0,
  retro: false,
  calendar: calendarYear,
  ...more,
});
const roles = (told: Told, rules = usual) => routeOf(question(told), rules).map(({ role }) => role);

describe('the route of an approval', () => {
  it.each<[string, Told, string[]]>([
    ['a jump of 1, a small ARR, one quarter', {}, ['revops']],
    ['downwards just the same', { to: 'down' }, ['revops']],
    ['an ARR just under the limit', { arr: decimal('249999.99') }, ['revops']],
    ['an ARR on the limit', { arr: decimal('250000') }, ['revops', 'finance']],
    ['an ARR that nobody knows', { arr: null }, ['revops', 'finance']],
    ['more than a quarter', { over: `PIN T1 ${half}` }, ['revops', 'finance']],
    ['more than a quarter, downwards', { over: `PIN T3 ${half}`, to: 'down' }, ['revops', 'cs-lead']],
    [
      'more than a quarter, where there is no order',
      { over: `PIN T1 ${half}`, to: null },
      ['revops', 'finance'],
    ],
    ['a jump of 2', { by: 2 }, ['revops', 'committee']],
    ['a jump of 3', { by: 3 }, ['revops', 'committee']],
    ['an ARR of a million', { arr: decimal('1000000') }, ['revops', 'committee']],
    ['an ARR just under a million', { arr: decimal('999999.99') }, ['revops', 'finance']],
    ['a first renewal', { renewal: 1 }, ['revops']],
    ['a second renewal', { renewal: 2 }, ['revops', 'committee']],
    ['no jump at all, for long', { by: 0, to: null, over: `FREEZE - ${half}` }, ['revops']],
    ['no jump, and a million', { by: 0, to: null, arr: decimal('1000000') }, ['revops', 'committee']],
    ['without an end', { to: 'down', over: 'EXCLUDE - 2025-04-01' }, ['revops', 'cs-lead']],
    [
      'downwards 90 days before the renewal',
      { to: 'down', renewalOn: day('2025-06-30') },
      ['revops', 'cs-lead'],
    ],
    ['downwards 91 days before the renewal', { to: 'down', renewalOn: day('2025-07-01') }, ['revops']],
    [
      'downwards on the day of the renewal',
      { to: 'down', renewalOn: day('2025-04-01') },
      ['revops', 'cs-lead'],
    ],
    ['downwards after the renewal', { to: 'down', renewalOn: day('2025-03-31') }, ['revops']],
    ['upwards before the renewal', { renewalOn: day('2025-06-30') }, ['revops']],
    [
      'far downwards before the renewal',
      { by: 2, to: 'down', renewalOn: day('2025-06-30') },
      ['revops', 'cs-lead', 'committee'],
    ],
    ['backwards', { retro: true }, ['revops', 'finance']],
    [
      'backwards, with two levels',
      { retro: true, over: `PIN T1 ${half}` },
      ['revops', 'finance', 'committee'],
    ],
    [
      'backwards and downwards',
      { retro: true, to: 'down', over: `PIN T3 ${half}` },
      ['revops', 'finance', 'cs-lead'],
    ],
    ['backwards, with the committee', { retro: true, by: 2 }, ['revops', 'finance', 'committee']],
  ])('for %s', (_, told, expected) => expect(roles(told)).toEqual(expected));

  it('says which condition chose which level', () =>
    expect(
      routeOf(question({ by: 2, to: 'down', arr: decimal('1200000'), renewalOn: day('2025-06-30') }), usual),
    ).toEqual([
      {
        level: 1,
        role: 'revops',
        quorum: 1,
        of: 1,
        because: ['The jump is 2, and 2 or more is asked about.', 'The ARR is 1200000, 1000000 or more.'],
      },
      {
        level: 2,
        role: 'cs-lead',
        quorum: 1,
        of: 1,
        because: ['It goes down. The account renews 90 days after it begins, within 90.'],
      },
      {
        level: 3,
        role: 'committee',
        quorum: 2,
        of: 3,
        because: ['The jump is 2, and 2 or more is asked about.', 'The ARR is 1200000, 1000000 or more.'],
      },
    ]));

  it('says so when only the past, or nothing else, chose a level', () => {
    expect(routeOf(question({ retro: true }), usual)[1]).toMatchObject({
      role: 'finance',
      because: ['It decides about days that are past, which takes one level more.'],
    });
    expect(routeOf(question({ over: `PIN T1 ${half}` }), usual)[1]).toMatchObject({
      because: ['No other rule of the route applies.'],
    });
  });

  it('is that of the policy where the policy has one', () => {
    const rules = overrideRulesOf(
      ladderWith({
        routes: [
          { whenAny: [{ types: ['EXCLUDE'] }], levels: ['committee'] },
          { whenAny: [{ direction: 'up' }], levels: ['sales-leader', 'revops'] },
        ],
        additions: [],
        committee: { quorum: 3, of: 5 },
        retroLevels: ['cs-lead'],
      }),
    );
    expect(roles({}, rules)).toEqual(['revops', 'sales-leader']);
    expect(roles({ retro: true }, rules)).toEqual(['revops', 'sales-leader', 'cs-lead']);
    expect(routeOf(question({ over: 'EXCLUDE - 2025-04-01', to: 'down' }), rules)).toMatchObject([
      { role: 'committee', quorum: 3, of: 5, because: ['Its type is EXCLUDE.'] },
    ]);
    // where no rule applies nobody is let through
    expect(roles({ to: 'down' }, rules)).toEqual(['revops', 'committee']);
  });

  it('leaves nobody out who was asked already', () => {
    const [small, long] = [
      routeOf(question({}), usual),
      routeOf(question({ over: `PIN T1 ${half}` }), usual),
    ];
    expect(withEarlierLevels(small, long).map(({ level, role }) => [level, role])).toEqual([
      [1, 'revops'],
      [2, 'finance'],
    ]);
    expect(
      withEarlierLevels(routeOf(question({ by: 2 }), usual), long).map(({ level, role }) => [level, role]),
    ).toEqual([
      [1, 'revops'],
      [2, 'finance'],
      [3, 'committee'],
    ]);
  });

  it('asks for no fewer of a committee than were asked already', () => {
    const under = (quorum: number) =>
      routeOf(
        question({ by: 2 }),
        overrideRulesOf(ladderWith({ routes: [{ levels: ['committee'] }], committee: { quorum, of: 5 } })),
      );
    expect(withEarlierLevels(under(1), under(3))).toMatchObject([{ role: 'committee', quorum: 3, of: 5 }]);
    expect(withEarlierLevels(under(3), under(1))).toMatchObject([{ role: 'committee', quorum: 3, of: 5 }]);
  });
});
