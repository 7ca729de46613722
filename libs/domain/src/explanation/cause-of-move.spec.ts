import { day } from '#libs/kernel';
import { accountKnown, known, planOf } from '../../../testing/src/known';
import { arrLadder } from '../../../testing/src/documents';
import type { AccountKnowledge } from '../placement/knowledge';
import type { Assessment, Cause } from '../placement/placement.events';
import { foldTimeline } from '../placement/timeline';
import type { ExternalId, TierCode } from '../vocabulary';
import { causeOfMove } from './cause-of-move';
import type { Standing } from './standing';

const quarters = ['2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01'];
const plan = planOf(arrLadder, quarters);

const standing = (decision: Assessment | undefined, more: Partial<Standing> = {}): Standing => ({
  tier: decision?.computed ?? null,
  overridden: false,
  decision: decision ?? null,
  document: arrLadder,
  policyVersion: 1,
  cuts: null,
  because: null,
  retroKind: null,
  ...more,
});
const arr = (...values: readonly (readonly [value: string, from: string])[]): AccountKnowledge =>
  accountKnown(
    values.map(([value, from], index) => known('arr', value, from, `f${index}`)),
    { onboardedOn: '2024-06-01' },
  );
const at = (account: AccountKnowledge, on: string) =>
  foldTimeline(account, plan).assessments.findLast((one) => one.day <= day(on));

/** The cause of the move from one review to another, with one knowledge. */
const moved = (account: AccountKnowledge, from: string, to: string) => {
  const a = standing(at(account, from));
  return causeOfMove({ a, aAsKnownAtB: a, b: standing(at(account, to)) });
};

describe('the cause of a move', () => {
  const fell = arr(['300', '2024-07-01'], ['300000', '2024-07-02'], ['200000', '2025-02-01']);

  it('is the input that fell, though the stabiliser took two reviews', () =>
    expect(moved(fell, '2025-01-01', '2025-07-01')).toEqual({
      factor: 'inputs',
      detail: { measure: 'arr', from: '300000', to: '200000', factIds: ['f2'] },
    }));

  it('is the stabiliser where nothing but its confirmation was left to come', () =>
    expect(moved(fell, '2025-04-01', '2025-07-01')).toEqual({
      factor: 'stabiliser',
      detail: { reasons: ['CONFIRMED'] },
    }));

  it('is nothing where the tier is the same', () =>
    expect(moved(fell, '2025-01-01', '2025-04-01')).toBeNull());

  it('is the input that an account came in by', () =>
    expect(
      causeOfMove({
        a: standing(undefined),
        aAsKnownAtB: standing(undefined),
        b: standing(at(fell, '2025-01-01')),
      }),
    ).toEqual({ factor: 'inputs', detail: { measure: 'arr', from: null, to: '300000', factIds: ['f1'] } }));

  it('is a correction where the same day is told otherwise now, with the facts that say so', () => {
    const error = arr(['300000', '2024-07-01']);
    const corrected = arr(['150000', '2024-07-01']);
    const because: Cause = { kind: 'ERROR_CORRECTION', factIds: ['f0'] };
    const now = standing(at(corrected, '2025-01-01'), { because, retroKind: 'ERROR_CORRECTION' });
    expect(causeOfMove({ a: standing(at(error, '2025-01-01')), aAsKnownAtB: now, b: now })).toEqual({
      factor: 'correction',
      detail: {
        measure: 'arr',
        from: '300000',
        to: '150000',
        factIds: ['f0'],
        retroKind: 'ERROR_CORRECTION',
      },
    });
  });

  it('is a correction too where only the path to the day was another', () => {
    const error = arr(['1050000', '2024-07-01'], ['950000', '2025-02-01']);
    const corrected = arr(['960000', '2024-07-01'], ['950000', '2025-02-01']);
    const because: Cause = { kind: 'ERROR_CORRECTION', factIds: ['f0'] };
    const now = standing(at(corrected, '2025-04-01'), { because, retroKind: 'ERROR_CORRECTION' });
    const before = standing(at(error, '2025-04-01'));
    expect([before.tier, now.tier]).toEqual(['T1', 'T2']);
    expect(causeOfMove({ a: before, aAsKnownAtB: now, b: now })).toMatchObject({
      factor: 'correction',
      detail: { factIds: ['f0'] },
    });
  });

  it('is an input where the review was recorded late, and the facts were known before', () => {
    const because: Cause = { kind: 'RUN', runId: 'r' };
    const late = standing(at(arr(['300000', '2024-07-01'], ['1200000', '2025-02-01']), '2025-04-01'), {
      because,
    });
    const before = standing(at(arr(['300000', '2024-07-01']), '2025-01-01'));
    expect(causeOfMove({ a: before, aAsKnownAtB: late, b: late })).toMatchObject({ factor: 'inputs' });
  });

  it('is the family where the accounts under it are others', () => {
    const document = {
      ...arrLadder,
      measures: { arr: { revenueWindowMonths: 12, of: 'family' as const } },
    } as typeof arrLadder;
    const of = (value: string, on: string, family: string[]) =>
      standing(at(arr([value, on]), '2025-01-01'), { document, family });
    const [a, b] = [of('300000', '2024-07-01', ['X']), of('1200000', '2024-08-01', ['X', 'Y'])];
    expect(causeOfMove({ a, aAsKnownAtB: a, b })).toMatchObject({ factor: 'hierarchy' });
    const same = { ...b, family: ['X'] };
    expect(causeOfMove({ a, aAsKnownAtB: a, b: same })).toMatchObject({ factor: 'inputs' });
  });

  it('is the family where the account has become part of another', () => {
    const merged = { ...fell, ended: { on: day('2025-02-10'), into: 'OTHER' as ExternalId } };
    const a = standing(at(fell, '2025-01-01'));
    const b = standing(foldTimeline(merged, plan).assessments.at(-1));
    expect(causeOfMove({ a, aAsKnownAtB: a, b })).toEqual({
      factor: 'hierarchy',
      detail: { mergedInto: 'OTHER' },
    });
  });

  it('is the override where one has ended, or has begun and nothing else leads elsewhere', () => {
    const plainly = standing(at(fell, '2025-01-01'));
    const pinned = { ...plainly, tier: 'T1' as TierCode, overridden: true };
    expect(causeOfMove({ a: pinned, aAsKnownAtB: pinned, b: plainly })?.factor).toBe('override');
    expect(causeOfMove({ a: plainly, aAsKnownAtB: plainly, b: pinned })?.factor).toBe('override');
  });
});
