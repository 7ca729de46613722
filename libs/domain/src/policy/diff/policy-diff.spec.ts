import { arrLadder, contractValue } from '../../../../testing/src/documents';
import { policyDiff } from './policy-diff';
import { PolicyDocument } from '../policy-document';

type Document = Record<string, unknown>;
const between = (before: Document, after: Document) =>
  policyDiff(PolicyDocument.parse(before), PolicyDocument.parse(after));
const from = (before: Document) => (change: Document) => between(before, { ...before, ...change });

const tiers = [
  { code: 'a', rank: 2 },
  { code: 'b', rank: 1 },
];
const measures = { fit: { fact: 'fit' }, spend: { revenueWindowMonths: 12 } };

describe('the difference of two policies in words', () => {
  it('is nothing where they say the same', () =>
    expect(between(contractValue, { ...contractValue })).toEqual([]));

  it('tells where a tier begins', () => {
    const changed = from(contractValue);
    const [strategic, growth] = contractValue.boundaries as [object, object];
    expect(changed({ boundaries: [strategic, { ...growth, at: '300000' }] })).toEqual([
      'Growth begins at 300,000 of acv instead of 250,000.',
    ]);
    expect(changed({ boundaries: [{ ...strategic, inclusive: false }, growth] })).toEqual([
      'Strategic begins at over 1,000,000 of acv instead of 1,000,000.',
    ]);
    expect(changed({ boundaries: [growth] })).toEqual([
      'Strategic begins nowhere on acv any more; it began at 1,000,000.',
    ]);
    expect(between({ ...contractValue, boundaries: [growth] }, contractValue)).toEqual([
      'Strategic begins at 1,000,000 of acv, which is new.',
    ]);
    expect(changed({ combine: 'lowest' })).toEqual([
      'Of the tiers that several measures give, the lowest is taken instead of the highest.',
    ]);
  });

  it('tells of gates', () => {
    const gate = { measure: 'marginPct', below: '10', capTier: 'growth' };
    const withGate = { ...contractValue, gates: [gate] };
    expect(between(contractValue, withGate)).toEqual([
      'The gate on marginPct is new: under 10 not over growth.',
    ]);
    expect(between(withGate, contractValue)).toEqual([
      'The gate on marginPct is gone: under 10 not over growth.',
    ]);
    expect(from(withGate)({ gates: [{ ...gate, below: '12', missing: 'pass' }] })).toEqual([
      'The gate on marginPct is under 12 not over growth, and not counted for who never had it instead of under 10 not over growth.',
    ]);
  });

  it('tells of tiers and how they are treated', () => {
    const changed = from(contractValue);
    const [strategic, growth, runRate] = contractValue.tiers as unknown as [Document, Document, Document];
    expect(changed({ tiers: [strategic, growth] })).toEqual(['Tier Run-Rate is gone.']);
    expect(
      changed({ tiers: [{ ...strategic, rank: 4 }, { ...growth, label: 'Grow' }, runRate, { code: 'x' }] }),
    ).toEqual([
      'Strategic has rank 4 instead of 3.',
      'growth is called Grow instead of Growth.',
      'Tier x is new.',
    ]);
    const treated = (treatment: object) => ({ tiers: [{ ...strategic, treatment }, growth, runRate] });
    expect(
      between(
        { ...contractValue, ...treated({ sla: { hours: 8 }, cadence: 'monthly' }) },
        { ...contractValue, ...treated({ sla: { hours: 4 }, kpis: ['nrr'] }) },
      ),
    ).toEqual([
      'The treatment of Strategic: cadence is gone.',
      'The treatment of Strategic: kpis is new: nrr.',
      'The treatment of Strategic: sla.hours is 4 instead of 8.',
    ]);
  });

  it('tells of measures', () =>
    expect(
      from({ ...contractValue, measures: { ...contractValue.measures, ...measures } })({
        measures: {
          acv: { fact: 'acv', freshnessDays: 400 },
          spend: { revenueWindowMonths: 6, kinds: ['invoice'], currency: 'USD', of: 'family' },
          share: { ratioPct: { of: 'fit', to: 'spend' }, whenZero: '0' },
        },
      }),
    ).toEqual([
      'Measure acv is the fact acv, at most 400 days old instead of the fact acv.',
      'Measure spend is the sum of 6 months of revenue of the whole family of invoice in USD instead of the sum of 12 months of revenue.',
      'Measure share is new: fit in per cent of spend, and 0 where that is 0.',
      'Measure fit is gone.',
    ]));

  it('tells of weights, thresholds and cuts', () => {
    const input = { measure: 'fit', weight: '1', min: '0', max: '100' };
    const score = { kind: 'score', tiers, measures, inputs: [input], thresholds: [{ tier: 'a', at: '70' }] };
    expect(
      from(score)({
        inputs: [
          { ...input, weight: '0.6', max: '1000' },
          { measure: 'spend', weight: '0.4', min: '0', max: '5', invert: true },
        ],
        thresholds: [{ tier: 'a', at: '60', inclusive: false }],
        missing: 'lowest',
      }),
    ).toEqual([
      'fit counts 0.6 of the score instead of 1.',
      'fit is read from 0 to 1,000 instead of from 0 to 100.',
      'spend is new in the score: it counts 0.4, from 0 to 5, inverted.',
      'a begins at a score of over 60 instead of 70.',
      'The rule on a missing input is lowest instead of hold.',
    ]);
    const ranked = {
      kind: 'percentile',
      tiers,
      measures,
      inputs: [input],
      cuts: [{ tier: 'a', topPct: '10' }],
    };
    expect(from(ranked)({ cuts: [{ tier: 'a', topPct: '15' }] })).toEqual([
      'a takes the top 15 % instead of the top 10 %.',
    ]);
    expect(between(score, ranked)[0]).toBe('The policy is one of percentile instead of score.');
  });

  it('tells of axes and cells', () => {
    const matrix = {
      kind: 'matrix',
      tiers,
      measures,
      axes: [
        { measure: 'fit', cuts: ['50'] },
        { name: 'size', measure: 'spend', cuts: ['1000'] },
      ],
      cells: [
        ['b', 'b'],
        ['b', 'a'],
      ],
    };
    expect(
      from(matrix)({
        axes: [
          { measure: 'fit', cuts: ['60'] },
          { name: 'size', measure: 'spend', cuts: ['1000', '2000'] },
        ],
        cells: [
          ['b', 'b', 'a'],
          ['a', 'a', 'a'],
        ],
      }),
    ).toEqual([
      'Band 2 of fit begins at 60 instead of 50.',
      'Band 3 of size is new: it begins at 2,000.',
      'Band 1 of fit with band 3 of size is new: a.',
      'Band 2 of fit with band 1 of size is a instead of b.',
      'Band 2 of fit with band 3 of size is new: a.',
    ]);
  });

  it('tells of rows and their order', () => {
    const row = (tier: string, ...when: object[]) => ({ when, tier });
    const [rich, fit, rest] = [
      row('a', { measure: 'spend', atLeast: '1000' }),
      row('b', { measure: 'fit', over: '5', atMost: '9' }),
      row('b'),
    ];
    const table = { kind: 'table', tiers, measures, rows: [rich, rest] };
    expect(from(table)({ rows: [fit, rest] })).toEqual([
      'Row 1 is new: fit is over 5 and at most 9 gives b.',
      'Row 1 is gone: spend is at least 1000 gives a.',
    ]);
    expect(between({ ...table, rows: [rich, fit, rest] }, { ...table, rows: [fit, rich, rest] })).toEqual([
      'The rows stand in another order, and the first that holds counts.',
    ]);
  });

  it('tells of everything else by its name', () => {
    const changed = from(arrLadder);
    expect(changed({ stabiliser: { ...arrLadder.stabiliser, demotionConfirmations: 3 } })).toEqual([
      'The stabiliser: demotionConfirmations is 3 instead of 2.',
    ]);
    const { stabiliser: _, ...plain } = arrLadder;
    expect(between(arrLadder, plain)).toEqual(['The stabiliser is gone.']);
    expect(changed({ approvals: ['revops', 'finance'], assessOn: ['arr'] })).toEqual([
      'The list of who approves is new: revops, finance.',
      'The list of measures assessed at once is arr instead of nothing.',
    ]);
    const one = { name: 'one', inputs: { arr: '1' }, expect: 'T3' };
    expect(changed({ cases: [one, { ...one, name: 'two' }] })).toEqual(['2 golden accounts are new.']);
    expect(from({ ...arrLadder, cases: [one] })({ cases: [{ ...one, expect: 'T2' }] })).toEqual([
      'The golden account "one" says something else.',
    ]);
    expect(changed({ tiers: arrLadder.tiers.toReversed() })).toEqual([
      'The document says the same in another order.',
    ]);
  });
});
