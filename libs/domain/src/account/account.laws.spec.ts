import fc from 'fast-check';
import { isRefusal } from '#libs/kernel';
import { anyDay, inputFacts, plans, revenueRows } from '../../../testing/src/arbitraries';
import { asStored } from '../../../testing/src/given';
import { knownOf } from '../../../testing/src/known';
import { law } from '../../../testing/src/laws';
import { foldTimeline } from '../placement/timeline';
import { ExternalId, FactId, FactValue } from '../vocabulary';
import { account, type Account, type AccountCommand } from './account';
import type { InputFact, RevenueFact } from './account.events';

const externalId = ExternalId.parse('ACME');
const profile = { name: 'Acme', onboardedOn: null, ownerSeat: null, parentExternalId: null, attributes: {} };
const onboard: AccountCommand = { type: 'PutAccount', externalId, profile };
const revenueFacts = revenueRows.map((rows) =>
  rows.map((row, index): RevenueFact => ({ ...row, factId: FactId.parse(`i${index}`) })),
);

/** What an account says when it is asked: its events as a store gives them back, and the state after. */
const asked = (state: Account, command: AccountCommand): Account => {
  const outcome = account.decide(command, state);
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome.map(asStored(account.events)).reduce(account.evolve, state);
};
const told = (...commands: AccountCommand[]): Account =>
  [onboard, ...commands].reduce(asked, account.initialState());

const recordFacts = (facts: readonly InputFact[]): AccountCommand => ({
  type: 'RecordFacts',
  externalId,
  facts,
});
const recordRevenue = (facts: readonly RevenueFact[]): AccountCommand => ({
  type: 'RecordRevenue',
  externalId,
  facts,
});

/** A list cut into batches, in an order of its own; a fact may be told twice. */
const batches = <Fact>(facts: readonly Fact[], keys: readonly number[]): Fact[][] => {
  const cut: Fact[][] = [[], [], []];
  facts.forEach((fact, index) => {
    const key = keys[index % keys.length]!;
    cut[key % 3]!.push(fact);
    if (key % 5 === 0) cut[2]!.push(fact);
  });
  return keys[0]! % 2 ? cut.map((batch) => [...batch].reverse()).reverse() : cut;
};
const keys = fc.array(fc.nat({ max: 1000 }), { minLength: 5, maxLength: 20 });

describe('the laws of an account', () => {
  law(
    'splitting facts into batches and telling them in any order gives the same timeline',
    fc.property(inputFacts, revenueFacts, plans, keys, (facts, revenue, plan, cut) => {
      const atOnce = knownOf(told(recordFacts(facts), recordRevenue(revenue)));
      const inParts = knownOf(
        told(
          ...batches(facts, cut).map(recordFacts),
          ...batches(revenue, cut).map(recordRevenue),
          recordFacts(facts),
        ),
      );
      expect(foldTimeline(inParts, plan)).toEqual(foldTimeline(atOnce, plan));
    }),
  );

  law(
    'a correction corrected back, and a fact taken away and brought back, restore the timeline',
    fc.property(
      inputFacts,
      plans,
      fc.nat(),
      anyDay,
      fc.boolean(),
      (facts, plan, which, validFrom, retract) => {
        fc.pre(facts.length > 0);
        const fact = facts[which % facts.length]!;
        const correct = {
          type: 'CorrectFact',
          externalId,
          factId: fact.factId,
          retroKind: 'ERROR_CORRECTION',
          reason: 'Wrong.',
        } as const;
        const wrong = retract
          ? { ...correct, retract }
          : { ...correct, value: FactValue.parse('99'), validFrom };
        const before = foldTimeline(knownOf(told(recordFacts(facts))), plan);
        const between = knownOf(told(recordFacts(facts), wrong)).inputs.find(
          ({ factId }) => factId === fact.factId,
        );
        expect(between).toEqual(retract ? undefined : { ...fact, value: '99', validFrom });
        const after = told(recordFacts(facts), wrong, {
          ...correct,
          value: fact.value,
          validFrom: fact.validFrom,
        });
        expect(foldTimeline(knownOf(after), plan)).toEqual(before);
      },
    ),
  );

  law(
    'any command twice is nothing the second time, or the same refusal',
    fc.property(inputFacts, inputFacts, fc.nat(), anyDay, (first, second, which, validFrom) => {
      const state = () => told(recordFacts(first));
      const factId = FactId.parse(`f${which % 16}`);
      const correct = {
        type: 'CorrectFact',
        externalId,
        factId,
        retroKind: 'LATE_FACT',
        reason: 'Late.',
      } as const;
      const commands: AccountCommand[] = [
        onboard,
        recordFacts(second),
        { ...correct, validFrom },
        { ...correct, retract: true },
        { ...correct, retract: true, validFrom },
      ];
      for (const command of commands) {
        const outcome = account.decide(command, state());
        if (isRefusal(outcome)) expect(account.decide(command, state())).toEqual(outcome);
        else expect(account.decide(command, asked(state(), command))).toEqual([]);
      }
    }),
  );
});
