import {
  OverrideId,
  type PersonId,
  type ReviewEvent,
  ReviewAttested,
  type ReviewId,
  ReviewItemDecided,
  type ReviewItem,
  ReviewOpened,
  ReviewPinned,
  type Scope,
} from '#libs/domain';
import { day, decimal, instant } from '#libs/kernel';

export const reviewId = '7b0e8a52-2f57-5d5c-9a35-0d3f6c5b1a01' as ReviewId;
export const overrideId = OverrideId.parse('0f6f4f60-9c5c-4a3b-8a55-3f2b5d7f1c02');
export const digest = 'ab'.repeat(32);
export const quarter = { label: '2025-Q1', from: day('2025-01-01'), until: day('2025-04-01') };
export const person = (name: string) => name as PersonId;

const of = { reviewId, scheme: 'cv' as never };

/** An item of a review as its pack makes it; of low risk unless told. */
export const anItem = (n: number, more: Partial<ReviewItem> = {}): ReviewItem => ({
  n,
  kind: 'PROMOTION',
  externalId: `A${n}` as never,
  name: `Account ${n}`,
  overrideId: null,
  reasons: [{ code: 'PROMOTION', detail: 'It has grown.' }],
  risk: 'LOW',
  arr: decimal('100'),
  suggested: 'CONFIRM',
  deferredFrom: null,
  ...more,
});

/** Three items: a jump, an override that was put off a quarter ago, and a promotion like any other. */
export const threeItems = [
  anItem(1, { risk: 'HIGH', suggested: 'NEEDS_INFO' }),
  anItem(2, { kind: 'OVERRIDE', overrideId, risk: 'MEDIUM', deferredFrom: '2024-Q4' }),
  anItem(3),
];

export const opened = (scope: Scope = {}): ReviewEvent =>
  ReviewOpened({
    ...of,
    ...{ view: 'ACCOUNT' as never, quarter, scope, deadline: day('2025-04-30') },
    ...{ openedBy: person('rob'), openedOn: day('2025-03-01') },
  });

export const pin = { position: '100', knownAt: instant('2025-04-02T09:00:00Z') };

export const pinned = (items: readonly ReviewItem[] = threeItems): ReviewEvent =>
  ReviewPinned({
    ...of,
    ...{ pin, digest, items: [...items], overrides: [overrideId] },
    ...{ undecidedLapse: true, pinnedBy: person('rob'), pinnedOn: day('2025-04-02') },
  });

export const decided = (
  { n, externalId, overrideId }: ReviewItem,
  decision: 'CONFIRM' | 'DEFER' | 'NEEDS_INFO' | 'REVOKE_OVERRIDE',
  by: string,
  more: { comment?: string; bulk?: true } = { comment: 'Seen.' },
): ReviewEvent =>
  ReviewItemDecided({
    ...of,
    ...{ n, externalId, overrideId, decision, ...more },
    ...{ decidedBy: person(by), decidedOn: day('2025-04-10') },
  });

export const attested = (role: 'revops' | 'finance' | 'committee', by: string): ReviewEvent =>
  ReviewAttested({
    ...{ ...of, role, statement: 'So it is.' },
    ...{ attestedBy: person(by), attestedOn: day('2025-04-10') },
  });
