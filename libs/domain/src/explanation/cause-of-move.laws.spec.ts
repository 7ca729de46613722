import type { Day } from '#libs/kernel';
import fc from 'fast-check';
import { anyDay } from '../../../testing/src/arbitraries';
import { law } from '../../../testing/src/laws';
import { inForce, planOf } from '../../../testing/src/known';
import { anyAccount, anyDocument, anyPlan, cutPoints, rankedDocument } from '../../../testing/src/policies';
import { policyOn } from '../placement/due-days';
import { type AccountKnowledge, cohortsOn, type SchemeKnowledge } from '../placement/knowledge';
import type { Assessment, Cause } from '../placement/placement.events';
import { noRevenue } from '../placement/revenue';
import { foldTimeline } from '../placement/timeline';
import { type Between, causeOfMove } from './cause-of-move';
import { factors, type MoveCause, type Standing } from './standing';

const because = (kind: Cause['kind']): Cause => ({ kind, factIds: ['f1'] });

const standing = (
  plan: SchemeKnowledge,
  day: Day,
  decision: Assessment | undefined,
  cause: Cause = because('RUN'),
): Standing => {
  const policy = policyOn(plan, decision?.day ?? day);
  const version = policy?.version ?? null;
  return {
    tier: decision?.computed ?? null,
    overridden: false,
    decision: decision ?? null,
    document: policy?.document ?? null,
    policyVersion: version,
    cuts: version === null ? null : (cohortsOn(plan, version, decision?.day ?? day).last?.cuts ?? null),
    because: cause,
    retroKind: null,
  };
};

/** A case looks at one timeline on several days: it is folded once. */
const folded = new WeakMap<AccountKnowledge, WeakMap<SchemeKnowledge, readonly Assessment[]>>();
const assessmentsOf = (account: AccountKnowledge, plan: SchemeKnowledge): readonly Assessment[] => {
  const byPlan = folded.get(account) ?? new WeakMap<SchemeKnowledge, readonly Assessment[]>();
  folded.set(account, byPlan);
  const assessments = byPlan.get(plan) ?? foldTimeline(account, plan).assessments;
  byPlan.set(plan, assessments);
  return assessments;
};

/** The decision in force on a day, and the one that began the stretch at its tier. */
const on = (account: AccountKnowledge, plan: SchemeKnowledge, day: Day) => {
  const past = assessmentsOf(account, plan).filter((one) => one.day <= day);
  const inForce = past.at(-1);
  const apart = past.findLastIndex(({ computed }) => computed !== inForce?.computed);
  return { inForce, deciding: past[apart + 1] };
};

type World = readonly [account: AccountKnowledge, plan: SchemeKnowledge, day: Day];

const between = (a: World, b: World, cause?: Cause): Between => {
  const [account, plan, day] = b;
  return {
    a: standing(a[1], a[2], on(...a).inForce),
    aAsKnownAtB: standing(plan, a[2], on(account, plan, a[2]).inForce, cause),
    b: standing(plan, day, on(account, plan, day).deciding, cause),
  };
};

const inOrder = fc.tuple(anyDay, anyDay).map((days) => [...days].sort() as [Day, Day]);
const causes = fc.constantFrom<Cause['kind']>('RUN', 'LATE_FACT', 'ERROR_CORRECTION', 'POLICY', 'LINEAGE');
const portfolio = fc.array(fc.tuple(anyAccount, anyAccount), { minLength: 1, maxLength: 4 });
const apart = (days: readonly [Day, Day]) => fc.pre(days[0] < days[1]);

/** What is left when the stabiliser takes no part. */
const plain = (plan: SchemeKnowledge): SchemeKnowledge => ({
  ...plan,
  policies: plan.policies.map((one) => ({ ...one, document: { ...one.document, stabiliser: undefined } })),
});
const oneVersion = (plan: SchemeKnowledge): SchemeKnowledge => ({
  ...plan,
  policies: [{ ...plan.policies[0]!, until: null }],
});

