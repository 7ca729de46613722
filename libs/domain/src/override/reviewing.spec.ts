import { day } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import {
  announce,
  approve,
  ask,
  breakGlass,
  ladderOfOneLevel,
  note,
  reattest,
  revoke,
} from '../../../testing/src/override-commands';
import { awaitReview, noteReview, reviewAwaited, reviewed } from '../../../testing/src/override-reviews';
import { acme, historyOf, nth } from '../../../testing/src/overrides';
import { standingOverrides } from './composition/standing-override';
import { override, type OverrideCommand } from './override';
import { OverrideLapsed } from './override.events';
import { reviewBy } from './override-life';
import { statusOn } from './status-on';

const scenario = given(override);
const approved = [ask(1), approve(1, 'rob', 'revops')];
const asked = [...approved, awaitReview(1, '2025-05-15')];
const answeredInTime = noteReview(1, '2025-05-15');
const toldLate = noteReview(1, '2025-05-15', { on: '2025-05-20' });
const lapsed = OverrideLapsed({
  ...{ ...acme, overrideId: nth(1), reason: 'NOT_REVIEWED', on: day('2025-05-16') },
});

const overridesOf = (...story: OverrideCommand[]) => scenario(...historyOf(...story)).state();
const stateOn = (on: string, ...story: OverrideCommand[]) =>
  statusOn(overridesOf(...story).get(nth(1))!, day(on)).state;
const endsOn = (on: string, ...story: OverrideCommand[]) =>
  standingOverrides(overridesOf(...story).values(), day(on)).map(({ until }) => until);
const when = (command: OverrideCommand, ...story: OverrideCommand[]) =>
  scenario(...historyOf(...story)).when(command);
const other = (wish: string, on: string, more: object = {}) => [
  ask(2, wish, { on, document: ladderOfOneLevel, ...more }),
  approve(2, 'rob', 'revops', { on, over: wish, document: ladderOfOneLevel }),
];

describe('a review that asks about an override', () => {
  it('is to be answered by its last day, and asks once', () => {
    when(awaitReview(1, '2025-05-15'), ...approved).then(reviewAwaited(1, '2025-05-15'));
    when(awaitReview(1, '2025-05-15'), ...asked).thenNothing();
    when(awaitReview(1, '2025-05-15'), ...asked, answeredInTime).thenNothing();
  });

  it('asks only about what would stand behind that day', () => {
    when(awaitReview(1, '2025-06-30'), ...approved).thenNothing();
    when(awaitReview(1, '2025-06-29'), ...approved).then(reviewAwaited(1, '2025-06-29'));
    when(awaitReview(1, '2025-05-15'), ask(1)).thenNothing();
    when(awaitReview(1, '2025-05-15'), ...approved, revoke(1, '2025-04-09', '2025-04-08')).thenNothing();
    when(awaitReview(1, '2025-05-15'), ...approved, revoke(1, '2025-05-16', '2025-05-01')).thenNothing();
    when(awaitReview(2, '2025-05-15'), ...approved).thenRefused('NOT_FOUND');
  });

  it('is heard whenever it is told, also when the override is over by then', () => {
    when(awaitReview(1, '2025-05-15', { on: '2025-08-01' }), ...approved).then(
      reviewAwaited(1, '2025-05-15'),
    );
    expect(stateOn('2025-08-01', ...approved, awaitReview(1, '2025-05-15', { on: '2025-08-01' }))).toBe(
      'LAPSED',
    );
  });

  it('lets it lapse where nobody has answered, known from the day after', () => {
    expect([stateOn('2025-05-15', ...asked), stateOn('2025-05-16', ...asked)]).toEqual(['ACTIVE', 'LAPSED']);
    expect([endsOn('2025-05-15', ...asked), endsOn('2025-05-16', ...asked)]).toEqual([
      [day('2025-07-01')],
      [day('2025-05-16')],
    ]);
  });

  it('lets one lapse that has not begun, as if it never had', () => {
    const story = [...approved, awaitReview(1, '2025-04-02', { on: '2025-04-01' })];
    expect(stateOn('2025-04-03', ...story)).toBe('LAPSED');
    expect(endsOn('2025-04-03', ...story)).toEqual([]);
  });

  it('lets an emergency lapse as well, where it is not over before', () => {
    const taken = breakGlass(1, { on: '2025-04-09' });
    when(awaitReview(1, '2025-04-10'), taken).then(reviewAwaited(1, '2025-04-10'));
    when(awaitReview(1, '2025-04-12'), taken).thenNothing();
  });

  it('leaves it alone once somebody has answered', () => {
    when(answeredInTime, ...asked).then(reviewed(1, '2025-05-15'));
    when(answeredInTime, ...asked, answeredInTime).thenNothing();
    expect(stateOn('2025-06-30', ...asked, answeredInTime)).toBe('ACTIVE');
  });

  it('does not ask when the answer was told first', () => {
    when(answeredInTime, ...approved).then(reviewed(1, '2025-05-15'));
    when(awaitReview(1, '2025-05-15'), ...approved, answeredInTime).thenNothing();
  });

  it('is one of several: the earliest that nobody has answered counts', () => {
    const both = [...asked, awaitReview(1, '2025-05-31', { review: 2 })];
    const by = (...story: OverrideCommand[]) => reviewBy(overridesOf(...story).get(nth(1)) as never);
    expect([by(...approved), by(...asked), by(...both)]).toEqual([null, '2025-05-15', '2025-05-15']);
    expect(by(...both, answeredInTime)).toBe('2025-05-31');
    expect(stateOn('2025-06-01', ...both, answeredInTime)).toBe('LAPSED');
    expect(by(...both, answeredInTime, noteReview(1, '2025-05-20', { review: 2 }))).toBeNull();
  });

  it('has nothing to do with an attestation', () => {
    const drifted = [...asked, note(1, ['T2 2025-01-10'], '2025-05-10')];
    const attested = reattest(1, 'rob', ['T2 2025-01-10'], { on: '2025-05-12' });
    expect(stateOn('2025-05-16', ...drifted, attested)).toBe('LAPSED');
    expect(stateOn('2025-05-27', ...drifted, answeredInTime)).toBe('LAPSED');
  });
});

