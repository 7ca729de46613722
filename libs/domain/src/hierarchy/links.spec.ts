import { day, firstDay } from '#libs/kernel';
import { known } from '../../../testing/src/known';
import { ExternalId } from '../vocabulary';
import { linksOf, type ToldParents } from './links';

const nothing: ToldParents = { declared: null, facts: [], merged: null };
const id = (text: string) => ExternalId.parse(text);
const parent = (value: string, validFrom: string, factId?: string) =>
  known('parent', value, validFrom, factId);
const told = (more: Partial<ToldParents>) =>
  linksOf('C', { ...nothing, ...more }).map(({ parent: above, from, until }) => [above, from, until]);

describe('whom an account stands under', () => {
  it('is nobody when nothing is said, and nobody but others', () => {
    expect(told({})).toEqual([]);
    expect(told({ declared: id('C') })).toEqual([]);
    expect(told({ facts: [parent('C', '2025-01-01')] })).toEqual([]);
  });

  it('is what the profile says from the beginning', () => {
    expect(told({ declared: id('P') })).toEqual([['P', firstDay, null]]);
  });

  it('is what a fact says from its day on, and what the profile says until then', () => {
    const facts = [parent('-', '2025-06-01'), parent('Q', '2025-03-01')];
    expect(told({ declared: id('P'), facts })).toEqual([
      ['P', firstDay, '2025-03-01'],
      ['Q', '2025-03-01', '2025-06-01'],
    ]);
    expect(told({ facts })).toEqual([['Q', '2025-03-01', '2025-06-01']]);
  });

  it('is what the last fact of a day says, in the order of their ids', () => {
    const facts = [parent('Q', '2025-03-01', 'f10'), parent('R', '2025-03-01', 'f9')];
    expect(told({ facts })).toEqual([['Q', '2025-03-01', null]]);
  });

  it('goes on where a fact says what held before', () => {
    const facts = [parent('P', '2025-03-01'), parent('P', '2025-05-01')];
    expect(told({ declared: id('P'), facts })).toEqual([['P', firstDay, null]]);
  });

  it('is the survivor from the day of a merger on, whatever facts say', () => {
    const facts = [parent('Q', '2025-03-01'), parent('R', '2025-07-01'), parent('-', '2025-08-01')];
    expect(told({ facts, merged: { into: id('S'), on: day('2025-07-01') } })).toEqual([
      ['Q', '2025-03-01', '2025-07-01'],
      ['S', '2025-07-01', null],
    ]);
  });

  it('is nobody where a fact names what is no id', () => {
    expect(told({ declared: id('P'), facts: [parent('x'.repeat(200), '2025-03-01')] })).toEqual([
      ['P', firstDay, '2025-03-01'],
    ]);
  });
});
