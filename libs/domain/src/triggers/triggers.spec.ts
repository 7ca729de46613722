import { addDays, day } from '#libs/kernel';
import { accountKnown, bands, inForce, known, planOf } from '../../../testing/src/known';
import type { KnownInput } from '../placement/knowledge';
import { type TriggerKind, triggerKinds } from './trigger';
import { triggersOf } from './triggers-of';
import { type TriggerSettings } from './trigger-settings';
import type { z } from 'zod';

const ladder = (triggers?: z.input<typeof TriggerSettings>, assessOn: string[] = []) =>
  bands({
    tiers: [
      { code: 'T1', rank: 3 },
      { code: 'T2', rank: 2 },
      { code: 'T3', rank: 1 },
    ],
    measures: { acv: { fact: 'acv' } },
    boundaries: [
      { tier: 'T1', measure: 'acv', at: '1000000', inclusive: true },
      { tier: 'T2', measure: 'acv', at: '250000', inclusive: true },
    ],
    assessOn,
    ...(triggers && { triggers }),
  });

const year = [day('2025-01-01'), day('2026-01-01')] as const;

/** The triggers of a kind in 2025, as `day detail`. */
const found = (kind: TriggerKind, inputs: readonly KnownInput[], document = ladder()) =>
  triggersOf(accountKnown(inputs), planOf(document), ...year)
    .filter((one) => one.kind === kind)
    .map((one) => one.day);

const told = (kind: TriggerKind, inputs: readonly KnownInput[], document = ladder()) =>
  triggersOf(accountKnown(inputs), planOf(document), ...year).filter((one) => one.kind === kind);

describe('a renewal', () => {
  it('calls 120 and 30 days before', () =>
    expect(told('RENEWAL', [known('renewalOn', '2025-06-30', '2024-07-01')])).toEqual([
      {
        kind: 'RENEWAL',
        day: '2025-03-02',
        detail: 'The renewal on 2025-06-30 is 120 days away.',
        factIds: ['renewalOn@2024-07-01'],
        assesses: false,
      },
      expect.objectContaining({ day: '2025-05-31', detail: 'The renewal on 2025-06-30 is 30 days away.' }),
    ]));

  it('announced late calls when it is announced, once', () => {
    expect(found('RENEWAL', [known('renewalOn', '2025-06-30', '2025-05-01')])).toEqual([
      '2025-05-01',
      '2025-05-31',
    ]);
    expect(found('RENEWAL', [known('renewalOn', '2025-06-30', '2025-06-20')])).toEqual(['2025-06-20']);
    expect(found('RENEWAL', [known('renewalOn', '2025-06-30', '2025-06-30')])).toEqual([]);
  });

  it('said again is the same one, and put off it is another', () => {
    const first = known('renewalOn', '2025-06-30', '2024-07-01');
    expect(found('RENEWAL', [first, known('renewalOn', '2025-06-30', '2025-04-01')])).toEqual([
      '2025-03-02',
      '2025-05-31',
    ]);
    expect(found('RENEWAL', [first, known('renewalOn', '2025-12-31', '2025-04-01')])).toEqual([
      '2025-03-02',
      '2025-09-02',
      '2025-12-01',
    ]);
    expect(found('RENEWAL', [first, known('renewalOn', 'open', '2025-04-01')])).toEqual(['2025-03-02']);
  });

  it('calls as many days before as the policy says', () =>
    expect(
      found('RENEWAL', [known('renewalOn', '2025-06-30', '2024-07-01')], ladder({ renewal: { days: [90] } })),
    ).toEqual(['2025-04-01']));
});

describe('facts that are triggers by themselves', () => {
  it.each([
    ['EXPANSION', 'expansionClosed'],
    ['RESTRUCTURE', 'restructure'],
    ['RESTRUCTURE', 'merger'],
    ['CREDIT', 'creditDefault'],
    ['LARGE_DEAL', 'largeDeal'],
  ] as const)('%s by %s', (kind, measure) =>
    expect(
      found(kind, [
        known(measure, 'yes', '2025-02-03'),
        known(measure, 'yes', '2026-01-01'),
        known(measure, 'yes', '2024-12-31'),
      ]),
    ).toEqual(['2025-02-03']),
  );

  it('assess by themselves where the policy says so', () => {
    const fact = known('merger', 'yes', '2025-02-03');
    expect(told('RESTRUCTURE', [fact])).toMatchObject([{ assesses: false }]);
    expect(told('RESTRUCTURE', [fact], ladder({}, ['merger']))).toMatchObject([{ assesses: true }]);
  });
});

describe('an opportunity', () => {
  const stage = known('opportunityStage', 'proposal', '2025-02-01');
  const opportunity = known('opportunityAcv', '300000', '2025-02-01');

  it('would indicate the tier of its value, and the signature indicates the tier that binds', () => {
    const facts = [
      known('acv', '1000', '2024-01-01'),
      opportunity,
      stage,
      known('acv', '200000', '2025-04-01'),
    ];
    expect(told('OPPORTUNITY_STAGE', facts)).toMatchObject([
      {
        day: '2025-02-01',
        tier: 'T2',
        detail: 'An opportunity of 300000 at proposal would indicate T2.',
        factIds: [opportunity.factId, stage.factId],
      },
    ]);
    expect(told('SIGNATURE', facts)).toMatchObject([
      { day: '2025-04-01', tier: 'T3', detail: 'A contract was signed (acv 200000) and indicates T3.' },
    ]);
  });

  it('at another stage is told again, with the value it has by then', () =>
    expect(
      told('OPPORTUNITY_STAGE', [opportunity, known('opportunityStage', 'legal', '2025-03-01')]),
    ).toMatchObject([
      { day: '2025-02-01', tier: 'T2' },
      { day: '2025-03-01', tier: 'T2', detail: 'An opportunity of 300000 at legal would indicate T2.' },
    ]));

  it('without a value, without a number, or under a policy that reads no contract indicates no tier', () => {
    expect(told('OPPORTUNITY_STAGE', [stage])).toEqual([]);
    expect(told('OPPORTUNITY_STAGE', [known('opportunityAcv', 'big', '2025-02-01')])).toMatchObject([
      { tier: null },
    ]);
    expect(told('OPPORTUNITY_STAGE', [opportunity], ladder({ deal: { contract: ['tcv'] } }))).toMatchObject([
      { tier: null },
    ]);
  });
});

