import { insideScope, Scope, type Scoped } from './scope';

const acme: Scoped = { ownerSeat: 'emea-1', attributes: { region: 'EMEA', segment: 'enterprise' } };

describe('a scope', () => {
  it.each([
    ['the whole portfolio', {}, true],
    ['one of the regions', { region: ['APAC', 'EMEA'] }, true],
    ['another region', { region: ['APAC'] }, false],
    ['the region, but not the segment', { region: ['EMEA'], segment: ['midmarket'] }, false],
    ['the book', { book: ['emea-1'] }, true],
    ['an attribute that the account lacks', { businessUnit: ['one'] }, false],
    ['a name that every object has', { constructor: ['Object'] }, false],
  ])('that is %s', (_, scope, inside) => {
    expect(insideScope(scope, acme)).toBe(inside);
  });

  it('names no key without values', () => {
    expect(Scope.safeParse({ region: [] }).success).toBe(false);
  });
});
