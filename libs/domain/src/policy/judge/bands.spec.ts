import { Measure, TierCode } from '../../vocabulary';
import { bands } from '../../../../testing/src/known';
import type { Reading } from './judge';
import { indicate, judgeOf } from './judge-of';

const tiers = [
  { code: 'gold', rank: 3 },
  { code: 'silver', rank: 2 },
  { code: 'bronze', rank: 1 },
];
const bounds = (measure: string, gold: string, silver: string, inclusive = true) => [
  { tier: 'gold', measure, at: gold, inclusive },
  { tier: 'silver', measure, at: silver, inclusive },
];
const reading = (measure: string, value: string | null, problem?: string): Reading => ({
  measure: Measure.parse(measure),
  value,
  ...(problem && { problem }),
});
const ladder = ['bronze', 'silver', 'gold'].map((code) => TierCode.parse(code));
const tierAt = (place: number) => ladder[place]!;
const place = (tier: TierCode) => ladder.indexOf(tier);
const measures = { acv: { fact: 'acv' }, fit: { fact: 'fit' }, margin: { fact: 'margin' } };
const two = (combine: 'highest' | 'lowest', missing: 'hold' | 'lowest' = 'hold') =>
  bands({
    tiers,
    measures,
    combine,
    missing,
    boundaries: [...bounds('acv', '100', '10'), ...bounds('fit', '9', '5')],
  });

describe('the bands', () => {
  it.each([
    ['highest', '50', '9', 'gold'],
    ['highest', '100', '1', 'gold'],
    ['highest', '1', '1', 'bronze'],
    ['lowest', '50', '9', 'silver'],
    ['lowest', '100', '1', 'bronze'],
    ['lowest', '100', '9', 'gold'],
  ] as const)('combined by the %s: acv %s and fit %s are %s', (combine, acv, fit, tier) =>
    expect(indicate(two(combine), [reading('fit', fit), reading('acv', acv)]).tier).toBe(tier),
  );

  it('tell the verdict of each boundary', () =>
    expect(indicate(two('lowest'), [reading('acv', '100'), reading('fit', '5')])).toEqual({
      tier: 'silver',
      outOfProgramme: false,
      reasons: [],
      verdicts: 'MMNM',
      score: null,
    }));

  it('do not depend on the order in which tiers and boundaries are written', () => {
    const turned = bands({
      ...two('highest'),
      tiers: [...tiers].reverse(),
      boundaries: [...two('highest').boundaries].reverse(),
    });
    for (const acv of ['1', '10', '99', '100'])
      expect(indicate(turned, [reading('acv', acv), reading('fit', '1')]).tier).toBe(
        indicate(two('highest'), [reading('acv', acv), reading('fit', '1')]).tier,
      );
  });

  it('are read exactly, to the last place', () => {
    const policy = bands({ tiers, measures, boundaries: bounds('acv', '0.3000000001', '0.3', false) });
    const tier = (value: string) => indicate(policy, [reading('acv', value)]).tier;
    expect(['0.3', '0.30', '0.3000000001', '0.3000000002', '-1'].map(tier)).toEqual([
      'bronze',
      'bronze',
      'silver',
      'gold',
      'bronze',
    ]);
  });

  it('hold when a measure has no value, and say which and why', () =>
    expect(indicate(two('highest'), [reading('acv', '100'), reading('fit', null, 'STALE')])).toEqual({
      tier: null,
      outOfProgramme: false,
      reasons: ['STALE:fit'],
      verdicts: 'MM??',
      score: null,
    }));

  it('give the lowest tier for a measure without value when the policy says so', () => {
    expect(indicate(two('highest', 'lowest'), [reading('acv', '50')])).toMatchObject({
      tier: 'silver',
      reasons: ['MISSING:fit'],
    });
    expect(indicate(two('lowest', 'lowest'), [reading('acv', '50')])).toMatchObject({
      tier: 'bronze',
      reasons: ['MISSING:fit'],
    });
  });
});

