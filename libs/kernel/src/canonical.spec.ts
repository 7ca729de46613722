import fc from 'fast-check';
import { law } from '../../testing/src/laws';
import { canonicalJson } from './canonical';

describe('canonical JSON', () => {
  it('sorts members by UTF-16 code units and leaves out what is undefined', () =>
    expect(canonicalJson({ b: 1, a: [true, null, { d: 'x', c: undefined }], '\u20ac': 2, B: 0 })).toBe(
      '{"B":0,"a":[true,null,{"d":"x"}],"b":1,"€":2}',
    ));

  it('writes numbers and text as ECMAScript does', () =>
    expect(canonicalJson([1e21, 0.1, -0, 'a"\n\u2028'])).toBe('[1e+21,0.1,0,"a\\"\\n\u2028"]'));

  it.each([[1n], [Number.NaN], [Infinity], [() => 1]])('has no form for %p', (value) =>
    expect(() => canonicalJson({ value })).toThrow('has no JSON form'),
  );

  law(
    'says the same as JSON, and the same bytes for members in any order',
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const text = canonicalJson(value);
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(turned)).toBe(text);
    }),
  );
});
