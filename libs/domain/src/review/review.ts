import { aggregate } from '#libs/kernel';
import { attest, type AttestReview } from './attesting';
import { type ConfirmItems, confirmItems } from './confirming';
import { type DecideItem, decideItem } from './deciding';
import { open, type OpenReview } from './opening';
import { pin, type PinReview } from './pinning';
import type { Pinned, Review } from './review-life';
import { type ReviewEvent, reviewEvents } from './review.events';
import { seal, type SealReview } from './sealing';

export type { AttestReview, ConfirmItems, DecideItem, OpenReview, PinReview, SealReview };

export type ReviewCommand = OpenReview | PinReview | DecideItem | ConfirmItems | AttestReview | SealReview;

/** Only what is pinned can change; the log holds nothing else, whatever it is read for. */
const whenPinned = (review: Review, change: (pinned: Pinned) => Review): Review =>
  review.status === 'pinned' ? change(review) : review;

/** A quarter's review of a scheme: from a draft over decisions and attestations to its seal. */
export const review = aggregate<Review, ReviewCommand, ReviewEvent>({
  category: 'review',
  idOf: ({ reviewId }) => reviewId,
  events: reviewEvents,
  initialState: () => ({ status: 'unopened' }),
  decide: {
    OpenReview: open,
    PinReview: pin,
    DecideItem: decideItem,
    ConfirmItems: confirmItems,
    AttestReview: attest,
    SealReview: seal,
  },
  evolve: {
    ReviewOpened: (_, { openedBy: _by, openedOn: _on, ...terms }) => ({ status: 'draft', ...terms }),
    ReviewPinned: (state, { pin, digest, items, overrides, undecidedLapse = false }) =>
      state.status !== 'draft'
        ? state
        : {
            ...state,
            ...{ status: 'pinned', pin, digest, overrides, undecidedLapse },
            ...{ hasBegun: false, attested: new Map() },
            items: new Map(items.map((item) => [item.n, { item, decided: null }])),
          },
    ReviewItemDecided: (state, { n, decision, decidedBy: by, decidedOn: on, comment = null }) =>
      whenPinned(state, (pinned) => {
        const standing = pinned.items.get(n)!;
        // Filled in place: a review has thousands of items, and each decision is of one.
        pinned.items.set(n, { ...standing, decided: { decision, by, on, comment } });
        return { ...pinned, hasBegun: true, attested: new Map() };
      }),
    ReviewAttested: (state, { role, attestedBy }) =>
      whenPinned(state, (pinned) => ({
        ...pinned,
        hasBegun: true,
        attested: new Map([...pinned.attested, [role, attestedBy]]),
      })),
    ReviewSealed: (state) => whenPinned(state, (pinned) => ({ ...pinned, status: 'sealed' })),
  },
});
