import 'reflect-metadata';
import { IsCode, IsDay, IsInstant, IsListOf, IsMoney, IsOneOf, IsTextMap, IsWhole } from './fields';
import type { Problem } from './problem';
import { refuseNamesakes } from './shape';
import { Validation } from './validation';

class Line {
  @IsCode() factId!: string;
  @IsMoney() amount!: string;
}

class Sample {
  @IsDay() from!: string;
  @IsDay({ optional: true, nullable: true }) until?: string | null;
  @IsInstant({ optional: true }) at?: string;
  @IsWhole(1, 500, { optional: true }) limit?: number;
  @IsListOf(() => Line, { least: 1, most: 2, optional: true }) lines?: Line[];
  @IsTextMap({ optional: true }) attributes?: Record<string, string>;
}

class Narrower extends Sample {
  @IsOneOf(['2025-01-01']) override from = '2025-01-01';
  @IsCode({ optional: true }) name?: string;
}

const read = (value: unknown) => new Validation().transform(value, { type: 'body', metatype: Sample });
const refused = (value: unknown) => {
  try {
    return read(value);
  } catch (problem) {
    return (problem as Problem).extras.errors;
  }
};

describe('a request class', () => {
  it('takes what fits, and brings instants and numbers into one form', () =>
    expect(
      read({
        from: '2025-02-28',
        until: null,
        at: '2025-05-06T22:00:00+02:00',
        limit: '50',
        lines: [{ factId: 'a', amount: '-1.5' }],
      }),
    ).toEqual({
      from: '2025-02-28',
      until: null,
      at: '2025-05-06T20:00:00.000Z',
      limit: 50,
      lines: [{ factId: 'a', amount: '-1.5' }],
    }));

  it.each([
    [{}, '/from', 'This field is needed.'],
    [{ from: null }, '/from', 'A day is written YYYY-MM-DD.'],
    [{ from: '2025-02-29' }, '/from', 'There is no day 2025-02-29.'],
    [{ from: '9999-01-01' }, '/from', 'A day lies between 1900-01-01 and 2999-12-31.'],
    [{ from: '2025-01-01', until: 5 }, '/until', 'A day is written YYYY-MM-DD.'],
    [{ from: '2025-01-01', at: '2025-05-06T22:00:00' }, '/at', expect.stringMatching(/offset/)],
    [{ from: '2025-01-01', at: null }, '/at', expect.stringMatching(/offset/)],
    [{ from: '2025-01-01', limit: '1e9' }, '/limit', 'This is a whole number from 1 to 500.'],
    [{ from: '2025-01-01', limit: ['5', '6'] }, '/limit', 'This is a whole number from 1 to 500.'],
    [{ from: '2025-01-01', colour: 'red' }, '/colour', 'There is no such field here.'],
    [{ from: '2025-01-01', toString: 'red' }, '/toString', 'A field cannot be called "toString".'],
    [{ from: '2025-01-01', lines: {} }, '/lines', 'This is a list.'],
    [{ from: '2025-01-01', lines: [] }, '/lines', 'This list has at least 1 entry.'],
    [{ from: '2025-01-01', lines: [1] }, '/lines', 'Every entry of this list is an object.'],
    [{ from: '2025-01-01', lines: [[{}]] }, '/lines', 'Every entry of this list is an object.'],
    [{ from: '2025-01-01', lines: [{}, {}, {}] }, '/lines', expect.stringMatching(/at most 2/)],
    [
      { from: '2025-01-01', lines: [{ factId: 'a', amount: 5 }] },
      '/lines/0/amount',
      expect.stringMatching(/decimal/),
    ],
    [
      { from: '2025-01-01', lines: [{ factId: 'a', amount: '5', 'x/y~': 1 }] },
      '/lines/0/x~1y~0',
      'There is no such field here.',
    ],
    [
      { from: '2025-01-01', lines: [{ factId: 'a\u0007', amount: '5' }] },
      '/lines/0/factId',
      expect.stringMatching(/control/),
    ],
    [{ from: '2025-01-01', attributes: { a: 1 } }, '/attributes', expect.stringMatching(/object of texts/)],
    [[], '', 'The body is a JSON object.'],
    ['text', '', 'The body is a JSON object.'],
  ])('refuses %j', (value, pointer, detail) => expect(refused(value)).toEqual([{ pointer, detail }]));

  it('holds what the classes above it say, where it does not say otherwise', () => {
    const narrowed = (value: unknown) =>
      new Validation().transform(value, { type: 'query', metatype: Narrower });
    expect(narrowed({ from: '2025-01-01', name: 'a', limit: '5' })).toEqual(
      Object.assign(new Narrower(), { from: '2025-01-01', name: 'a', limit: 5 }),
    );
    expect(() => narrowed({ from: '2025-01-02' })).toThrow('This is one of 2025-01-01.');
    expect(() => narrowed({ from: '2025-01-01', limit: '0' })).toThrow('from 1 to 500');
    expect(() => read({ from: '2025-01-02', name: 'a' })).toThrow('There is no such field here.');
  });

  it('names every field at once', () => expect(refused({ from: 1, until: 2, x: 3 })).toHaveLength(3));
});

it('a document that tells of two classes by one name is refused: it would tell of one in the place of both', () => {
  const another = () => {
    class Sample {
      @IsCode() name!: string;
    }
    return Sample;
  };
  refuseNamesakes(['Sample', 'Narrower']);
  another();
  expect(() => refuseNamesakes(['Sample', 'Narrower'])).toThrow('Two classes are called Sample');
  expect(() => refuseNamesakes(['Narrower'])).not.toThrow();
});
