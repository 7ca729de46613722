import fc from 'fast-check';
import { canonicalJson, type Day, day, daysBetween } from '#libs/kernel';
import { accounts, anyDay, plans } from '../../../testing/src/arbitraries';
import { asStored } from '../../../testing/src/given';
import { planOf } from '../../../testing/src/known';
import { law } from '../../../testing/src/laws';
import { accountView, ExternalId, SchemeCode } from '../vocabulary';
import { dueDays } from './due-days';
import type { AccountKnowledge, SchemeKnowledge } from './knowledge';
import { placement, type Placement } from './placement';
import type { Assessment, Cause } from './placement.events';
import { foldTimeline } from './timeline';

const reassess = (
  account: AccountKnowledge,
  plan: SchemeKnowledge,
  basis: string,
  since: Day | null = null,
) => ({
  type: 'Reassess' as const,
  scheme: SchemeCode.parse('s'),
  view: accountView,
  externalId: ExternalId.parse('ACME'),
  account,
  plan,
  since,
  basis,
  cause: { kind: 'FACT' } as Cause,
  today: day('2025-06-01'),
});
const decided = (command: ReturnType<typeof reassess>, state: Placement) => {
  const outcome = placement.decide(command, state);
  if ('refused' in outcome) throw new Error(outcome.message);
  return outcome;
};
const after = (state: Placement, events: ReturnType<typeof decided>) =>
  events.map(asStored(placement.events)).reduce(placement.evolve, state);