describe('a lapse for want of an answer', () => {
  it('is announced, once', () => {
    when(announce('2025-05-16'), ...asked, announce('2025-05-15')).then(lapsed);
    when(announce('2025-05-20'), ...asked, announce('2025-05-16')).thenNothing();
    when(announce('2025-05-20'), ...asked, announce('2025-05-15'), answeredInTime).thenNothing();
  });

  it('was none when somebody had answered in time, though that is told later', () => {
    const late = [...asked, announce('2025-05-16'), toldLate];
    expect(stateOn('2025-05-20', ...late)).toBe('ACTIVE');
    expect(endsOn('2025-05-20', ...late)).toEqual([day('2025-07-01')]);
    expect(historyOf(...late, announce('2025-07-01')).map(({ type }) => type)).toEqual([
      ...['OverrideRequested', 'OverrideApproved', 'OverrideReviewAwaited', 'OverrideActivated'],
      ...['OverrideLapsed', 'OverrideReviewed', 'OverrideExpired'],
    ]);
  });

  it('is none the less for want of another answer', () => {
    const both = [...asked, awaitReview(1, '2025-05-20', { review: 2 })];
    when(noteReview(1, '2025-05-20', { review: 2 }), ...both).then(reviewed(1, '2025-05-20', { review: 2 }));
    when(toldLate, ...both).then(reviewed(1, '2025-05-15', { lapsedOn: '2025-05-16' }));
    expect(stateOn('2025-05-21', ...both, toldLate)).toBe('LAPSED');
  });

  it.each([
    ['a PIN where it was', 'PIN T1 2025-05-18 2025-06-01', {}],
    ['what it was superseded by', 'FLOOR T2 2025-05-18 2025-06-01', { supersedes: nth(1) }],
  ])('stays where its place was taken meanwhile: %s', (_, wish, more) => {
    const taken = [...asked, ...other(wish, '2025-05-17', more)];
    when(toldLate, ...taken).then(reviewed(1, '2025-05-15', { lapsedOn: '2025-05-16', until: '2025-05-16' }));
    expect(stateOn('2025-06-30', ...taken, toldLate)).toBe('LAPSED');
    when(toldLate, ...taken, toldLate).thenNothing();
  });

  it.each([
    ['a bound beside it', 'FLOOR T2 2025-05-18 2025-06-01'],
    ['a PIN behind its days', 'PIN T1 2025-07-01 2025-08-01'],
  ])('is undone beside what can stand with it: %s', (_, wish) =>
    when(toldLate, ...asked, ...other(wish, '2025-05-17')).then(
      reviewed(1, '2025-05-15', { lapsedOn: '2025-05-16' }),
    ),
  );
});
