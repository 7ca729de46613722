import { day, decimal } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import { ExternalId, FactId, FactValue, Measure, ServiceLine } from '../vocabulary';
import { account } from './account';
import {
  AccountChanged,
  AccountOnboarded,
  FactCorrected,
  FactRetracted,
  FactsRecorded,
  type InputFact,
  type RevenueFact,
  RevenueRecorded,
} from './account.events';
import { sift } from './recorded-facts';

const externalId = ExternalId.parse('ACME');
const profile = {
  name: 'Acme',
  onboardedOn: null,
  ownerSeat: null,
  parentExternalId: null,
  attributes: { region: 'EU' },
};
const acv: InputFact = {
  factId: FactId.parse('f1'),
  measure: Measure.parse('acv'),
  value: FactValue.parse('400000'),
  validFrom: day('2025-03-03'),
};
const invoice: RevenueFact = {
  factId: FactId.parse('i1'),
  occurredOn: day('2025-03-10'),
  amount: decimal('100.50'),
  currency: 'EUR',
  kind: 'invoice',
};

const hosting = ServiceLine.parse('hosting');

const onboarded = AccountOnboarded({ externalId, profile });
const recorded = FactsRecorded({ externalId, facts: [acv] });
const booked = RevenueRecorded({ externalId, facts: [invoice] });
const about = { externalId, factId: acv.factId, kind: 'input' as const, measure: acv.measure };
const error = { retroKind: 'ERROR_CORRECTION' as const, reason: 'The contract says so.' };
const corrected = FactCorrected({
  ...about,
  ...error,
  before: { value: '400000', day: day('2025-03-03') },
  after: { value: '240000', day: day('2025-03-03') },
});
const retracted = FactRetracted({ ...about, ...error, before: { value: '400000', day: day('2025-03-03') } });

const scenario = given(account);

describe('an account', () => {
  it('is onboarded, then changed, then neither', () => {
    const renamed = { ...profile, name: 'Acme & Co' };
    scenario().when({ type: 'PutAccount', externalId, profile }).then(onboarded);
    scenario(onboarded)
      .when({ type: 'PutAccount', externalId, profile: renamed })
      .then(AccountChanged({ externalId, before: profile, after: renamed }));
    scenario(onboarded, AccountChanged({ externalId, before: profile, after: renamed }))
      .when({ type: 'PutAccount', externalId, profile: { ...renamed, attributes: { region: 'EU' } } })
      .thenNothing();
  });

  it('keeps its facts when it is changed', () =>
    scenario(onboarded, recorded, AccountChanged({ externalId, before: profile, after: profile }))
      .when({ type: 'RecordFacts', externalId, facts: [acv] })
      .thenNothing());

  it('has a stream of its own', () =>
    expect(account.idOf({ type: 'PutAccount', externalId, profile })).toBe('ACME'));

  it.each([
    { type: 'RecordFacts' as const, externalId, facts: [acv] },
    { type: 'RecordRevenue' as const, externalId, facts: [invoice] },
    { type: 'CorrectFact' as const, externalId, factId: acv.factId, ...error, value: acv.value },
  ])('takes no $type before it is onboarded', (command) => scenario().when(command).thenRefused('NOT_FOUND'));
});

describe('a fact', () => {
  it('is recorded, of input or of revenue', () => {
    scenario(onboarded)
      .when({ type: 'RecordFacts', externalId, facts: [acv] })
      .then(recorded);
    scenario(onboarded)
      .when({ type: 'RecordRevenue', externalId, facts: [invoice] })
      .then(booked);
  });

  it('is recorded once, whatever its source and spelling', () => {
    const again = { ...acv, value: FactValue.parse('400000.00'), source: 'another file' };
    scenario(onboarded, recorded)
      .when({ type: 'RecordFacts', externalId, facts: [again] })
      .thenNothing();
    scenario(onboarded, booked)
      .when({ type: 'RecordRevenue', externalId, facts: [{ ...invoice, amount: decimal('100.5') }] })
      .thenNothing();
  });

  it('is recorded alone when others of the list are known', () => {
    const other = { ...acv, factId: FactId.parse('f2') };
    scenario(onboarded, recorded)
      .when({ type: 'RecordFacts', externalId, facts: [acv, other, other] })
      .then(FactsRecorded({ externalId, facts: [other] }));
  });

  it.each([
    { ...acv, value: FactValue.parse('1') },
    { ...acv, measure: Measure.parse('arr') },
    { ...acv, validFrom: day('2025-03-04') },
    { ...acv, factId: invoice.factId },
    { ...acv, serviceLine: hosting },
  ])('that says something else under a taken id is a conflict: %j', (fact) =>
    scenario(onboarded, recorded, booked)
      .when({ type: 'RecordFacts', externalId, facts: [{ ...acv, factId: FactId.parse('new') }, fact] })
      .thenRefused('FACT_CONFLICT', { factIds: [fact.factId] }),
  );

  it.each([
    { ...invoice, amount: decimal('1') },
    { ...invoice, currency: 'USD' },
    { ...invoice, kind: 'credit' },
    { ...invoice, occurredOn: day('2025-03-11') },
    { ...invoice, factId: acv.factId },
    { ...invoice, serviceLine: hosting },
  ])('of revenue that says something else under a taken id is a conflict: %j', (fact) =>
    scenario(onboarded, recorded, booked)
      .when({ type: 'RecordRevenue', externalId, facts: [fact] })
      .thenRefused('FACT_CONFLICT', { factIds: [fact.factId] }),
  );

  it('contradicted in one and the same list is a conflict', () =>
    scenario(onboarded)
      .when({ type: 'RecordFacts', externalId, facts: [acv, { ...acv, value: FactValue.parse('1') }] })
      .thenRefused('FACT_CONFLICT'));

  it('is a duplicate as it was first recorded and as it says now, not in between', () => {
    const twice = FactCorrected({
      ...corrected.data,
      before: corrected.data.after,
      after: { value: '250000', day: acv.validFrom },
    });
    const after = scenario(onboarded, recorded, corrected, twice);
    after.when({ type: 'RecordFacts', externalId, facts: [acv] }).thenNothing();
    after
      .when({ type: 'RecordFacts', externalId, facts: [{ ...acv, value: FactValue.parse('250000') }] })
      .thenNothing();
    after
      .when({ type: 'RecordFacts', externalId, facts: [{ ...acv, value: FactValue.parse('240000') }] })
      .thenRefused('FACT_CONFLICT');
  });

  it('belongs to a service line for good: a correction of what it says leaves it there', () => {
    const ofLine = { ...acv, serviceLine: hosting };
    const after = scenario(onboarded, FactsRecorded({ externalId, facts: [ofLine] }), corrected);
    after.when({ type: 'RecordFacts', externalId, facts: [ofLine] }).thenNothing();
    after
      .when({ type: 'RecordFacts', externalId, facts: [{ ...ofLine, value: FactValue.parse('240000') }] })
      .thenNothing();
    after.when({ type: 'RecordFacts', externalId, facts: [acv] }).thenRefused('FACT_CONFLICT');
  });

  it('is sifted for an import into fresh, known and contradicting, each as it was given', () => {
    const fresh = { ...acv, factId: FactId.parse('f2') };
    const conflict = { ...acv, validFrom: day('2025-01-01') };
    const sifted = sift(scenario(onboarded, recorded).state(), [fresh, acv, conflict, fresh]);
    expect(sifted).toEqual({ fresh: [fresh], duplicates: [acv, fresh], conflicts: [conflict] });
  });
});

