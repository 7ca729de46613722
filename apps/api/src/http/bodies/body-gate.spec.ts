import { GateRefusal, passGate } from './body-gate';

const refused = (text: string) => {
  try {
    passGate(text);
    return 'passed';
  } catch (error) {
    if (error instanceof GateRefusal) return error.message;
    throw error;
  }
};

/** The same text, which counts how many of its characters are looked at, in whatever way. */
const looked = (text: string): { text: string; looks: () => number } => {
  let looks = 0;
  const seen = (part: string): string => {
    looks += part.length;
    return part;
  };
  const members = {
    length: text.length,
    charCodeAt: (at: number) => seen(text[at]!).charCodeAt(0),
    slice: (from: number, to: number) => seen(text.slice(from, to)),
  };
  const get = (_: object, key: string) => members[key as keyof typeof members] ?? text[Number(key)];
  return { text: new Proxy({}, { get }) as string, looks: () => looks };
};

describe('the body gate', () => {
  it.each([
    ['{}'],
    ['[]'],
    ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}'],
    ['{"a":"{\\"b\\":1,\\"b\\":2}"}'],
    ['{"a":"\\ud83d\\ude00 and 😀"}'],
    ['{"a":-1.5e10,"b":12345678901234567890}'],
    [`${'['.repeat(32)}${']'.repeat(32)}`],
    ['"constructor"'],
    ['["a","a"]'],
  ])('lets %s in', (text) => expect(refused(text)).toBe('passed'));

  it.each([
    [`${'['.repeat(33)}${']'.repeat(33)}`, /nested deeper than 32/],
    ['{"a":'.repeat(20_000), /nested deeper than 32/],
    [`{${Array.from({ length: 10_001 }, (_, n) => `"k${n}":0`).join(',')}}`, /more than 10000 keys/],
    ['{"a":1,"a":2}', /"a" is there twice/],
    ['{"a":1,"\\u0061":2}', /"a" is there twice/],
    ['{"x":[{"y":{"a":1},"y":2}]}', /"y" is there twice/],
    ['{"a":"b\\u0000c"}', /NUL/],
    ['{"a":"b\0c"}', /NUL/],
    ['{"a":"\\ud800"}', /surrogate/],
    ['{"a":"\\udc00\\ud800"}', /surrogate/],
    ['{"__proto__":{}}', /cannot be called/],
    ['{"\\u005f_proto__":{}}', /cannot be called/],
    ['{"a":{"constructor":{"prototype":1}}}', /cannot be called/],
    ['{"attributes":{"toString":"a"}}', /cannot be called "toString"/],
    ['{"a":1e999}', /too large/],
    [`{"a":${'9'.repeat(400)}}`, /too large/],
  ])('refuses %.40s', (text, sentence) => expect(refused(text)).toMatch(sentence));

  it('leaves to the parser what is no JSON', () => {
    for (const text of ['{"a', '{"a\\', '}', ']]]', '{"a":"\\u00"}', ''])
      expect(refused(text)).toBe('passed');
  });

  it('looks at no character of a mebibyte again and again', () => {
    const body = JSON.stringify({
      facts: Array.from({ length: 1900 }, (_, n) => ({ id: `${n}`, text: 'x'.repeat(500) })),
    });
    const { text, looks } = looked(body);
    passGate(text);
    expect([looks() > body.length, looks() < 4 * body.length]).toEqual([true, true]);
  });
});
