import { judgeOf, PolicyDocument, type RevenueRow } from '#libs/domain';
import { day, decimal } from '#libs/kernel';
import { arrLadder, contractValue } from '../../../testing/src/documents';
import { accountKnown, inForce, known, planOf } from '../../../testing/src/known';
import { simulateAccount } from './simulated-account';
import { moveKind } from './simulated-tiers';
import { plansOf, rankedDays } from './simulated-plans';
import { addAccounts, emptyTotals, told } from './simulated-totals';

const [q1, q2, q3, q4] = ['2024-04-01', '2024-07-01', '2024-10-01', '2025-01-01'].map(day) as [
  ReturnType<typeof day>,
  ReturnType<typeof day>,
  ReturnType<typeof day>,
  ReturnType<typeof day>,
];
const lower = PolicyDocument.parse({
  ...arrLadder,
  boundaries: [{ ...arrLadder.boundaries[0], at: '500000' }, arrLadder.boundaries[1]],
  tiers: arrLadder.tiers.map((tier) => ({
    ...tier,
    treatment: tier.code === 'T1' ? { coverage: { role: 'csm', accountsPerRole: 2 } } : {},
  })),
});
const plan = planOf([inForce(arrLadder)], [q1, q2, q3, q4]);
const draft = { version: 2, document: lower };
const period = { from: q2, to: q3 };

/** 260,000 and then 600,000 of ARR: T2 as the plan stands, T1 under the draft. */
const growing = accountKnown([known('arr', '260000', '2024-03-01'), known('arr', '600000', '2024-06-01')]);

describe('an account under a plan that has not come about', () => {
  const plans = plansOf(plan, draft, period);

  it('stands as it does until the version begins, and where it leads from then on', () => {
    const simulated = simulateAccount(growing, plans, period);
    expect(simulated).toMatchObject({
      fromTier: 'T2',
      toTier: 'T1',
      differsFrom: q2,
      changes: [{ day: q2, kind: 'promotion', fromTier: 'T2', toTier: 'T1' }],
      arr: '600000',
      arrBasis: 'ARR_FACT',
    });
    const [, , now, then] = JSON.parse(simulated.leaf) as [string, string, Step[], Step[]];
    expect(now.map(stepOf)).toEqual([`${q1} v1 T2`, `${q2} v1 T2`, `${q3} v1 T2`]);
    expect(then.map(stepOf)).toEqual([`${q1} v1 T2`, `${q2} v2 T1`, `${q3} v2 T1`]);
  });

  it('is assessed once on a day that is none of the scheme, under both', () => {
    const asOf = day('2024-08-15');
    const onADay = { from: asOf, to: asOf };
    const [, , now, then] = JSON.parse(
      simulateAccount(growing, plansOf(plan, draft, onADay), onADay).leaf,
    ) as [string, string, Step[], Step[]];
    expect(now.map(stepOf)).toEqual([`${q1} v1 T2`, `${q2} v1 T2`, `${asOf} v1 T2`]);
    expect(then.map(stepOf)).toEqual([`${q1} v1 T2`, `${q2} v1 T2`, `${asOf} v2 T1`]);
  });

  it('sets aside what was to begin later than the version', () => {
    const later = planOf(
      [inForce(arrLadder, '1990-01-01', q3), inForce(contractValue, q3, null, 3)],
      [q1, q2, q3],
    );
    expect(
      plansOf(later, draft, period).then.policies.map(({ version, from, until }) => [version, from, until]),
    ).toEqual([
      [1, '1990-01-01', q2],
      [2, q2, '2024-10-02'],
    ]);
  });

  it('is ranked on the reviews of all accounts, from the day the version begins', () =>
    expect(rankedDays(plans, period)).toEqual([q2, q3]));

  it('has its revenue of twelve months for ARR, where no fact tells it', () => {
    const row = (occurredOn: string, amount: string, currency = 'USD'): RevenueRow => ({
      occurredOn: day(occurredOn),
      amount: decimal(amount),
      currency,
      kind: 'invoice',
    });
    const of = (...revenue: RevenueRow[]) => {
      const { arr, arrBasis } = simulateAccount(accountKnown([], { revenue }), plans, period);
      return [arr, arrBasis];
    };
    expect(of(row('2023-09-30', '1'), row('2023-10-01', '2'), row('2024-09-30', '4'), row(q3, '8'))).toEqual([
      '6',
      'TRAILING_12_REVENUE',
    ]);
    expect(of(row('2024-01-01', '1'), row('2024-01-02', '2', 'EUR'))).toEqual([null, 'TRAILING_12_REVENUE']);
  });

  it('is proved by its figures too, whether the policies read them or not', () => {
    const ofContracts = plansOf(
      planOf([inForce(contractValue)], [q1]),
      { ...draft, document: contractValue },
      period,
    );
    const leafOf = (arr: string) =>
      simulateAccount(
        accountKnown([known('acv', '300000', '2024-03-01'), known('arr', arr, '2024-03-01')]),
        ofContracts,
        period,
      ).leaf;
    expect(leafOf('1')).toBe(leafOf('1'));
    expect(leafOf('2')).not.toBe(leafOf('1'));
  });

  it('that nobody knows yet has no tier under either', () =>
    expect(simulateAccount(accountKnown([], { onboardedOn: '2025-06-01' }), plans, period)).toMatchObject({
      fromTier: null,
      toTier: null,
      differsFrom: null,
      changes: [],
    }));

  it('moves by the order that the version gives its tiers', () => {
    const judge = judgeOf(lower);
    const kindOf = (from: string | null, to: string | null) => moveKind(from, to, judge);
    expect([kindOf('T2', 'T1'), kindOf('T1', 'T3'), kindOf(null, 'T3'), kindOf('T3', null)]).toEqual([
      'promotion',
      'demotion',
      'enter',
      'exit',
    ]);
    expect([kindOf('old', 'T1'), kindOf('T1', 'T1'), kindOf(null, null)]).toEqual([
      'lateral',
      undefined,
      undefined,
    ]);
  });
});

