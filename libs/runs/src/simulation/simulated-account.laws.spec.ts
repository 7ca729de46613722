import fc from 'fast-check';
import { foldTimeline, judgeOf, policyOn } from '#libs/domain';
import { addDays, day } from '#libs/kernel';
import { law } from '../../../testing/src/laws';
import { anyAccount, anyDocument, anyPlan } from '../../../testing/src/policies';
import { simulateAccount } from './simulated-account';
import { plansOf } from './simulated-plans';

const periods = fc
  .tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 400 }))
  .map(([begin, length]) => {
    const from = addDays(day('2024-01-01'), begin);
    return { from, to: addDays(from, length) };
  });

describe('the laws of a simulation', () => {
  law(
    'an account comes to what the plan with the version makes of it from the beginning',
    fc.property(anyAccount, anyPlan, anyDocument, periods, (account, plan, document, period) => {
      const plans = plansOf(plan, { version: 99, document }, period);
      const { toTier, changes } = simulateAccount(account, plans, period);
      const whole = foldTimeline(account, plans.then).assessments.filter(({ day: on }) => on <= period.to);
      expect(toTier).toBe(whole.at(-1)?.computed ?? null);
      const before = whole.findLast(({ day: on }) => on < period.from)?.computed ?? null;
      let tier = before;
      for (const { fromTier, toTier: next } of changes) {
        expect(fromTier).toBe(tier);
        tier = next;
      }
      expect(tier).toBe(toTier);
    }),
    300,
  );

  law(
    'the version that is in force all along moves nobody',
    fc.property(anyAccount, anyPlan, periods, (account, plan, period) => {
      const standing = policyOn(plan, period.from);
      fc.pre(standing !== undefined && !judgeOf(standing.document).ranked);
      fc.pre(standing.until === null || standing.until > period.to);
      const { fromTier, toTier, differsFrom } = simulateAccount(
        account,
        plansOf(plan, standing, period),
        period,
      );
      expect([toTier, differsFrom]).toEqual([fromTier, null]);
    }),
    300,
  );
});
