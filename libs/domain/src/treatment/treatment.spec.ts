import { day } from '#libs/kernel';
import { BandsPolicy } from '../policy/policy-document';
import { resourceSharesOf } from './resource-shares';
import { readTreatment } from './treatment';
import { treatmentOn, treatsTiers } from './treatment-in-force';

const documentOf = (...tiers: { code: string; treatment?: object }[]) =>
  BandsPolicy.parse({
    kind: 'bands',
    tiers: tiers.map((tier, index) => ({ ...tier, rank: tiers.length - index })),
    measures: { acv: { fact: 'acv' } },
    boundaries: [{ tier: tiers[0]!.code, measure: 'acv', at: '1', inclusive: true }],
  });

describe('a treatment', () => {
  it('is read as far as it fits; what does not is named and kept out', () => {
    const { treatment, misfits } = readTreatment({
      touchModel: '1:1',
      coverage: { model: 'named', role: 'csm', accountsPerRole: 8, since: 2024 },
      reviewEveryDays: 'monthly',
      houseColour: 'blue',
    });
    expect(treatment).toEqual({
      touchModel: '1:1',
      coverage: { model: 'named', role: 'csm', accountsPerRole: 8, since: 2024 },
      acknowledgeWithinDays: 14,
    });
    expect(misfits).toEqual([
      {
        attribute: 'reviewEveryDays',
        detail: expect.stringMatching(/^reviewEveryDays is kept as it stands and not used: /),
      },
    ]);
  });

  it('may say itself how long a change may wait', () =>
    expect(readTreatment({ acknowledgeWithinDays: 3 }).treatment.acknowledgeWithinDays).toBe(3));
});

describe('the treatment of a tier on a day', () => {
  const first = documentOf(
    { code: 'T1', treatment: { forum: 'QBR' } },
    { code: 'OLD', treatment: { forum: 'none' } },
  );
  const second = documentOf({ code: 'T1', treatment: { forum: 'board' } }, { code: 'T2' });
  const policies = [
    { version: 1, document: first, from: day('2025-01-01'), until: day('2025-07-01') },
    { version: 2, document: second, from: day('2025-07-01'), until: null },
  ];
  const on = (tier: string | null, theDay: string) => treatmentOn({ policies }, tier as never, day(theDay));

  it('is what the policy in force says, in its version', () => {
    expect(on('T1', '2025-06-30')).toEqual({ policyVersion: 1, attributes: { forum: 'QBR' } });
    expect(on('T1', '2025-07-01')).toEqual({ policyVersion: 2, attributes: { forum: 'board' } });
  });

  it('is what the last policy said that knew the tier, or the first that will', () => {
    expect(on('OLD', '2025-08-01')).toEqual({ policyVersion: 1, attributes: { forum: 'none' } });
    expect(on('T1', '2024-12-31')).toEqual({ policyVersion: 1, attributes: { forum: 'QBR' } });
  });

  it('is none without a tier', () =>
    expect(on(null, '2025-08-01')).toEqual({ policyVersion: null, attributes: {} }));

  it('is said by some version, or by none', () => {
    expect(treatsTiers({ policies })).toBe(true);
    expect(treatsTiers({ policies: [{ ...policies[1]!, document: documentOf({ code: 'T1' }) }] })).toBe(
      false,
    );
  });
});

describe('resource shares', () => {
  const shares = (...pcts: (string | undefined)[]) =>
    resourceSharesOf(
      documentOf(
        ...pcts.map((salesTime, index) => ({
          code: `T${index}`,
          treatment: salesTime === undefined ? {} : { resourceShares: { salesTime } },
        })),
      ).tiers,
    );

  it('sum to 100 % or do not', () => {
    expect(shares('60', '30', '10')).toEqual([
      {
        resource: 'salesTime',
        shares: [
          { tier: 'T0', pct: '60' },
          { tier: 'T1', pct: '30' },
          { tier: 'T2', pct: '10' },
        ],
        sum: '100',
        complete: true,
      },
    ]);
    expect(shares('60', '30.5', undefined)).toMatchObject([{ sum: '90.5', complete: false }]);
    expect(shares(undefined)).toEqual([]);
  });
});
