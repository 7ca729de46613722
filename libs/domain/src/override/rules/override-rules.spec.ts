import { ladder, ladderWith } from '../../../../testing/src/overrides';
import { lint } from '../../policy/lint/lint';
import { OverrideRules, overrideRulesOf } from './override-rules';

const { overrides: usual } = { overrides: overrideRulesOf(ladder) };
const found = (overrides: object) =>
  lint(ladderWith(overrides))
    .filter(({ pointer }) => pointer.startsWith('/overrides'))
    .map(({ code, severity, pointer }) => [code, severity, pointer]);

describe('what a policy says of overrides', () => {
  it('is the practice of the field where it says nothing', () =>
    expect(usual).toMatchObject({
      types: ['PIN', 'FLOOR', 'CEILING', 'FREEZE', 'EXCLUDE'],
      quota: { count: 5, percentOfBook: '5' },
      maxTermQuarters: 2,
      maxFreezeDays: 90,
      approvalWithinDays: 14,
      reattestWithinBusinessDays: 10,
      expiryNoticeDays: [30, 14, 7],
      maxRenewals: 2,
      emergency: { maxHours: 72, ratifyWithinHours: 72, perQuarter: 3 },
      committee: { quorum: 2, of: 3 },
    }));

  it('is its own where it says something, and the practice for the rest', () => {
    const rules = overrideRulesOf(
      ladderWith({ quota: { count: 1 }, maxTermQuarters: 4, routes: [], emergency: { perQuarter: 1 } }),
    );
    expect(rules).toEqual({
      ...usual,
      quota: { count: 1 },
      maxTermQuarters: 4,
      emergency: { ...usual.emergency, perQuarter: 1 },
    });
  });

  it('is the practice again where it cannot be read', () =>
    expect(overrideRulesOf(ladderWith({ maxTermQuarters: 'two' }))).toEqual(usual));

  it('is read alike when it is read again as it was understood', () =>
    expect(OverrideRules.parse(usual)).toEqual(usual));
});

describe('the linter', () => {
  it('has nothing to say of sound rules', () => {
    expect(found({})).toEqual([]);
    expect(found({ quota: { count: 5 }, maxTermQuarters: 2, routes: [] })).toEqual([]);
  });

  it.each([
    [{ maxTermQuarters: 'two' }, '/overrides/maxTermQuarters'],
    [{ maxTermQuarters: 0 }, '/overrides/maxTermQuarters'],
    [{ quota: { count: -1 } }, '/overrides/quota/count'],
    [{ routes: [{ levels: ['ceo'] }] }, '/overrides/routes/0/levels/0'],
    [{ routes: [{ levels: [] }] }, '/overrides/routes/0/levels'],
    [{ committee: { quorum: 4, of: 3 } }, '/overrides/committee'],
  ])('finds %j', (overrides, pointer) =>
    expect(found(overrides)).toEqual([['OVERRIDE_RULE_INVALID', 'error', pointer]]),
  );

  it('warns of what nothing reads', () =>
    expect(found({ maxTermQuaters: 2 })).toEqual([
      ['OVERRIDE_RULE_UNKNOWN', 'warning', '/overrides/maxTermQuaters'],
    ]));
});
