import { addDays, type Day, day } from '#libs/kernel';
import { given } from '../../../../testing/src/given';
import {
  announce,
  approve,
  ask,
  breakGlass,
  note,
  reject,
  revoke,
} from '../../../../testing/src/override-commands';
import { awaitReview } from '../../../../testing/src/override-reviews';
import { historyOf, nth } from '../../../../testing/src/overrides';
import { announcementsDue } from './announcement-due';
import { override, type OverrideCommand } from '../override';

const scenario = given(override);
const approved = [ask(1), approve(1, 'rob', 'revops')];
type Story = OverrideCommand[];

const dueOf = (...story: Story) =>
  announcementsDue(
    scenario(...historyOf(...story))
      .state()
      .get(nth(1))!,
  );

describe('the days on which there is something to announce', () => {
  it.each<[string, Story, ReturnType<typeof dueOf>]>([
    ['half of the time to decide', [ask(1)], { on: day('2025-04-07'), end: null, noticed: null }],
    [
      'three quarters of it',
      [ask(1), announce('2025-04-08')],
      { on: day('2025-04-11'), end: null, noticed: null },
    ],
    [
      'the time is over',
      [ask(1), announce('2025-04-12')],
      { on: day('2025-04-15'), end: null, noticed: null },
    ],
    ['nothing, once it is', [ask(1), announce('2025-04-20')], { on: null, end: null, noticed: null }],
    ['nothing of a no', [ask(1), reject(1, 'rob', 'revops')], { on: null, end: null, noticed: null }],
    ['the first day', approved, { on: day('2025-04-05'), end: day('2025-07-01'), noticed: null }],
    [
      'the end',
      [...approved, announce('2025-06-18')],
      { on: day('2025-07-01'), end: day('2025-07-01'), noticed: 14 },
    ],
    ['nothing behind it', [...approved, announce('2025-07-01')], { on: null, end: null, noticed: null }],
    [
      'the day behind the last to re-attest',
      [...approved, announce('2025-05-01'), note(1, ['T2 2025-01-10'], '2025-05-20')],
      { on: day('2025-06-04'), end: day('2025-07-01'), noticed: null },
    ],
    [
      'the day behind the last to answer a review',
      [...approved, announce('2025-05-01'), awaitReview(1, '2025-05-15')],
      { on: day('2025-05-16'), end: day('2025-07-01'), noticed: null },
    ],
    [
      'no end that was decided',
      [...approved, announce('2025-04-05'), revoke(1, '2025-06-15', '2025-06-10')],
      { on: null, end: day('2025-06-15'), noticed: null },
    ],
    [
      'the day to ratify by',
      [breakGlass(1), announce('2025-03-31')],
      { on: day('2025-04-03'), end: day('2025-04-03'), noticed: null },
    ],
  ])('are known beforehand: %s', (_, story, due) => {
    expect(dueOf(...story)).toEqual(due);
  });

  it('are those on which something is announced, and no others', () => {
    const stories: Story[] = [
      [ask(1)],
      approved,
      [...approved, note(1, ['T2 2025-01-10'], '2025-05-20')],
      [...approved, awaitReview(1, '2025-05-15')],
      [...approved, revoke(1, '2025-06-15', '2025-04-01')],
      [breakGlass(1)],
    ];
    for (const story of stories) {
      const events = historyOf(...story);
      let state = scenario(...events).state();
      for (let today: Day = day('2025-03-31'); today < '2025-07-10'; today = addDays(today, 1)) {
        const { on } = announcementsDue(state.get(nth(1))!);
        // A note of the basis that is taken up early lies ahead of the days that are walked here.
        const told = override.decide(announce(today), state) as ReturnType<typeof historyOf>;
        const other = told.filter(({ type }) => type !== 'OverrideExpiryNoticed');
        expect([today, other.length > 0]).toEqual([today, on !== null && on <= today]);
        state = told.reduce(override.evolve, state);
      }
    }
  });
});