/** Many of the accounts and policies thought of show no move: to find a thousand that do takes its half a minute. */
describe('the cause of a move', () => {
  law(
    'is one of those printed, and attributed moves add up to the accounts that moved, whatever became known',
    fc.property(
      portfolio,
      anyPlan,
      anyPlan,
      inOrder,
      causes,
      fc.boolean(),
      (accounts, planA, planB, [from, to], kind, samePlan) => {
        const all = accounts.map(([known, later]) =>
          between([known, planA, from], [later, samePlan ? planA : planB, to], because(kind)),
        );
        const counts = new Map<MoveCause['factor'], number>();
        for (const one of all) {
          const cause = causeOfMove(one);
          expect(cause === null).toBe(one.a.tier === one.b.tier);
          if (cause) counts.set(cause.factor, (counts.get(cause.factor) ?? 0) + 1);
        }
        expect([...counts.keys()].every((factor) => factors.includes(factor))).toBe(true);
        const sum = [...counts.values()].reduce((total, count) => total + count, 0);
        expect(sum).toBe(all.filter(({ a, b }) => a.tier !== b.tier).length);
      },
    ),
  );

  law(
    'is an input where nothing else can be: one policy without cohort and stabiliser, and one knowledge',
    fc.property(anyAccount, anyPlan, inOrder, (account, plan, days) => {
      apart(days);
      const only = { ...plain(oneVersion(plan)), cohorts: [] };
      const told = between([account, only, days[0]], [account, only, days[1]]);
      fc.pre(told.a.tier !== told.b.tier);
      expect(causeOfMove(told)).toMatchObject({
        factor: 'inputs',
        detail: { measure: expect.any(String) },
      });
    }),
  );

  law(
    'is the policy where the inputs are the same at both ends and the stabiliser takes no part',
    fc.property(anyAccount, anyDocument, anyDocument, cutPoints, (account, first, second, cuts) => {
      const policies = [inForce(first, '2000-01-01', days[1], 1), inForce(second, days[1], null, 2)];
      const cohorts = [1, 2].map((policyVersion) => ({ day: days[policyVersion - 1]!, policyVersion, cuts }));
      const plan = plain({ ...planOf(policies, days), cohorts });
      const quiet = still(account);
      const told = between([quiet, plan, days[0]], [quiet, plan, days[1]]);
      fc.pre(told.a.tier !== told.b.tier);
      expect(causeOfMove(told)).toEqual({ factor: 'policy', detail: { fromVersion: 1, toVersion: 2 } });
    }),
  );

  law(
    'is the cohort where inputs and policy are the same, and the stabiliser takes no part',
    fc.property(anyAccount, rankedDocument, cutPoints, cutPoints, (account, document, before, after) => {
      const cohorts = [before, after].map((cuts, index) => ({ day: days[index]!, policyVersion: 1, cuts }));
      const plan = plain({ ...planOf(document, days), cohorts });
      const quiet = still(account);
      const told = between([quiet, plan, days[0]], [quiet, plan, days[1]]);
      fc.pre(told.a.tier !== told.b.tier);
      expect(causeOfMove(told)).toEqual({
        factor: 'population',
        detail: { fromCohort: days[0], toCohort: days[1] },
      });
    }),
    300,
  );

  law(
    'is a correction where only what is known of one day is different, and names the facts',
    fc.property(anyAccount, anyAccount, anyPlan, anyDay, (account, corrected, plan, day) => {
      const told = between([account, plan, day], [corrected, plan, day], because('ERROR_CORRECTION'));
      fc.pre(told.a.tier !== told.b.tier && told.a.document !== null);
      // Another fact may have the account assessed on another day, and so by another version, though its tier stays.
      for (const then of [told.aAsKnownAtB, told.b])
        fc.pre(told.a.policyVersion === then.policyVersion && told.a.cuts === then.cuts);
      const { factor, detail } = causeOfMove(told)!;
      expect(factor).toBe('correction');
      expect(detail.factIds).toContain('f1');
    }),
  );
});

/** Two days behind every fact. */
const days = ['2026-10-01', '2026-10-02'] as [Day, Day];
/** Nothing of it changes any more, not even by age. */
const still = (account: AccountKnowledge): AccountKnowledge => ({
  ...account,
  onboardedOn: '2024-01-01' as Day,
  inputs: account.inputs.map((input) =>
    input.validFrom < ('2025-10-01' as Day) ? { ...input, validFrom: '2025-10-01' as Day } : input,
  ),
  revenue: noRevenue,
});
