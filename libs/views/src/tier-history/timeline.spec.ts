import { day } from '#libs/kernel';
import { type Belief, revise, type TierRow } from './timeline';

/** How a timeline comes to be, one restatement after the other, and the rows it leaves on both clocks. */
const learn = (...said: Said[]): TierRow[] =>
  said.reduce<TierRow[]>((rows, { from, opened, tiers, at, cause = `said at ${at}` }) => {
    const { close, open } = revise(standing(rows), {
      from: day(from),
      opened: opened === null ? null : day(opened),
      assessments: tiers.map(([on, tier, indicated]) => ({ day: day(on), ...belief(tier, indicated) })),
      position: BigInt(at),
      cause,
      retroKind: null,
      restated: true,
    });
    const ended = rows.map((row) => (close.includes(row) ? { ...row, knownUntil: BigInt(at) } : row));
    return [...ended, ...open];
  }, []);

interface Said {
  from: string;
  opened: string | null;
  tiers: [on: string, tier: string | null, indicated?: string | null][];
  at: number;
  cause?: string;
}

const belief = (tier: string | null, indicated: string | null = tier): Belief => ({
  computed: tier,
  indicated,
  decisionId: `${tier}`,
  policyVersion: 1,
  mergedInto: null,
});

const standing = (rows: readonly TierRow[]) =>
  rows.filter(({ knownUntil }) => knownUntil === null).sort((a, b) => (a.from < b.from ? -1 : 1));

/** `T3 2025-01-10.. 1..` is T3 from that day on without end, believed from position 1 on. */
const told = (rows: readonly TierRow[]) =>
  rows.map(
    ({ computed, from, until, knownFrom, knownUntil }) =>
      `${computed} ${from}..${until ?? ''} ${knownFrom}..${knownUntil ?? ''}`,
  );

const opened = { from: '2025-01-10', opened: '2025-01-10', tiers: [], at: 1 } as Said;

