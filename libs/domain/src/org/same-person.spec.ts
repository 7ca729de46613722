import { isSamePerson } from './same-person';

it.each([
  ['ana', 'ana', true],
  ['ana', 'Ana', true],
  ['ana lopez', ' Ana  Lopez ', true],
  // composed and decomposed
  ['Jos\u00e9', 'jose\u0301', true],
  // full width, and what nobody sees
  ['ana', '\uff41\uff4e\uff41', true],
  ['ana', 'a\u200bna', true],
  ['ana', 'anna', false],
  ['José', 'jose', false],
  ['ana@a.example', 'ana@b.example', false],
])('%j and %j may be one person: %s', (one, other, same) => expect(isSamePerson(one, other)).toBe(same));
