import { policy } from '../../../../testing/src/known';
import { lint } from './lint';

const measures = { acv: { fact: 'acv' } };
const ordinal = {
  kind: 'bands',
  tiers: ['bronze', 'silver', 'gold'].map((code, rank) => ({ code, rank })),
  measures,
  boundaries: [
    { tier: 'gold', measure: 'acv', at: '100', inclusive: true },
    { tier: 'silver', measure: 'acv', at: '10', inclusive: true },
  ],
};
const nominal = {
  kind: 'table',
  tiers: ['bronze', 'silver', 'gold'].map((code) => ({ code })),
  measures,
  rows: [
    { when: [{ measure: 'acv', atLeast: '100' }], tier: 'gold' },
    { when: [{ measure: 'acv', atLeast: '10' }], tier: 'silver' },
    { tier: 'bronze' },
  ],
};
const found = (document: object) =>
  lint(policy(document as never)).map(({ code, severity, pointer }) => [code, severity, pointer]);

describe('the linter of gates', () => {
  it.each<[object, string[][]]>([
    [{ atLeast: '5', liftTier: 'silver' }, []],
    [{ atLeast: '5', liftTier: 'tin' }, [['UNKNOWN_TIER', 'error', '/gates/0/liftTier']]],
    [{ atLeast: '5', liftTier: 'bronze' }, [['GATE_WITHOUT_EFFECT', 'warning', '/gates/0']]],
    [{ capTier: 'silver' }, [['GATE_WITHOUT_CONDITION', 'error', '/gates/0']]],
    [{ below: '1', atLeast: '5', capTier: 'silver' }, [['GATE_WITHOUT_CONDITION', 'error', '/gates/0']]],
    [
      { atLeast: '5', liftTier: 'silver', outOfProgramme: true },
      [['GATE_WITHOUT_EFFECT', 'warning', '/gates/0']],
    ],
  ])('weighs %j', (gate, findings) =>
    expect(found({ ...ordinal, gates: [{ measure: 'acv', ...gate }] })).toEqual(findings),
  );

  it('of tiers without an order none can be capped or lifted, but left', () => {
    expect(found({ ...nominal, gates: [{ measure: 'acv', below: '1', outOfProgramme: true }] })).toEqual([]);
    expect(
      found({ ...nominal, gates: [{ measure: 'acv', below: '1', capTier: 'gold', liftTier: 'silver' }] }),
    ).toEqual([
      ['CAP_WITHOUT_ORDER', 'error', '/gates/0/capTier'],
      ['CAP_WITHOUT_ORDER', 'error', '/gates/0/liftTier'],
    ]);
  });
});

describe('the linter of order', () => {
  it('knows a lowest tier only where there is an order', () => {
    expect(found({ ...ordinal, missing: 'lowest' })).toEqual([]);
    expect(found({ ...nominal, missing: 'lowest' })).toEqual([['LOWEST_WITHOUT_ORDER', 'error', '/missing']]);
  });

  it('knows floors and ceilings only where there is an order', () => {
    const overrides = { types: ['PIN', 'FLOOR', 'CEILING', 'FREEZE', 'EXCLUDE'], quota: { count: 5 } };
    expect(found({ ...ordinal, overrides })).toEqual([]);
    expect(found({ ...nominal, overrides })).toEqual([
      ['FLOOR_WITHOUT_ORDER', 'error', '/overrides/types/1'],
      ['CEILING_WITHOUT_ORDER', 'error', '/overrides/types/2'],
    ]);
  });

  it.each<[unknown, string]>([
    ['PIN', '/overrides/types'],
    [null, '/overrides/types'],
    [['PIN', 'pin'], '/overrides/types/1'],
    [[['FLOOR']], '/overrides/types/0'],
    [[5], '/overrides/types/0'],
  ])('does not know the types %j', (types, pointer) =>
    expect(found({ ...ordinal, overrides: { types } })).toEqual([
      ['OVERRIDE_TYPE_UNKNOWN', 'error', pointer],
    ]),
  );
});