describe('a timeline that is restated', () => {
  it('has no tier from its first day on until it is assessed', () => {
    expect(told(learn(opened))).toEqual(['null 2025-01-10.. 1..']);
  });

  it('goes on from the day of an assessment', () => {
    const rows = learn(opened, { ...opened, from: '2025-04-01', tiers: [['2025-04-01', 'T2']], at: 2 });
    expect(told(rows)).toEqual([
      'null 2025-01-10.. 1..2',
      'null 2025-01-10..2025-04-01 2..',
      'T2 2025-04-01.. 2..',
    ]);
  });

  it('is not rewritten by an assessment that says the same', () => {
    const rows = learn(
      { ...opened, tiers: [['2025-01-10', 'T2']] },
      { ...opened, from: '2025-04-01', tiers: [['2025-04-01', 'T2']], at: 2 },
    );
    expect(told(rows)).toEqual(['T2 2025-01-10.. 1..']);
  });

  it('is rewritten when only the indicated tier differs', () => {
    const rows = learn(
      { ...opened, tiers: [['2025-01-10', 'T2']] },
      { ...opened, from: '2025-04-01', tiers: [['2025-04-01', 'T2', 'T3']], at: 2 },
    );
    expect(standing(rows).map(({ from, indicated }) => [from, indicated])).toEqual([
      ['2025-01-10', 'T2'],
      ['2025-04-01', 'T3'],
    ]);
  });

  it('keeps what lies between two changes as it was, on its old grounds', () => {
    const rows = learn(
      {
        ...opened,
        tiers: [
          ['2025-01-10', 'T3'],
          ['2025-04-01', 'T2'],
          ['2025-07-01', 'T1'],
        ],
        cause: 'first',
      },
      {
        ...opened,
        tiers: [
          ['2025-01-10', 'T2', 'T1'],
          ['2025-04-01', 'T2'],
          ['2025-07-01', 'T3'],
        ],
        at: 2,
        cause: 'second',
      },
    );
    expect(
      standing(rows).map(({ from, computed, cause, knownFrom }) => [
        from,
        computed,
        cause,
        Number(knownFrom),
      ]),
    ).toEqual([
      ['2025-01-10', 'T2', 'second', 2],
      ['2025-04-01', 'T2', 'first', 1],
      ['2025-07-01', 'T3', 'second', 2],
    ]);
  });

  it('writes the rest of a row again on both sides of a change', () => {
    const rows = learn(
      { ...opened, tiers: [['2025-01-10', 'T3']], cause: 'first' },
      {
        ...opened,
        from: '2025-03-01',
        tiers: [
          ['2025-03-01', 'T2'],
          ['2025-04-01', 'T3'],
        ],
        at: 2,
        cause: 'second',
      },
    );
    expect(told(rows)).toEqual([
      'T3 2025-01-10.. 1..2',
      'T3 2025-01-10..2025-03-01 2..',
      'T2 2025-03-01..2025-04-01 2..',
      'T3 2025-04-01.. 2..',
    ]);
    expect(standing(rows).map(({ cause }) => cause)).toEqual(['first', 'second', 'first']);
  });

  it('goes on with what was believed before when an assessment is gone', () => {
    const rows = learn(
      {
        ...opened,
        tiers: [
          ['2025-01-10', 'T3'],
          ['2025-04-01', 'T2'],
        ],
      },
      { ...opened, from: '2025-04-01', tiers: [], at: 2 },
    );
    expect(told(standing(rows))).toEqual(['T3 2025-01-10..2025-04-01 1..', 'T3 2025-04-01.. 2..']);
  });

  it('may begin earlier', () => {
    const rows = learn(
      { ...opened, tiers: [['2025-04-01', 'T2']] },
      { ...opened, from: '2024-12-01', opened: '2024-12-01', tiers: [['2025-04-01', 'T2']], at: 2 },
    );
    expect(told(standing(rows))).toEqual([
      'null 2024-12-01..2025-01-10 2..',
      'null 2025-01-10..2025-04-01 1..',
      'T2 2025-04-01.. 1..',
    ]);
  });

  it('may begin later, and then the days before have no answer', () => {
    const rows = learn(
      { ...opened, tiers: [['2025-04-01', 'T2']] },
      { ...opened, opened: '2025-02-01', tiers: [['2025-04-01', 'T2']], at: 2 },
    );
    expect(told(standing(rows))).toEqual(
      ['T2 2025-04-01.. 1..', 'null 2025-02-01..2025-04-01 2..'].reverse(),
    );
  });

  it('may end altogether', () => {
    const rows = learn(
      { ...opened, tiers: [['2025-04-01', 'T2']] },
      { ...opened, opened: null, tiers: [], at: 2 },
    );
    expect(standing(rows)).toEqual([]);
    expect(told(rows)).toEqual(['null 2025-01-10..2025-04-01 1..2', 'T2 2025-04-01.. 1..2']);
  });
});

describe('the worked rows of ACME', () => {
  const e = { assigned: 1, late: 2, corrected: 4 };

  it('are these four', () => {
    const rows = learn(
      {
        from: '2025-01-10',
        opened: '2025-01-10',
        tiers: [['2025-01-10', 'T3']],
        at: e.assigned,
        cause: 'e1',
      },
      { from: '2025-03-03', opened: '2025-01-10', tiers: [['2025-03-03', 'T2']], at: e.late, cause: 'e2' },
      {
        from: '2025-03-03',
        opened: '2025-01-10',
        tiers: [['2025-03-03', 'T3']],
        at: e.corrected,
        cause: 'e4',
      },
    );
    const said = rows.map(({ from, until, knownFrom, knownUntil, computed, cause }) => ({
      valid: [from, until],
      known: [Number(knownFrom), knownUntil === null ? null : Number(knownUntil)],
      tier: computed,
      cause,
    }));
    expect(said).toEqual([
      { valid: ['2025-01-10', null], known: [e.assigned, e.late], tier: 'T3', cause: 'e1' },
      { valid: ['2025-01-10', '2025-03-03'], known: [e.late, null], tier: 'T3', cause: 'e1' },
      { valid: ['2025-03-03', null], known: [e.late, e.corrected], tier: 'T2', cause: 'e2' },
      { valid: ['2025-03-03', null], known: [e.corrected, null], tier: 'T3', cause: 'e4' },
    ]);
  });
});
