import { decimal } from '#libs/kernel';
import fc from 'fast-check';
import { given } from '../../../testing/src/given';
import { law } from '../../../testing/src/laws';
import { Measure, PersonId, RubricCode } from '../vocabulary';
import { misfitsOf, scoreOf } from './filled-in';
import { rubric } from './rubric';
import { type Question, RubricWritten } from './rubric.events';

const question = (code: string, weight: string, ...points: number[]): Question => ({
  code,
  text: `How is ${code}?`,
  weight: decimal(weight),
  answers: points.map((worth, index) => ({ code: `a${index}`, points: worth })),
});
const questions = [question('backups', '2', 0, 50, 100), question('patching', '1', 0, 100)];
const about = { rubric: RubricCode.parse('maturity'), writtenBy: PersonId.parse('ana') };
const said = { name: 'Maturity', measure: Measure.parse('maturity'), questions };
const put = { type: 'PutRubric' as const, ...about, ...said };

describe('a rubric', () => {
  const first = RubricWritten({ ...about, ...said, version: 1 });

  it('is written in versions, and says the same once', () => {
    given(rubric)().when(put).then(first);
    given(rubric)(first).when(put).thenNothing();
    given(rubric)(first)
      .when({ ...put, name: 'Maturity of IT' })
      .then(RubricWritten({ ...about, ...said, name: 'Maturity of IT', version: 2 }));
  });

  it('has a stream of its own', () => expect(rubric.idOf(put)).toBe('maturity'));

  it.each([
    [[]],
    [[question('a', '1', 0, 100), question('a', '1', 0, 100)]],
    [[question('a', '0', 0, 100)]],
    [[question('a', '-1', 0, 100)]],
    [[question('a', '1', 100)]],
    [[question('a', '1', 0, 101)]],
    [[question('a', '1', -1, 100)]],
    [
      [
        {
          ...question('a', '1'),
          answers: [
            { code: 'x', points: 0 },
            { code: 'x', points: 1 },
          ],
        },
      ],
    ],
  ])('from which no score could be told is refused: %j', (unsound) =>
    given(rubric)()
      .when({ ...put, questions: unsound })
      .thenRefused('RUBRIC_UNSOUND'),
  );
});

describe('a rubric filled in', () => {
  it('names what is missing and what does not fit', () => {
    expect(misfitsOf(questions, { backups: 'a1', patching: 'a0' })).toBeNull();
    expect(misfitsOf(questions, { backups: 'a9', toString: 'a0' })).toEqual({
      unanswered: ['patching'],
      unknownAnswers: ['backups'],
      unasked: ['toString'],
    });
    expect(misfitsOf([question('toString', '1', 0, 1)], {})).toMatchObject({ unanswered: ['toString'] });
  });

  it.each([
    ['a1', 'a0', '33.33'],
    ['a1', 'a1', '66.67'],
    ['a2', 'a1', '100.00'],
    ['a0', 'a0', '0.00'],
  ])('comes to the weighted mean of the points: %s and %s to %s', (backups, patching, score) =>
    expect(scoreOf(questions, { backups, patching })).toBe(score),
  );

  it('rounds a tie away from zero', () => {
    const even = [
      question('a', '1', 0, 1),
      ...Array.from({ length: 7 }, (_, n) => question(`b${n}`, '1', 0, 9)),
    ];
    const rest = Object.fromEntries(even.slice(1).map(({ code }) => [code, 'a0']));
    expect(scoreOf(even, { ...rest, a: 'a1' })).toBe('0.13');
  });

  law(
    'lies between the least and the most points given, whatever the weights',
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 0, max: 100 })), {
        minLength: 1,
        maxLength: 8,
      }),
      (asked) => {
        const all = asked.map(([weight, points], n) => question(`q${n}`, `${weight}.25`, points, 100));
        const score = Number(scoreOf(all, Object.fromEntries(all.map(({ code }) => [code, 'a0']))));
        const points = asked.map(([, worth]) => worth);
        expect(score).toBeGreaterThanOrEqual(Math.min(...points));
        expect(score).toBeLessThanOrEqual(Math.max(...points));
      },
    ),
  );
});