describe('the laws of a timeline', () => {
  law(
    'a fold that is gone on with is the fold from the start',
    fc.property(accounts, plans, anyDay, (account, plan, since) => {
      const whole = foldTimeline(account, plan);
      expect(foldTimeline(account, plan, since, whole.assessments)).toEqual(whole);
      const before = whole.assessments.filter((one) => one.day < since);
      expect(foldTimeline(account, plan, since, before)).toEqual(whole);
    }),
  );

  law(
    'the order in which facts, policies and days are told changes nothing',
    fc.property(accounts, plans, fc.infiniteStream(fc.nat()), (account, plan, keys) => {
      const shuffled = <T>(all: readonly T[]): T[] =>
        all
          .map((one) => ({ one, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
      const told = { ...plan, policies: shuffled(plan.policies), days: shuffled(plan.days) };
      expect(foldTimeline({ ...account, inputs: shuffled(account.inputs) }, told)).toEqual(
        foldTimeline(account, plan),
      );
    }),
  );

  law(
    'every day from the first on has one answer: the assessments stand in order, none before it, none on one day',
    fc.property(accounts, plans, (account, plan) => {
      const { opened, assessments } = foldTimeline(account, plan);
      if (opened === null) {
        expect([account.onboardedOn, account.inputs, account.revenue.earliest]).toEqual([null, [], null]);
        return expect(assessments).toEqual([]);
      }
      const edges = [opened, ...assessments.map((one) => one.day)];
      edges
        .slice(1)
        .forEach((edge, index) =>
          (index === 0 ? expect(edge >= edges[index]!) : expect(edge > edges[index]!)).toBe(true),
        );
      const segments = edges.map((from, index) => ({ from, until: edges[index + 1] ?? null }));
      const days = segments.reduce(
        (sum, { from, until }) => sum + daysBetween(from, until ?? day('2999-12-31')),
        0,
      );
      expect(days).toBe(daysBetween(opened, day('2999-12-31')));
      expect(assessments.map((one) => one.day)).toEqual(dueDays(account, plan, opened).map((one) => one.day));
    }),
  );

  law(
    'an input without a value never moves a tier, nor its watch, nor its first day',
    fc.property(accounts, plans, (account, plan) => {
      const { assessments } = foldTimeline(account, holding(plan));
      assessments.forEach((one, index) => {
        if (!one.inputs.some(({ value }) => value === null)) return;
        const before = assessments[index - 1];
        expect([one.computed, one.watch, one.heldSince, one.indicated]).toEqual([
          before?.computed ?? null,
          before?.watch ?? null,
          before?.heldSince ?? null,
          null,
        ]);
        expect(one.outcome).toBe(before?.computed ? 'HELD_STALE' : 'UNTIERED');
      });
    }),
  );

  law(
    'what is decided, stored and replayed is the fold, by whatever way one came there',
    fc.property(fc.array(fc.tuple(accounts, plans), { minLength: 1, maxLength: 4 }), (steps) => {
      const last = steps.reduce(
        (state, [account, plan], index) =>
          after(state, decided(reassess(account, plan, String(index + 1)), state)),
        placement.initialState(),
      );
      const { opened, assessments } = foldTimeline(...steps.at(-1)!);
      expect({ opened: last.opened, assessments: last.assessments }).toEqual({ opened, assessments });
    }),
  );

  law(
    'asked twice, the second time nothing happens',
    fc.property(accounts, accounts, plans, (first, second, plan) => {
      const state = after(
        placement.initialState(),
        decided(reassess(first, plan, '1'), placement.initialState()),
      );
      const command = reassess(second, plan, '2');
      expect(decided(command, after(state, decided(command, state)))).toEqual([]);
    }),
  );

  law(
    'days that are assessed one by one come to the whole',
    fc.property(accounts, plans, (account, plan) => {
      const whole = foldTimeline(account, plan);
      if (whole.opened === null) return;
      const state = whole.assessments.reduce(
        (standing, { day: since }, index) => {
          const known = planUpTo(account, plan, since);
          return after(
            standing,
            decided(reassess(known.account, known.plan, String(index + 1), since), standing),
          );
        },
        after(
          placement.initialState(),
          decided(reassess(atFirst(account, whole.opened), planOf([]), '0'), placement.initialState()),
        ),
      );
      expect(state.assessments).toEqual(whole.assessments);
    }),
  );

  law(
    'a restatement takes back what differs and nothing before it',
    fc.property(accounts, accounts, plans, (first, second, plan) => {
      const state = after(
        placement.initialState(),
        decided(reassess(first, plan, '1'), placement.initialState()),
      );
      const before = { opened: state.opened, assessments: [...state.assessments] };
      const now = foldTimeline(second, plan);
      for (const event of decided(reassess(second, plan, '2'), state)) {
        if (event.type !== 'TierRestated') continue;
        const moved = before.opened === now.opened ? [] : [before.opened!, now.opened!];
        const days = [...unlike(before.assessments, now.assessments), ...moved].sort();
        expect(event.data.from).toBe(days[0]);
      }
    }),
  );
});

/** The days on which two lists of assessments differ. */
const unlike = (a: readonly Assessment[], b: readonly Assessment[]): Day[] => {
  const [inA, inB] = [a, b].map((all) => new Set(all.map((one) => canonicalJson(one))));
  return [...a, ...b]
    .filter((one) => !inA!.has(canonicalJson(one)) || !inB!.has(canonicalJson(one)))
    .map((one) => one.day);
};

/** Policies that hold when an input is missing. */
const holding = (plan: SchemeKnowledge): SchemeKnowledge => ({
  ...plan,
  policies: plan.policies.map((one) => ({
    ...one,
    document: { ...one.document, missing: 'hold' },
  })),
});

/** What a run of one day knows: the facts and the days up to it. */
const planUpTo = (account: AccountKnowledge, plan: SchemeKnowledge, until: Day) => ({
  account: {
    ...atFirst(account, foldTimeline(account, plan).opened!),
    inputs: account.inputs.filter(({ validFrom }) => validFrom <= until),
  },
  plan: { ...plan, days: plan.days.filter((one) => one.day <= until) },
});

const atFirst = (account: AccountKnowledge, onboardedOn: Day): AccountKnowledge => ({
  ...account,
  onboardedOn,
});
