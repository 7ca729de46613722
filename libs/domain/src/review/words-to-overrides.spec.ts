import { day, decimal } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import { anItem, decided, opened, overrideId, person, pinned, reviewId } from '../../../testing/src/reviews';
import { OverrideId } from '../vocabulary';
import { review } from './review';
import { type ReviewEvent, ReviewPinned } from './review.events';
import { wordsToOverrides } from './words-to-overrides';

const scenario = given(review);
const today = day('2025-04-10');
const another = OverrideId.parse('0f6f4f60-9c5c-4a3b-8a55-3f2b5d7f1c03');
const items = [
  anItem(1, { kind: 'OVERRIDE', overrideId }),
  anItem(2, { kind: 'OVERRIDE', overrideId: another, arr: decimal('7') }),
  anItem(3, { kind: 'PROMOTION', overrideId }),
  anItem(4, { kind: 'EXCEPTION', overrideId }),
  anItem(5),
];
const [one, other, byIt] = items as [never, never, never];

const wordsAfter = (...events: ReviewEvent[]) =>
  wordsToOverrides(scenario(opened(), ...events).state(), today);
const about = { scheme: 'cv', view: 'ACCOUNT', reviewId, today };
const asks = (externalId: string, id: OverrideId) => ({
  ...{ type: 'AwaitReview', ...about, externalId, overrideId: id, decideBy: day('2025-04-30') },
});
const answered = (externalId: string, id: OverrideId, decision: string) => ({
  ...{ type: 'NoteReview', ...about, externalId, overrideId: id },
  ...{ decision, decidedBy: person('fay'), decidedOn: day('2025-04-10') },
});

describe('what a review says to overrides', () => {
  it('is a question to each that is an item itself, and to no other', () =>
    expect(wordsAfter(pinned(items))).toEqual([asks('A1', overrideId), asks('A2', another)]));

  it('is nothing before it is pinned', () => expect(wordsAfter()).toEqual([]));

  it('is the answer once there is one, be it to wait', () =>
    expect(wordsAfter(pinned(items), decided(one, 'CONFIRM', 'fay'), decided(other, 'DEFER', 'fay'))).toEqual(
      [answered('A1', overrideId, 'CONFIRM'), answered('A2', another, 'DEFER')],
    ));

  it('is a question still where something is to be found out, or ended, or where another item was decided', () =>
    expect(
      wordsAfter(
        ...[pinned(items), decided(one, 'NEEDS_INFO', 'fay'), decided(other, 'REVOKE_OVERRIDE', 'fay')],
        decided(byIt, 'CONFIRM', 'fay'),
      ),
    ).toEqual([asks('A1', overrideId), asks('A2', another)]));

  it('goes to some alone where only these are to be told', () =>
    expect(wordsToOverrides(scenario(opened(), pinned(items)).state(), today, new Set([another]))).toEqual([
      asks('A2', another),
    ]));

  it('is nothing where a review was pinned before its deadline ended anything', () => {
    const { undecidedLapse: _, ...data } = pinned(items).data as Parameters<typeof ReviewPinned>[0];
    expect(wordsAfter(ReviewPinned(data))).toEqual([]);
  });
});
