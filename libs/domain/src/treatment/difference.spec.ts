import { compose, differenceOf, inWords } from './difference';

const growth = {
  ownerRole: 'account manager',
  coverage: { model: 'pooled', role: 'csm', accountsPerRole: 40 },
  offerings: ['core'],
  executiveSponsor: false,
  campaign: 'always on',
};
const strategic = {
  ownerRole: 'client partner',
  coverage: { model: 'named', role: 'csm', accountsPerRole: 8 },
  offerings: ['core', 'advisory'],
  executiveSponsor: true,
  forum: 'QBR',
};

describe('the difference of two treatments', () => {
  it('names each attribute, within an attribute its path, and nothing that they share', () => {
    expect(differenceOf(growth, strategic)).toEqual([
      { attribute: 'campaign', before: 'always on', after: null },
      { attribute: 'coverage.accountsPerRole', before: 40, after: 8 },
      { attribute: 'coverage.model', before: 'pooled', after: 'named' },
      { attribute: 'executiveSponsor', before: false, after: true },
      { attribute: 'forum', before: null, after: 'QBR' },
      { attribute: 'offerings', before: ['core'], after: ['core', 'advisory'] },
      { attribute: 'ownerRole', before: 'account manager', after: 'client partner' },
    ]);
    expect(differenceOf(growth, { ...growth })).toEqual([]);
  });

  it('is said in words', () => {
    expect(inWords(differenceOf(growth, strategic))).toEqual([
      'Campaign ends: it was always on.',
      'Coverage: accounts per role changes from 40 to 8.',
      'Coverage: model changes from pooled to named.',
      'Executive sponsor changes from no to yes.',
      'Forum is new: QBR.',
      'Offerings changes from core to core, advisory.',
      'Owner role changes from account manager to client partner.',
    ]);
  });

  it('of two steps is that of their ends', () => {
    const steps = [differenceOf(growth, {}), differenceOf({}, strategic)] as const;
    expect(compose(...steps)).toEqual(differenceOf(growth, strategic));
    expect(compose(differenceOf(growth, strategic), differenceOf(strategic, growth))).toEqual([]);
  });
});
