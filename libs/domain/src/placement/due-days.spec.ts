import { accountKnown, bands, inForce, known, planOf } from '../../../testing/src/known';
import { day, decimal } from '#libs/kernel';
import type { SchemeKnowledge } from './knowledge';
import { dueDays, openedOn } from './due-days';

const assessing = (assessOn: string[] = [], fact = 'acv') =>
  bands({
    tiers: [
      { code: 'gold', rank: 2 },
      { code: 'bronze', rank: 1 },
    ],
    measures: { acv: { fact } },
    boundaries: [{ tier: 'gold', measure: 'acv', at: '10', inclusive: true }],
    assessOn,
  });
const due = (plan: SchemeKnowledge, account: ReturnType<typeof accountKnown>) =>
  dueDays(account, plan, openedOn(account)!).map((one) => [one.day, one.kind, one.policy.version]);
const days = ['2025-04-01', '2025-01-01', '2025-07-01'];

describe('an account enters a scheme', () => {
  it('on the day declared, whatever its facts say', () =>
    expect(openedOn(accountKnown([known('acv', '1', '2024-01-01')], { onboardedOn: '2025-01-01' }))).toBe(
      '2025-01-01',
    ));

  it('else on the day of its earliest fact, of input or of revenue', () => {
    const revenue = [
      { occurredOn: day('2024-06-01'), amount: decimal('1'), currency: 'EUR', kind: 'invoice' },
    ];
    const facts = [known('acv', '1', '2025-03-01'), known('arr', '1', '2025-02-01')];
    expect(openedOn(accountKnown(facts))).toBe('2025-02-01');
    expect(openedOn(accountKnown(facts, { revenue }))).toBe('2024-06-01');
  });

  it('never without either', () => expect(openedOn(accountKnown([]))).toBeNull());
});

describe('an account is assessed', () => {
  it('on the days of the scheme behind its onboarding, in order', () => {
    const plan = planOf(assessing(), days, ['2025-05-01']);
    expect(due(plan, accountKnown([], { onboardedOn: '2024-12-31' }))).toEqual([
      ['2025-01-01', 'scheduled', 1],
      ['2025-04-01', 'scheduled', 1],
      ['2025-05-01', 'unscheduled', 1],
      ['2025-07-01', 'scheduled', 1],
    ]);
    expect(due(plan, accountKnown([], { onboardedOn: '2025-04-01' }))).toEqual([
      ['2025-05-01', 'unscheduled', 1],
      ['2025-07-01', 'scheduled', 1],
    ]);
  });

  it('on the day of a fact that the policy assesses on, the onboarding day included', () => {
    const plan = planOf(assessing(['acv']), ['2025-04-01']);
    const facts = [
      known('acv', '1', '2025-01-01'),
      known('acv', '2', '2025-05-01'),
      known('arr', '3', '2025-06-01'),
    ];
    expect(due(plan, accountKnown(facts))).toEqual([
      ['2025-01-01', 'unscheduled', 1],
      ['2025-04-01', 'scheduled', 1],
      ['2025-05-01', 'unscheduled', 1],
    ]);
    expect(due(plan, accountKnown(facts, { onboardedOn: '2025-04-15' }))).toEqual([
      ['2025-05-01', 'unscheduled', 1],
    ]);
  });

  it('once on a day, scheduled when the scheme says so, even on the onboarding day', () => {
    const plan = planOf(assessing(['acv']), ['2025-01-01'], ['2025-01-01', '2025-05-01']);
    const facts = [
      known('acv', '1', '2025-01-01', 'a'),
      known('acv', '2', '2025-01-01', 'b'),
      known('acv', '3', '2025-05-01'),
    ];
    expect(due(plan, accountKnown(facts))).toEqual([
      ['2025-01-01', 'scheduled', 1],
      ['2025-05-01', 'unscheduled', 1],
    ]);
  });

  it('by the name of the measure as well as by that of the fact it reads', () => {
    const facts = [known('contractValue', '1', '2025-01-01')];
    for (const named of ['acv', 'contractValue'])
      expect(due(planOf(assessing([named], 'contractValue')), accountKnown(facts))).toEqual([
        ['2025-01-01', 'unscheduled', 1],
      ]);
  });

  it('under the policy in force on the day, and on no day without one', () => {
    const plan = planOf(
      [
        inForce(assessing(['acv']), '2025-01-01', '2025-02-01', 1),
        inForce(assessing(), '2025-04-01', null, 2),
      ],
      ['2024-12-01', '2025-01-15', '2025-02-01', '2025-04-01'],
    );
    const facts = ['2024-06-01', '2025-01-20', '2025-03-01', '2025-05-01'].map((on) => known('acv', '1', on));
    expect(due(plan, accountKnown(facts))).toEqual([
      ['2025-01-15', 'scheduled', 1],
      ['2025-01-20', 'unscheduled', 1],
      ['2025-04-01', 'scheduled', 2],
    ]);
  });

  it('on a day for some accounts only when it is among them', () => {
    const listing = (...ids: string[]): SchemeKnowledge => ({
      ...planOf(assessing(['acv'])),
      days: [
        { day: day('2025-04-01'), kind: 'scheduled', externalIds: new Set(ids) },
        { day: day('2025-04-01'), kind: 'unscheduled', externalIds: null },
      ],
    });
    const account = accountKnown([], { onboardedOn: '2025-01-01' });
    expect(due(listing('ACME', 'B'), account)).toEqual([['2025-04-01', 'scheduled', 1]]);
    expect(due(listing('B'), account)).toEqual([['2025-04-01', 'unscheduled', 1]]);
    const without = { ...listing('B'), days: listing('B').days.slice(0, 1) };
    expect(due(without, account)).toEqual([]);
    expect(
      due(without, accountKnown([known('acv', '1', '2025-04-01')], { onboardedOn: '2025-01-01' })),
    ).toEqual([['2025-04-01', 'unscheduled', 1]]);
  });
});