describe('a correction', () => {
  const correct = { type: 'CorrectFact' as const, externalId, factId: acv.factId, ...error };
  const standing = scenario(onboarded, recorded, booked);

  it('says what a fact should have said, and when', () => {
    standing.when({ ...correct, value: FactValue.parse('240000') }).then(corrected);
    standing.when({ ...correct, validFrom: day('2025-03-01') }).then(
      FactCorrected({
        ...corrected.data,
        after: { value: '400000', day: day('2025-03-01') },
      }),
    );
  });

  it('of revenue changes its amount or its day', () =>
    standing
      .when({ ...correct, factId: invoice.factId, amount: decimal('90'), occurredOn: day('2025-03-11') })
      .then(
        FactCorrected({
          ...error,
          externalId,
          factId: invoice.factId,
          kind: 'revenue',
          measure: null,
          before: { value: '100.50', day: day('2025-03-10') },
          after: { value: '90', day: day('2025-03-11') },
        }),
      ));

  it('that changes nothing is nothing', () => {
    standing.when({ ...correct, value: FactValue.parse('400000.0') }).thenNothing();
    standing.when({ ...correct, validFrom: day('2025-03-03') }).thenNothing();
    standing.when(correct).thenNothing();
    scenario(onboarded, recorded, corrected)
      .when({ ...correct, value: FactValue.parse('240000') })
      .thenNothing();
  });

  it('takes a fact away, once', () => {
    standing.when({ ...correct, retract: true }).then(retracted);
    scenario(onboarded, recorded, retracted)
      .when({ ...correct, retract: true })
      .thenNothing();
  });

  it('brings back a fact that was taken away', () => {
    const back = FactCorrected({ ...corrected.data, after: { value: '400000', day: day('2025-03-03') } });
    scenario(onboarded, recorded, retracted).when(correct).then(back);
    scenario(onboarded, recorded, retracted, back)
      .when({ ...correct, retract: true })
      .then(retracted);
  });

  it('is no decision backwards', () =>
    standing
      .when({ ...correct, retroKind: 'RETRO_DECISION', value: FactValue.parse('1') })
      .thenRefused('RETRO_DECISION_IS_NO_CORRECTION'));

  it('needs a fact that is known', () =>
    standing.when({ ...correct, factId: FactId.parse('nobody'), retract: true }).thenRefused('NOT_FOUND'));

  it.each([
    { ...correct, amount: decimal('1') },
    { ...correct, occurredOn: day('2025-01-01') },
    { ...correct, factId: invoice.factId, value: FactValue.parse('1') },
    { ...correct, factId: invoice.factId, validFrom: day('2025-01-01') },
    { ...correct, retract: true, value: FactValue.parse('1') },
    { ...correct, retract: true, validFrom: day('2025-01-01') },
    { ...correct, factId: invoice.factId, retract: true, amount: decimal('1') },
    { ...correct, factId: invoice.factId, retract: true, occurredOn: day('2025-01-01') },
  ])('speaks of a fact in its own words: %j', (command) =>
    standing.when(command).thenRefused('CORRECTION_DOES_NOT_FIT'),
  );

  it('makes a retracted fact no less a duplicate', () =>
    scenario(onboarded, recorded, retracted)
      .when({ type: 'RecordFacts', externalId, facts: [acv] })
      .thenNothing());
});