describe('a gate', () => {
  const gated = (gates: Parameters<typeof bands>[0]['gates'], missing: 'hold' | 'lowest' = 'hold') =>
    bands({ tiers, measures, missing, boundaries: bounds('acv', '100', '10'), gates });
  const verdict = (policy: ReturnType<typeof gated>, acv: string, margin: string | null) => {
    const { tier, outOfProgramme, reasons } = indicate(policy, [
      reading('acv', acv),
      reading('margin', margin, 'NOT_A_NUMBER'),
    ]);
    return [tier, outOfProgramme, reasons];
  };
  const cap = gated([{ measure: 'margin', below: '10', capTier: 'silver' }]);

  it('caps what is strictly below it', () => {
    expect(verdict(cap, '100', '9.99')).toEqual(['silver', false, ['GATE:margin']]);
    expect(verdict(cap, '100', '10')).toEqual(['gold', false, []]);
  });

  it('lifts nobody and says nothing where it changes nothing', () => {
    expect(verdict(cap, '50', '1')).toEqual(['silver', false, []]);
    expect(verdict(cap, '1', '1')).toEqual(['bronze', false, []]);
  });

  it('takes the account out of the programme', () => {
    const out = gated([{ measure: 'margin', below: '10', outOfProgramme: true }]);
    expect(verdict(out, '100', '9.99')).toEqual([null, true, ['GATE:margin']]);
    expect(verdict(out, '1', '10')).toEqual(['bronze', false, []]);
  });

  it('is the lowest of several', () => {
    const policy = gated([
      { measure: 'margin', below: '5', capTier: 'bronze' },
      { measure: 'margin', below: '10', capTier: 'silver' },
    ]);
    expect(verdict(policy, '100', '1')).toEqual(['bronze', false, ['GATE:margin']]);
    expect(verdict(policy, '100', '7')).toEqual(['silver', false, ['GATE:margin']]);
  });

  it.each(['hold', 'lowest'] as const)(
    'without a value holds, whatever the policy says of missing (%s)',
    (missing) =>
      expect(
        verdict(gated([{ measure: 'margin', below: '10', capTier: 'silver' }], missing), '100', null),
      ).toEqual([null, false, ['NOT_A_NUMBER:margin']]),
  );

  it('names a measure that it shares with a boundary once', () =>
    expect(indicate(gated([{ measure: 'acv', below: '5', capTier: 'bronze' }]), []).reasons).toEqual([
      'MISSING:acv',
    ]));
});

describe('the exit edges', () => {
  const policy = (deadBandPct: string, inclusive = true, gold = '1000', silver = '250', measure = 'acv') =>
    bands({
      tiers,
      measures,
      boundaries: bounds(measure, gold, silver, inclusive),
      stabiliser: { deadBandPct },
    });
  const kept = (value: string, current: number, document = policy('10')) =>
    place(judgeOf(document).keep([reading('acv', value)], tierAt(current), null));

  it('lie under the entry by a share of it, and belong where the entry does', () => {
    expect(['900', '899.9999999999'].map((value) => kept(value, 2))).toEqual([2, 1]);
    expect(['225', '224.9999999999'].map((value) => kept(value, 1))).toEqual([1, 0]);
    expect(['900', '900.0000000001'].map((value) => kept(value, 2, policy('10', false)))).toEqual([1, 2]);
  });

  it('hold for the tier an account stands at and those under it alone', () => {
    expect(kept('950', 1)).toBe(1);
    expect(kept('240', 2)).toBe(1);
    expect(kept('240', 0)).toBe(0);
  });

  it('lie under a negative entry as well', () => {
    const document = policy('10', true, '-100', '-1000');
    expect(['-110', '-110.0000000001'].map((value) => kept(value, 2, document))).toEqual([2, 1]);
  });

  it('are exact where the share is no decimal that could be written', () => {
    const document = policy('0.0000000001', true, '0.0000000003', '0.0000000001');
    expect(['0.0000000003', '0.0000000002'].map((value) => kept(value, 2, document))).toEqual([2, 1]);
    const strict = policy('0.0000000001', false, '0.0000000003', '0.0000000001');
    expect(['0.0000000003', '0.0000000002'].map((value) => kept(value, 2, strict))).toEqual([2, 1]);
  });

  it('are combined and gated as the entries are', () => {
    const boundaries = [...bounds('acv', '100', '10'), ...bounds('fit', '100', '10')];
    const inputs = [reading('acv', '95'), reading('fit', '50')];
    const stabiliser = { deadBandPct: '10' };
    const document = { tiers, measures, boundaries, stabiliser };
    const retained = (said: object) => judgeOf(bands({ ...document, ...said })).keep(inputs, tierAt(2), null);
    expect(retained({ combine: 'highest' })).toBe('gold');
    expect(retained({ combine: 'lowest' })).toBe('silver');
    const gates = [{ measure: 'fit', below: '60', capTier: 'bronze' }];
    expect(retained({ gates })).toBe('bronze');
  });
});
