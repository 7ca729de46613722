import { day, decimal } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import { ExternalId, FactId, FactValue, Measure, PersonId } from '../vocabulary';
import { account } from './account';
import { AccountOnboarded, FactsRecorded, type InputFact } from './account.events';
import { assuranceOf, type Provenance } from './provenance';

const externalId = ExternalId.parse('ACME');
const people = (...names: string[]) => names.map((name) => PersonId.parse(name));
const profile = {
  name: 'Acme',
  onboardedOn: null,
  ownerSeat: 'Olga',
  parentExternalId: null,
  attributes: { csm: 'Carl', region: 'EU' },
};
const factWith = (provenance: Provenance): InputFact => ({
  factId: FactId.parse('m1'),
  measure: Measure.parse('maturity'),
  value: FactValue.parse('60'),
  validFrom: day('2025-03-03'),
  provenance,
});
const evidence = [{ sha256: 'ab'.repeat(32), name: 'interview.pdf' }];

describe('what stands behind a fact', () => {
  const known = given(account)(AccountOnboarded({ externalId, profile }));

  it.each([
    [people('olga '), false],
    [people('Carl', 'OLGA'), false],
    [people('Olga', 'Ines'), true],
    [people('EU'), true],
  ])('says whether %j are more than the owner of the account', (assessors, independent) =>
    known
      .when({ type: 'RecordFacts', externalId, facts: [factWith({ assessors })] })
      .then(FactsRecorded({ externalId, facts: [factWith({ assessors, independent })] })),
  );

  it('cannot be said to be independent by who records it', () =>
    known
      .when({
        type: 'RecordFacts',
        externalId,
        facts: [factWith({ assessors: people('Olga'), independent: true })],
      })
      .then(
        FactsRecorded({ externalId, facts: [factWith({ assessors: people('Olga'), independent: false })] }),
      ));

  it('is left as it is where nobody assessed', () => {
    const model = { id: 'fit', version: '3', confidence: decimal('0.81') };
    known
      .when({ type: 'RecordFacts', externalId, facts: [factWith({ evidence, model })] })
      .then(FactsRecorded({ externalId, facts: [factWith({ evidence, model })] }));
  });

  it('does not make a fact that says the same another one', () =>
    given(account)(
      AccountOnboarded({ externalId, profile }),
      FactsRecorded({ externalId, facts: [factWith({})] }),
    )
      .when({ type: 'RecordFacts', externalId, facts: [factWith({ evidence })] })
      .thenNothing());

  it('is what a measure can ask of it', () => {
    expect(assuranceOf(undefined)).toBeUndefined();
    expect(assuranceOf({ evidence: [] })).toEqual({ evidence: false, independent: null, confidence: null });
    const model = { id: 'fit', version: '3', confidence: decimal('0.81') };
    expect(assuranceOf({ evidence, assessors: people('Ines'), independent: true, model })).toEqual({
      evidence: true,
      independent: true,
      confidence: '0.81',
    });
  });
});
