import { given } from '../../../testing/src/given';
import { Measure, PersonId, SchemeCode, TierCode } from '../vocabulary';
import { schemeTemplates } from '../scheme-templates/scheme-templates';
import { builtInInputs } from './built-in-inputs';
import { catalogueInput } from './catalogue-input';
import { InputDescribed, InputEntry, InputGroup } from './input.events';

const measure = Measure.parse('acv');
const describedBy = PersonId.parse('ana');
const entry: InputEntry = {
  label: 'Contract value',
  group: 'commercial',
  unit: 'EUR',
  source: 'Salesforce',
  freshnessDays: 300,
  requiredByTiers: [{ scheme: SchemeCode.parse('cv'), tiers: [TierCode.parse('T1')] }],
  description: '',
};
const describeAcv = { type: 'DescribeInput' as const, measure, entry, describedBy };
const described = InputDescribed({ measure, entry, describedBy });

describe('the catalogue of inputs', () => {
  it('describes a measure, once', () => {
    given(catalogueInput)().when(describeAcv).then(described);
    given(catalogueInput)(described).when(describeAcv).thenNothing();
    const other = { ...entry, freshnessDays: null };
    given(catalogueInput)(described)
      .when({ ...describeAcv, entry: other })
      .then(InputDescribed({ measure, entry: other, describedBy }));
  });

  it('has a stream for each measure', () => expect(catalogueInput.idOf(describeAcv)).toBe('acv'));

  it('ships with entries of every group but the derived, each of a shape that can be stored', () => {
    const groups = new Set([...builtInInputs.values()].map(({ group }) => group));
    expect([...groups].sort()).toEqual(InputGroup.options.filter((group) => group !== 'derived').sort());
    for (const one of builtInInputs.values()) expect(InputEntry.parse(one)).toEqual(one);
  });

  it('ships with every fact that a shipped scheme reads', () => {
    const read = schemeTemplates.flatMap(({ document }) =>
      Object.values(document.measures).flatMap((definition) =>
        'fact' in definition ? [definition.fact] : [],
      ),
    );
    expect([...new Set(read)].filter((fact) => !builtInInputs.has(fact))).toEqual([]);
  });
});