describe('a large deal', () => {
  const arr = known('arr', '400000', '2024-06-01');
  const deal = (value: string) => known('dealValue', value, '2025-02-03');

  it('is 25 % of current ARR, or the entry of the next tier', () => {
    expect(found('LARGE_DEAL', [arr, deal('100000')])).toEqual(['2025-02-03']);
    expect(found('LARGE_DEAL', [arr, deal('99999.99')])).toEqual([]);
    expect(found('LARGE_DEAL', [deal('250000')])).toEqual(['2025-02-03']);
    expect(found('LARGE_DEAL', [deal('249999.99')])).toEqual([]);
  });

  it('is measured against what stood before it', () => {
    const after = known('arr', '10', '2025-02-03');
    expect(found('LARGE_DEAL', [arr, after, deal('99999')])).toEqual([]);
    const growth = known('acv', '300000', '2024-01-01');
    expect(found('LARGE_DEAL', [growth, deal('999999')])).toEqual([]);
    expect(found('LARGE_DEAL', [growth, deal('1000000')])).toEqual(['2025-02-03']);
  });

  it('without revenue to compare is none for its share', () =>
    expect(found('LARGE_DEAL', [known('arr', '0', '2024-06-01'), deal('1')])).toEqual([]));
});

describe('health', () => {
  const health = (value: string, on: string) => known('healthScore', value, on);

  it('has bands, Green from 70 and Yellow from 40, and calls where the band changes', () => {
    const facts = [
      health('70', '2025-01-01'),
      health('90', '2025-02-01'),
      health('69.99', '2025-03-01'),
      health('unknown', '2025-03-15'),
      health('40', '2025-04-01'),
      health('39.99', '2025-05-01'),
      health('70', '2025-06-01'),
    ];
    expect(told('HEALTH_BAND', facts).map(({ day: on, detail }) => `${on} ${detail}`)).toEqual([
      '2025-03-01 Health went from Green to Yellow: 90 to 69.99.',
      '2025-05-01 Health went from Yellow to Red: 40 to 39.99.',
      '2025-06-01 Health went from Red to Green: 39.99 to 70.',
    ]);
  });

  it('that is Red within 120 days of the renewal calls for a review, whichever came last', () => {
    const renewal = known('renewalOn', '2025-06-30', '2024-07-01');
    const red = (facts: readonly KnownInput[]) => found('RED_BEFORE_RENEWAL', facts);
    expect(red([renewal, health('10', '2025-01-10')])).toEqual(['2025-03-02']);
    expect(red([renewal, health('80', '2025-01-10'), health('10', '2025-04-04')])).toEqual(['2025-04-04']);
    expect(red([health('10', '2025-01-10'), known('renewalOn', '2025-06-30', '2025-05-05')])).toEqual([
      '2025-05-05',
    ]);
    expect(red([renewal, health('40', '2025-01-10')])).toEqual([]);
    expect(red([renewal, health('10', '2025-07-01')])).toEqual([]);
    expect(red([renewal, health('10', '2025-06-30')])).toEqual([]);
  });
});

describe('the triggers of a period', () => {
  it('come by day and kind, each by the policy of its day', () => {
    const document = ladder();
    const other = ladder({ credit: { measures: ['credit'] } });
    const plan = planOf([
      inForce(document, '2025-02-01', '2025-03-01', 1),
      inForce(other, '2025-03-01', null, 2),
    ]);
    const account = accountKnown([
      known('creditDefault', 'yes', '2025-01-31'),
      known('creditDefault', 'yes', '2025-02-01'),
      known('merger', 'yes', '2025-02-01'),
      known('creditDefault', 'yes', '2025-03-01'),
      known('credit', 'C', '2025-03-02'),
    ]);
    const days = (...kinds: TriggerKind[]) =>
      triggersOf(account, plan, ...year, kinds.length > 0 ? kinds : triggerKinds).map(
        ({ kind, day: on }) => `${on} ${kind}`,
      );
    expect(days()).toEqual(['2025-02-01 RESTRUCTURE', '2025-02-01 CREDIT', '2025-03-02 CREDIT']);
    expect(days('RESTRUCTURE')).toEqual(['2025-02-01 RESTRUCTURE']);
  });

  it('are the same however the period is cut', () => {
    const inputs = [
      known('renewalOn', '2025-06-30', '2024-07-01'),
      known('merger', 'yes', '2025-02-01'),
      known('healthScore', '80', '2025-01-01'),
      known('healthScore', '10', '2025-05-31'),
    ];
    const whole = triggersOf(accountKnown(inputs), planOf(ladder()), ...year);
    const cut = Array.from({ length: 365 }, (_, n) => addDays(year[0], n)).flatMap((on) =>
      triggersOf(accountKnown(inputs), planOf(ladder()), on, addDays(on, 1)),
    );
    expect(whole.length).toBe(5);
    expect(cut).toEqual(whole);
  });
});
