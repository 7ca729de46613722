import { policy, readings } from '../../../../testing/src/known';
import { TierCode } from '../../vocabulary';
import { indicate, judgeOf } from './judge-of';

const document = {
  kind: 'table' as const,
  tiers: ['grow', 'defend', 'monitor'].map((code) => ({ code })),
  measures: { arr: { fact: 'arr' }, health: { fact: 'health' }, stage: { fact: 'stage' } },
  rows: [
    { when: [{ measure: 'health', below: '40' }], tier: 'monitor' },
    { when: [{ measure: 'stage', in: ['churning', 'lost'] }], tier: 'monitor' },
    { when: [{ measure: 'arr', atLeast: '100', below: '1000' }], tier: 'grow' },
    { tier: 'defend' },
  ],
};
const table = policy(document);
const judged = (values: Record<string, string | null>, of = table) => indicate(of, readings(values));

describe('a table', () => {
  it.each([
    ['39.9', 'live', '500', 'monitor', 'M???'],
    ['40', 'lost', '500', 'monitor', 'NM??'],
    ['40', 'live', '100', 'grow', 'NNM?'],
    ['40', 'live', '1000', 'defend', 'NNNM'],
    ['40', 'live', '99.99', 'defend', 'NNNM'],
  ])('health %s, stage %s, arr %s: the first row that holds gives %s', (health, stage, arr, tier, verdicts) =>
    expect(judged({ health, stage, arr })).toMatchObject({ tier, verdicts, reasons: [] }),
  );

  it('waits at a row that might hold', () => {
    expect(judged({ health: '80', stage: null, arr: '500' })).toMatchObject({
      tier: null,
      reasons: ['MISSING:stage'],
      verdicts: 'N???',
    });
    // What is missing plays no part behind the row that holds, nor in one that is ruled out.
    expect(judged({ health: '10' }).tier).toBe('monitor');
    const both = policy({
      ...document,
      rows: [
        {
          when: [
            { measure: 'arr', over: '5' },
            { measure: 'stage', is: 'live' },
          ],
          tier: 'grow',
        },
        { tier: 'defend' },
      ],
    });
    expect(judged({ arr: '5' }, both)).toMatchObject({ tier: 'defend', verdicts: 'NM' });
  });

  it('gives no tier where no row holds', () => {
    const open = policy({ ...document, rows: document.rows.slice(0, 1) });
    expect(judged({ health: '80' }, open)).toMatchObject({
      tier: null,
      outOfProgramme: false,
      reasons: ['NO_ROW'],
    });
  });

  it('compares words as words and numbers as numbers', () => {
    const rows = [
      { when: [{ measure: 'stage', is: '1.0' }], tier: 'grow' },
      { when: [{ measure: 'stage', is: 'Live' }], tier: 'defend' },
      { tier: 'monitor' },
    ];
    const words = policy({ ...document, rows });
    const of = (stage: string) => judged({ stage }, words).tier;
    expect(['1', '1.00', 'Live', 'live'].map(of)).toEqual(['grow', 'grow', 'defend', 'monitor']);
  });

  it('reads words where no row needs a number', () => {
    const reads = judgeOf(table).reads.map(({ measure, word }) => [measure, word === true]);
    expect(reads).toEqual([
      ['arr', false],
      ['health', false],
      ['stage', true],
    ]);
  });

  it('knows neither up nor down, unless its tiers have an order', () => {
    const [grow, monitor] = [TierCode.parse('grow'), TierCode.parse('monitor')];
    const { order, jump } = judgeOf(table);
    expect([order, jump(grow, monitor), jump(grow, grow)]).toEqual(['nominal', 1, 0]);
    const tiers = ['monitor', 'defend', 'grow'].map((code, rank) => ({ code, rank }));
    const ladder = judgeOf(policy({ ...document, tiers, ordinal: true }));
    expect([ladder.order, ladder.jump(grow, monitor)]).toEqual(['ordinal', 2]);
  });
});