describe('what a version comes to', () => {
  const plans = plansOf(plan, draft, period);
  const steady = accountKnown([known('arr', '1200000', '2024-03-01')]);
  const nobody = accountKnown([], { onboardedOn: '2025-06-01' });
  const simulated = [growing, steady, growing, growing, nobody].map((account) =>
    simulateAccount(account, plans, period),
  );
  const totals = addAccounts(emptyTotals(), simulated, lower);
  const result = told(totals, { now: arrLadder, then: lower });

  it('adds up over the accounts', () =>
    expect(result).toMatchObject({
      accounts: 5,
      moves: { enter: 0, promotion: 3, demotion: 0, lateral: 0, exit: 0, unchanged: 2 },
      moved: 3,
      matrix: [
        { from: 'T1', to: 'T1', accounts: 1, arr: '1200000' },
        { from: 'T2', to: 'T1', accounts: 3, arr: '1800000' },
        { from: 'NONE', to: 'NONE', accounts: 1, arr: '0' },
      ],
      days: [{ day: q2, enter: 0, promotion: 3, demotion: 0, lateral: 0, exit: 0 }],
      arrMoved: '1800000',
      arrBasis: 'MIXED',
      arrUnknown: 0,
    }));

  it('says what each tier has under both', () =>
    expect(
      result.kpiRecast.map(({ tier, now, then }) => [tier, now.accounts, now.arr, then.accounts, then.arr]),
    ).toEqual([
      ['T1', 1, '1200000', 4, '3000000'],
      ['T2', 3, '1800000', 0, '0'],
      ['T3', 0, '0', 0, '0'],
      ['NONE', 1, '0', 1, '0'],
    ]));

  it('says how many people the treatments take', () =>
    expect(result.capacity).toEqual([
      { tier: 'T1', accountsNow: 1, accountsThen: 4, rolesNow: null, rolesThen: 2 },
      { tier: 'T2', accountsNow: 3, accountsThen: 0, rolesNow: null, rolesThen: null },
      { tier: 'T3', accountsNow: 0, accountsThen: 0, rolesNow: null, rolesThen: null },
    ]));

  it('gives the revenue an account to the cent', () => {
    const revenue = (amount: string) => [
      { occurredOn: q1, amount: decimal(amount), currency: 'USD', kind: 'invoice' },
    ];
    const three = ['100', '0', '0.01'].map((amount) =>
      simulateAccount(accountKnown([], { revenue: revenue(amount) }), plans, period),
    );
    const { kpiRecast } = told(addAccounts(emptyTotals(), three, lower), { now: undefined, then: lower });
    expect(kpiRecast.find(({ tier }) => tier === 'NONE')!.then).toEqual({
      accounts: 3,
      arr: '100.01',
      revenueTrailing12: '100.01',
      arpa: '33.34',
    });
  });

  it('comes to the same in whatever parts the accounts are added', () => {
    for (let at = 0; at <= simulated.length; at += 1) {
      const some = addAccounts(emptyTotals(), simulated.slice(0, at), lower);
      const stored = JSON.parse(JSON.stringify(some)) as typeof some;
      expect(addAccounts(stored, simulated.slice(at), lower)).toEqual(totals);
    }
  });
});

interface Step {
  readonly day: string;
  readonly policyVersion: number;
  readonly computed: string;
}
const stepOf = ({ day: on, policyVersion, computed }: Step) => `${on} v${policyVersion} ${computed}`;
