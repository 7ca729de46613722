import { day, decimal } from '#libs/kernel';
import { accountKnown, known, planOf } from '../../../testing/src/known';
import type { CutPoints } from '../policy/judge/judge';
import { PolicyDocument } from '../policy/policy-document';
import type { ExternalId, Measure } from '../vocabulary';
import type { RankedCohort } from '../placement/knowledge';
import { foldTimeline } from '../placement/timeline';
import { isReplayed, replay } from './replay';

const document = PolicyDocument.parse({
  kind: 'percentile',
  tiers: [
    { code: 'gold', rank: 3 },
    { code: 'silver', rank: 2 },
    { code: 'bronze', rank: 1 },
  ],
  measures: { fit: { fact: 'fit' } },
  inputs: [{ measure: 'fit', weight: '1', min: '0', max: '100' }],
  cuts: [
    { tier: 'gold', topPct: '20' },
    { tier: 'silver', topPct: '60' },
  ],
  stabiliser: { demotionConfirmations: 1, minTenureDays: 0, onboardingGraceDays: 0 },
});
const cohort = (on: string, gold: string, silver: string): RankedCohort => ({
  day: on as RankedCohort['day'],
  policyVersion: 1,
  cuts: [
    { tier: 'gold', score: decimal(gold) },
    { tier: 'silver', score: decimal(silver) },
  ] as unknown as CutPoints,
});

describe('a decision replayed', () => {
  const account = accountKnown(
    [
      known('fit', '85', '2025-01-01'),
      known('fit', '60', '2025-02-01'),
      known('renewalOn', '2025-05-01', '2025-01-01'),
    ],
    { onboardedOn: '2025-01-01' },
  );
  const cohorts = [cohort('2025-01-15', '90', '80'), cohort('2025-04-01', '50', '40')];
  const { opened, assessments } = foldTimeline(account, {
    ...planOf(document, ['2025-01-15', '2025-04-01']),
    cohorts,
  });
  const [previous, assessment] = assessments;
  const record = { document, opened: opened!, previous, assessment: assessment!, cohorts };

  it('knows that the cohort moved the account, since the shield before a renewal would have kept it', () => {
    expect(assessment).toMatchObject({ computed: 'gold', reasons: ['POPULATION_SHIFT'] });
    expect(assessment!.inputs.at(-1)).toMatchObject({ measure: 'renewalOn', value: '2025-05-01' });
    expect(replay(record)).toEqual(assessment);
  });

  it('is not the same when an input on record is another', () => {
    const inputs = assessment!.inputs.map((input) =>
      input.measure === ('fit' as Measure) ? { ...input, value: '10' } : input,
    );
    expect(isReplayed({ ...record, assessment: { ...assessment!, inputs } })).toBe(false);
  });

  it('is that of an account which is part of another from a day on', () => {
    const merged = { ...account, ended: { on: day('2025-06-01'), into: 'OTHER' as ExternalId } };
    const last = foldTimeline(merged, planOf(document)).assessments.at(-1)!;
    expect(last).toMatchObject({ outcome: 'ENDED', mergedInto: 'OTHER' });
    expect(isReplayed({ ...record, document: null, previous: undefined, assessment: last })).toBe(true);
  });

  it('is held without verdicts where it was recorded without them', () => {
    const { verdicts: _, ...older } = assessment!;
    expect(isReplayed({ ...record, assessment: older })).toBe(true);
  });
});
