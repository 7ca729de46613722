import { day } from '#libs/kernel';
import { accountKnown, known, policy } from '../../../../testing/src/known';
import { inputsOn } from '../../placement/inputs';
import { judgeOf } from '../judge/judge-of';
import { lint } from './lint';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const tiers = upTo(50).map((rank) => ({ code: `t${rank}`, rank, treatment: { owner: `o${rank}` } }));
const factsOf = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { fact: name }]));
const m = (index: number) => `m${index}`;

/** The largest of these is read in two hundred thousand steps; who goes over it again and again takes millions. */
const mostSteps = 1_000_000;

/** The same, which counts how often something is looked up in it, and lets nobody do so without end. */
const counted = <T extends object>(original: T): T => {
  const known = new Map<object, object>();
  let steps = 0;
  const seen = <Part>(part: Part): Part => {
    if (typeof part !== 'object' || part === null) return part;
    const before = known.get(part) ?? new Proxy(part, { get: (from, key) => seen(lookedUp(from, key)) });
    known.set(part, before);
    return before as Part;
  };
  const lookedUp = (from: object, key: PropertyKey): unknown => {
    if ((steps += 1) > mostSteps) throw new Error(`This has taken more than ${mostSteps} steps.`);
    return Reflect.get(from, key);
  };
  return seen(original);
};

const documents: [string, object][] = [
  [
    'bands on one measure',
    {
      kind: 'bands',
      measures: factsOf('m0'),
      boundaries: upTo(500).map((at) => ({
        tier: `t${at % 50}`,
        measure: 'm0',
        at: String(at),
        inclusive: true,
      })),
    },
  ],
  [
    'bands on 500 measures',
    {
      kind: 'bands',
      measures: factsOf(...upTo(500).map(m)),
      boundaries: upTo(500).map((at) => ({
        tier: `t${at % 50}`,
        measure: m(at),
        at: '1',
        inclusive: true,
      })),
      gates: upTo(100).map((at) => ({ measure: m(at), below: '1', capTier: 't9' })),
    },
  ],
  [
    'a table whose rows differ in their last condition alone',
    {
      kind: 'table',
      measures: factsOf(...upTo(20).map(m)),
      rows: upTo(500).map((row) => ({
        when: upTo(20).map((at) =>
          at < 19 ? { measure: m(at), atLeast: '5' } : { measure: m(at), is: `w${row}` },
        ),
        tier: `t${row % 50}`,
      })),
    },
  ],
  [
    'a table of many words',
    {
      kind: 'table',
      measures: factsOf('m0'),
      rows: upTo(500).map((row) => ({
        when: [{ measure: 'm0', in: upTo(100).map((at) => `w${row + at}`) }],
        tier: `t${row % 50}`,
      })),
    },
  ],
  [
    '5,000 measures, each made of the one before twice, the first of the last',
    {
      kind: 'score',
      measures: Object.fromEntries(
        upTo(5000).map((at) => [m(at), { sumOf: [m((at + 4999) % 5000), m((at + 4999) % 5000)] }]),
      ),
      inputs: [{ measure: 'm0', weight: '1', min: '0', max: '1' }],
      thresholds: [{ tier: 't1', at: '0.5' }],
    },
  ],
];

describe('a document at the limits', () => {
  it.each(documents)('is read by the linter in steps that can be counted: %s', (_, said) => {
    const document = counted(policy({ tiers, ...said } as never));
    expect(lint(document).length).toBeGreaterThan(0);
  });
});

it('a row that repeats another is found in the largest table', () => {
  const [, said] = documents[2]!;
  const { rows, ...rest } = said as { rows: object[] };
  const repeating = policy({ tiers, ...rest, rows: [...rows.slice(0, 499), rows[3]] } as never);
  expect(lint(repeating)).toContainEqual(
    expect.objectContaining({ code: 'UNREACHABLE_ROW', pointer: '/rows/499' }),
  );
});

describe('measures that double a hundred times', () => {
  const doubling = policy({
    kind: 'bands',
    tiers: tiers.slice(0, 3),
    measures: {
      m0: { fact: 'acv' },
      ...Object.fromEntries(upTo(100).map((at) => [m(at + 1), { sumOf: [m(at), m(at)] }])),
    },
    boundaries: [
      { tier: 't1', measure: 'm10', at: '1024', inclusive: true },
      { tier: 't2', measure: 'm100', at: '1', inclusive: true },
    ],
    combine: 'lowest',
  } as never);

  it('are found too deep', () => {
    expect(lint(counted(doubling))).toContainEqual(
      expect.objectContaining({ code: 'MEASURE_TOO_DEEP', pointer: '/measures/m9' }),
    );
  });

  it('are worked out once each all the same', () => {
    const account = accountKnown([known('acv', '1', '2024-01-01')]);
    const read = inputsOn(day('2025-01-01'), counted(doubling), account);
    expect(read.length).toBe(101);
    expect(read.find(({ measure }) => measure === 'm10')).toEqual({ measure: 'm10', value: '1024' });
    expect(read.at(-1)!.problem).toBe('OUT_OF_RANGE');
    expect(judgeOf(doubling).judge(read, null)).toMatchObject({
      tier: null,
      reasons: ['OUT_OF_RANGE:m100'],
    });
  });
});
