import { type Day, day } from '#libs/kernel';
import { bands, inForce, planOf } from '../../../testing/src/known';
import { assignmentDue, businessReviewDue, isDueWithin, policyDue } from './clocks';
import type { Trigger, TriggerKind } from './trigger';
import { clocksBy } from './trigger-settings';

const document = bands({
  tiers: [
    { code: 'A', rank: 2 },
    { code: 'B', rank: 1 },
  ],
  measures: { acv: { fact: 'acv' } },
  boundaries: [{ tier: 'A', measure: 'acv', at: '1', inclusive: true }],
});
const on = (text: string): Day => day(text);
const trigger = (kind: TriggerKind, text: string): Trigger => ({
  ...{ kind, day: on(text), detail: '', factIds: [], assesses: false },
});

describe('the policy clock', () => {
  const plan = planOf([inForce(document, '2025-01-15', '2026-01-01')]);
  const quiet = { held: [], called: [] };
  const due = (asOf: string, reviews: Parameters<typeof policyDue>[1] = quiet) =>
    policyDue(plan, reviews, on(asOf));

  it('calls a quarter after the policy came into force, and after each review', () => {
    expect(due('2025-02-01')).toEqual({
      ...{ dueOn: '2025-04-15', overdueSince: null, ceiling: null, reason: 'CADENCE', state: 'UPCOMING' },
    });
    expect(due('2025-04-15')).toMatchObject({ overdueSince: null, state: 'DUE' });
    expect(due('2025-04-16')).toMatchObject({ overdueSince: '2025-04-16', state: 'OVERDUE' });
    const held = [on('2025-03-31'), on('2025-02-10')];
    expect(due('2025-05-01', { held, called: [] })).toMatchObject({ dueOn: '2025-06-30', state: 'UPCOMING' });
  });

  it('knows on a day nothing of a review held later', () =>
    expect(due('2025-05-01', { held: [on('2025-05-02')], called: [] })).toMatchObject({
      dueOn: '2025-04-15',
    }));

  it('calls at once for a change of prices, until a review has come after it', () => {
    const called = [{ on: on('2025-02-10'), reason: 'PRICING_CHANGE' as const }];
    expect(due('2025-02-11', { held: [], called })).toMatchObject({
      dueOn: '2025-02-10',
      reason: 'PRICING_CHANGE',
    });
    expect(due('2025-02-11', { held: [on('2025-02-09')], called })).toMatchObject({
      reason: 'PRICING_CHANGE',
    });
    expect(due('2025-02-11', { held: [on('2025-02-10')], called })).toMatchObject({ reason: 'CADENCE' });
  });

  it('stands still without a policy', () => {
    expect(due('2025-01-14')).toBeNull();
    expect(due('2026-01-01')).toBeNull();
  });
});

describe('the assignment clock', () => {
  const settings = clocksBy({});
  const assessed = (last: string | null, lastScheduled: string | null) => ({
    opened: on('2025-01-01'),
    last: last === null ? null : on(last),
    lastScheduled: lastScheduled === null ? null : on(lastScheduled),
  });

  it('calls a quarter after the last scheduled assessment, whatever else was assessed', () => {
    expect(assignmentDue(assessed(null, null), [], settings, on('2025-01-02'))).toEqual({
      ...{
        dueOn: '2025-04-01',
        overdueSince: null,
        ceiling: '2025-07-03',
        reason: 'CADENCE',
        state: 'UPCOMING',
      },
    });
    expect(assignmentDue(assessed('2025-05-20', '2025-04-01'), [], settings, on('2025-05-21'))).toMatchObject(
      {
        ...{ dueOn: '2025-07-01', ceiling: '2025-11-19' },
      },
    );
  });

  it('is not passed for longer than 183 days', () => {
    const due = (asOf: string) => assignmentDue(assessed('2025-01-01', '2025-01-01'), [], settings, on(asOf));
    expect(due('2025-07-03')).toMatchObject({ state: 'OVERDUE', overdueSince: '2025-04-02' });
    expect(due('2025-07-04')).toMatchObject({ state: 'REVIEW_OVERDUE' });
    const yearly = { ...settings, assignmentEveryMonths: 12 };
    expect(assignmentDue(assessed(null, null), [], yearly, on('2025-02-01'))).toMatchObject({
      ...{ dueOn: '2025-07-03', reason: 'CEILING' },
    });
  });

  it('calls on the day of a trigger that no assessment has come after', () => {
    const triggers = [trigger('RENEWAL', '2025-02-01'), trigger('CREDIT', '2025-02-03')];
    const due = (last: string | null) =>
      assignmentDue(assessed(last, last), triggers, settings, on('2025-02-10'));
    expect(due(null)).toMatchObject({ dueOn: '2025-02-01', reason: 'RENEWAL' });
    expect(due('2025-02-01')).toMatchObject({ dueOn: '2025-02-03', reason: 'CREDIT' });
    expect(due('2025-02-03')).toMatchObject({ reason: 'CADENCE' });
    const early = [trigger('CREDIT', '2024-12-31'), trigger('RENEWAL', '2025-01-01')];
    expect(assignmentDue(assessed(null, null), early, settings, on('2025-01-05'))).toMatchObject({
      reason: 'RENEWAL',
    });
  });
});

describe('the clock of business reviews', () => {
  const standing = { since: on('2025-01-01'), lastHeld: null, everyDays: 30 };

  it('calls so many days after the account came to its tier, then after each review', () => {
    expect(businessReviewDue(standing, [], on('2025-01-02'))).toMatchObject({
      dueOn: '2025-01-31',
      state: 'UPCOMING',
    });
    const lastHeld = on('2025-01-20');
    expect(businessReviewDue({ ...standing, lastHeld }, [], on('2025-03-01'))).toMatchObject({
      ...{ dueOn: '2025-02-19', overdueSince: '2025-02-20', ceiling: null, state: 'OVERDUE' },
    });
  });

  it('makes nobody late for the days before a tier', () =>
    expect(
      businessReviewDue(
        { ...standing, since: on('2025-06-01'), lastHeld: on('2025-01-20') },
        [],
        on('2025-06-02'),
      ),
    ).toMatchObject({ dueOn: '2025-06-01' }));

  it('stands still for a tier without one, but for a trigger', () => {
    const sustain = { ...standing, everyDays: null };
    expect(businessReviewDue(sustain, [], on('2025-06-01'))).toBeNull();
    const red = [trigger('RED_BEFORE_RENEWAL', '2025-05-01')];
    expect(businessReviewDue(sustain, red, on('2025-06-01'))).toMatchObject({ reason: 'RED_BEFORE_RENEWAL' });
    expect(businessReviewDue({ ...sustain, lastHeld: on('2025-05-01') }, red, on('2025-06-01'))).toBeNull();
  });

  it('is looked at so many days ahead', () => {
    const due = businessReviewDue(standing, [], on('2025-01-02'))!;
    expect([28, 29, 30].map((days) => isDueWithin(due, on('2025-01-02'), days))).toEqual([false, true, true]);
  });
});
