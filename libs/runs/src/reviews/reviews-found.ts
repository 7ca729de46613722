import {
  type Pack,
  type PackCoordinates,
  type Pin,
  type PutOff,
  quarterBefore,
  review as aReview,
  type Review,
  type ReviewEvent,
  ReviewId,
  type Scope,
} from '#libs/domain';
import { type EventStore, idFor, Refused, type Revision } from '#libs/event-store';
import { canonicalJson, type FiscalCalendar, quarterOf, refuse } from '#libs/kernel';
import type { Pressed } from '../packs/pressed';

export type Opened = Exclude<Review, { status: 'unopened' }>;

/** What packs are made by: the same coordinates give the same pack, whatever is recorded later. */
export interface PackSource {
  at(coordinates: PackCoordinates): Promise<Pack>;
  /** SHA-256 over its canonical JSON. */
  digestOf(pack: Pack): Promise<string>;
  press(pack: Pack): Promise<Pressed>;
  /** Reading it is no work from here on. */
  keep(pinned: Pressed): Promise<void>;
}

/** Which review is meant: of a scheme, of a part of the portfolio, of a quarter. */
export type ReviewKey = Pick<Opened, 'scheme' | 'view' | 'scope'> & { readonly quarter: string };

/** Of one quarter there are several only where all but the last are sealed: the id says which it is. */
export const reviewIdOf = ({ scheme, view, quarter, scope }: ReviewKey, nth: number): ReviewId =>
  ReviewId.parse(idFor(reviews, canonicalJson({ scheme, view, quarter, scope, nth })));

/** The namespace of the ids of reviews; it never changes. */
const reviews = '0a4b7c52-6d0e-4d6e-9a43-5b8f9d1d7e15';

/** The same part of the portfolio is said in one way. */
export const plainScope = (scope: Scope): Scope =>
  Object.fromEntries(Object.entries(scope).map(([key, values]) => [key, [...new Set(values)].sort()]));

export const readReview = async (
  store: EventStore,
  reviewId: ReviewId,
): Promise<{ readonly review: Review; readonly revision: Revision }> => {
  let state = aReview.initialState();
  let revision: Revision = 'none';
  for await (const recorded of store.read(`${aReview.category}-${reviewId}`)) {
    // The stream holds the review aggregate's events alone.
    state = aReview.evolve(state, recorded.event as ReviewEvent);
    revision = recorded.revision;
  }
  return { review: state, revision };
};

/** @throws Refused NOT_FOUND */
export const findReview = async (store: EventStore, reviewId: ReviewId): Promise<Opened> => {
  const { review } = await readReview(store, reviewId);
  if (review.status !== 'unopened') return review;
  throw new Refused(
    refuse('unknown', 'NOT_FOUND', `There is no review ${reviewId}: GET /v1/reviews names them.`),
  );
};

/** What a review's pack is of; the opening of the next quarter is what its own review closes with. */
export const coordinatesOf = (
  { reviewId, scheme, view, scope, quarter }: Opened,
  pin: Pin,
): PackCoordinates => ({
  ...{ reviewId, scheme, view, scope, pin },
  ...{ quarter: quarter.label, opening: quarter.from, closing: quarter.until, templateVersion: 1 },
});

/** What the last review of the quarter before, of the same part of the portfolio, has put off. */
export const putOffBefore = async (
  store: EventStore,
  review: Opened,
  calendar: FiscalCalendar,
): Promise<PutOff> => {
  const quarter = quarterBefore(review.quarter, calendar).label;
  let items: PutOff['items'] = [];
  for (let nth = 1; ; nth += 1) {
    const { review: before } = await readReview(store, reviewIdOf({ ...review, quarter }, nth));
    if (before.status === 'unopened') return { quarter, items };
    if (before.status === 'draft') continue;
    items = [...before.items.values()]
      .filter(({ decided }) => decided?.decision === 'DEFER')
      .map(({ item }) => item);
  }
};

/** The next quarter, where the last review of the same part of the portfolio has taken up what was put off by then. */
export const nextPinned = async (
  store: EventStore,
  review: Opened,
  calendar: FiscalCalendar,
): Promise<string | undefined> => {
  const quarter = quarterOf(review.quarter.until, calendar).label;
  let isPinned = false;
  for (let nth = 1; ; nth += 1) {
    const { review: next } = await readReview(store, reviewIdOf({ ...review, quarter }, nth));
    if (next.status === 'unopened') return isPinned ? quarter : undefined;
    isPinned = next.status !== 'draft';
  }
};
