import { policy } from '../../../../testing/src/known';
import { lint } from './lint';

const tiers = ['grow', 'defend', 'monitor'].map((code) => ({ code }));
const measures = { arr: { fact: 'arr' }, stage: { fact: 'stage' } };
const arr = (bounds: object) => ({ measure: 'arr', ...bounds });
const stage = (bounds: object) => ({ measure: 'stage', ...bounds });
const sound = [
  { when: [arr({ atLeast: '100' })], tier: 'grow' },
  { when: [stage({ is: 'renewal' })], tier: 'defend' },
  { tier: 'monitor' },
];
const found = (rows: object[], change: Record<string, unknown> = {}) =>
  lint(policy({ kind: 'table', tiers, measures, rows, ...change } as never)).map(
    ({ code, severity, pointer }) => [code, severity, pointer],
  );
/** What is found of one more row, above the others. */
const above = (...when: object[]) => found([{ when, tier: 'grow' }, ...sound]);
/** What is found of a row that stands under another. */
const under = (first: object[], second: object[]) =>
  found([{ when: first, tier: 'grow' }, { when: second, tier: 'grow' }, ...sound.slice(1)], {
    measures: { ...measures, other: { fact: 'other' } },
  }).filter(([code]) => code !== 'MEASURE_UNUSED');

describe('the linter of tables', () => {
  it('finds nothing in a sound one', () => expect(found(sound)).toEqual([]));

  it('knows no tier and no measure that the document does not define', () =>
    expect(
      found([
        { when: [{ measure: 'arrr', is: '1' }], tier: 'grow' },
        { when: [], tier: 'grown' },
      ]),
    ).toEqual([
      ['UNKNOWN_MEASURE', 'error', '/rows/0/when/0/measure'],
      ['UNKNOWN_TIER', 'error', '/rows/1/tier'],
      ['UNREACHABLE_TIER', 'error', '/tiers/1'],
      ['UNREACHABLE_TIER', 'error', '/tiers/2'],
      ['MEASURE_UNUSED', 'warning', '/measures/arr'],
      ['MEASURE_UNUSED', 'warning', '/measures/stage'],
    ]));

  it('wants a row for whoever fits no other', () =>
    expect(found([...sound.slice(0, 2), { when: [arr({ below: '100' })], tier: 'monitor' }])).toEqual([
      ['TABLE_WITHOUT_DEFAULT', 'warning', '/rows'],
    ]));

  it('finds rows behind one that always holds, and tiers that have no other', () =>
    expect(found([sound[0]!, { tier: 'monitor' }, sound[1]!])).toEqual([
      ['UNREACHABLE_ROW', 'error', '/rows/2'],
      ['UNREACHABLE_TIER', 'error', '/tiers/1'],
    ]));

  it.each<[object[], object[], boolean]>([
    [[arr({ atLeast: '100' })], [arr({ atLeast: '100.0' })], true],
    [[arr({ atLeast: '100' })], [arr({ atLeast: '200' })], true],
    [[arr({ atLeast: '100' })], [arr({ over: '99.9999999999' })], true],
    [[arr({ atLeast: '100' })], [arr({ over: '99' })], false],
    [[arr({ atLeast: '100' })], [arr({ atLeast: '100' }), { measure: 'other', is: 'x' }], true],
    [[arr({ atLeast: '100' }), { measure: 'other', is: 'x' }], [arr({ atLeast: '100' })], false],
    [[arr({ atLeast: '1', below: '5' })], [arr({ atLeast: '2', atMost: '4' })], true],
    [[arr({ atLeast: '1', below: '5' })], [arr({ atLeast: '2', atMost: '5' })], false],
    [[arr({ in: ['a', 'b', '1'] })], [arr({ in: ['b', '1.0'] })], true],
    [[arr({ in: ['a', 'b'] })], [arr({ in: ['b', 'c'] })], false],
    [[arr({ atLeast: '1' })], [arr({ in: ['1', '2'] })], true],
    [[arr({ in: ['1', '2'] })], [arr({ atLeast: '1' })], false],
    [[arr({ atLeast: '1' }), arr({ atMost: '9' })], [arr({ is: '5' })], true],
  ])('under %j the row %j is out of reach: %s', (first, second, shadowed) =>
    expect(under(first, second)).toEqual(shadowed ? [['UNREACHABLE_ROW', 'error', '/rows/1']] : []),
  );

  it('finds a condition that asks nothing', () =>
    expect(above(arr({}), stage({ is: 'x' }))).toEqual([['CONDITION_EMPTY', 'error', '/rows/0/when/0']]));

  it.each<[object, boolean]>([
    [{ atLeast: '5', atMost: '5' }, false],
    [{ atLeast: '5.01', atMost: '5' }, true],
    [{ atLeast: '5', below: '5' }, true],
    [{ over: '5', atMost: '5' }, true],
    [{ over: '5', below: '5.0000000001' }, true],
    [{ over: '5', below: '5.0000000002' }, false],
    [{ is: 'a', in: ['b', 'c'] }, true],
    [{ is: '1', in: ['1.0'] }, false],
    [{ is: 'a', atLeast: '1' }, true],
    [{ is: '1', atLeast: '1' }, false],
    [{ in: ['a', '0'], over: '0' }, true],
  ])('of one condition %j says whether nothing fits: %s', (bounds, faulty) =>
    expect(above(arr(bounds), stage({ is: 'x' }))).toEqual(
      faulty ? [['CONDITION_CONTRADICTS', 'error', '/rows/0/when/0']] : [],
    ),
  );

  it('finds two conditions of a row that contradict each other, and the tier that has no other row', () => {
    expect(above(arr({ atLeast: '5' }), stage({ is: 'x' }), arr({ below: '5' }))).toEqual([
      ['CONDITION_CONTRADICTS', 'error', '/rows/0/when/2'],
    ]);
    const never = { when: [arr({ atLeast: '5' }), arr({ below: '5' })], tier: 'grow' };
    expect(found([never, ...sound.slice(1)])).toEqual([
      ['CONDITION_CONTRADICTS', 'error', '/rows/0/when/1'],
      ['UNREACHABLE_TIER', 'error', '/tiers/0'],
    ]);
  });

  it('wants ranks where its tiers have an order', () => {
    expect(found(sound, { ordinal: true })).toEqual([
      ['RANK_MISSING', 'error', '/tiers/0'],
      ['RANK_MISSING', 'error', '/tiers/1'],
      ['RANK_MISSING', 'error', '/tiers/2'],
    ]);
    const ranked = tiers.map((tier, rank) => ({ ...tier, rank }));
    expect(found(sound, { ordinal: true, tiers: ranked })).toEqual([]);
    expect(
      found([sound[0]!, { tier: 'monitor' }], {
        ordinal: true,
        tiers: ranked,
        gates: [{ measure: 'stage', below: '1', capTier: 'defend' }],
      }),
    ).toEqual([]);
  });
});
