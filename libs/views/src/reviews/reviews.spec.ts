import { type ReviewEvent, ReviewSealed } from '#libs/domain';
import { day, instant } from '#libs/kernel';
import {
  attested,
  decided,
  digest,
  opened,
  person,
  pin,
  pinned,
  reviewId,
  threeItems,
} from '../../../testing/src/reviews';
import { openViews, type Views } from '../../../testing/src/views';
import { ReviewsView } from './reviews.queries';

const [jump, override, promotion] = threeItems as [never, never, never];
const today = day('2025-04-10');
const afterwards = day('2025-05-01');

let views: Views;
let reviews: ReviewsView;
let revision = -1;

const happen = async (at: string, ...events: ReviewEvent[]) => {
  await views.clock.moveTo(instant(at));
  const context = { actor: 'ana', commandId: at, correlationId: at };
  const expected = revision < 0 ? 'none' : revision;
  await views.store.append({ stream: `review-${reviewId}`, events, expected, context });
  revision += events.length;
  await views.settled('reviews');
};
const stateAnd = async (on = today) => {
  const { state, counts } = (await reviews.get(reviewId, on))!;
  return [state, counts];
};
const numbers = async (question: object) =>
  (await reviews.items({ reviewId, today, ...question }, { limit: 9 })).items.map(({ n }) => n);

beforeAll(async () => {
  views = await openViews();
  reviews = new ReviewsView(views.pool);
});
afterAll(() => views.close());

describe('the view of reviews', () => {
  it('knows a draft', async () => {
    await happen('2025-03-01T09:00:00Z', opened({ region: ['EMEA'] }));
    expect(await reviews.get(reviewId, today)).toMatchObject({
      ...{ state: 'DRAFT', quarter: '2025-Q1', from: '2025-01-01', until: '2025-04-01', pin: null },
      ...{ scope: { region: ['EMEA'] }, deadline: '2025-04-30', items: 0, counts: {}, revision: 0 },
    });
  });

  it('knows its items from the pin on', async () => {
    await happen('2025-04-02T09:00:00Z', pinned());
    expect(await reviews.get(reviewId, today)).toMatchObject({ state: 'PINNED', pin, digest, items: 3 });
    expect(await stateAnd()).toEqual(['PINNED', { UNDECIDED: 3 }]);
    expect(await stateAnd(afterwards)).toEqual(['PINNED', { UNDECIDED_DEFAULTED: 3 }]);
    const { items } = await reviews.items({ reviewId, today }, { limit: 9 });
    expect(items.map(({ decision: _d, comment: _c, bulk: _b, decidedBy: _p, ...item }) => item)).toEqual(
      threeItems.map((item) => ({ ...item, decidedOn: null, decidedAt: null })),
    );
  });

  it('knows what was said of each, and how everybody decides', async () => {
    await happen('2025-04-10T09:00:00Z', decided(jump, 'NEEDS_INFO', 'fay'));
    await happen('2025-04-10T09:00:10Z', decided(jump, 'CONFIRM', 'fay'));
    await happen('2025-04-10T09:00:40Z', decided(promotion, 'CONFIRM', 'fay', { bulk: true }));
    await happen('2025-04-10T10:00:00Z', decided(override, 'NEEDS_INFO', 'cora'));
    expect(await stateAnd()).toEqual(['IN_REVIEW', { CONFIRM: 2, NEEDS_INFO: 1 }]);
    expect(await stateAnd(afterwards)).toEqual(['IN_REVIEW', { CONFIRM: 2, UNDECIDED_DEFAULTED: 1 }]);
    expect((await reviews.get(reviewId, today))!.reviewers).toEqual([
      { reviewer: 'cora', decided: 1, bulkShare: '0.00', confirmShare: '0.00', medianSeconds: null },
      { reviewer: 'fay', decided: 3, bulkShare: '33.33', confirmShare: '66.67', medianSeconds: '20.000' },
    ]);
    expect(await numbers({ decision: 'CONFIRM' })).toEqual([1, 3]);
    expect(await numbers({ decision: 'UNDECIDED_DEFAULTED', today: afterwards })).toEqual([2]);
    expect(await numbers({ risk: 'LOW', kind: 'PROMOTION', externalId: 'A3' })).toEqual([3]);
  });

  it('pages by number', async () => {
    const first = await reviews.items({ reviewId, today }, { limit: 2 });
    expect([first.items.length, first.next]).toEqual([2, 2]);
    const rest = await reviews.items({ reviewId, today }, { limit: 2, after: first.next! });
    expect([rest.items.map(({ n }) => n), rest.next]).toEqual([[3], null]);
  });

  it('takes an attestation back where something was decided since', async () => {
    await happen('2025-04-11T09:00:00Z', attested('finance', 'fay'), decided(override, 'CONFIRM', 'cora'));
    await happen('2025-04-12T09:00:00Z', attested('revops', 'rob'), attested('finance', 'fay'));
    await happen('2025-04-12T10:00:00Z', attested('revops', 'ron'), attested('committee', 'cora'));
    const { state, attestations } = (await reviews.get(reviewId, today))!;
    expect(state).toBe('ATTESTED');
    expect(attestations.map(({ role, attestedBy, stands }) => [role, attestedBy, stands])).toEqual([
      ['finance', 'fay', false],
      ['revops', 'rob', false],
      ['finance', 'fay', true],
      ['revops', 'ron', true],
      ['committee', 'cora', true],
    ]);
  });

  it('knows the seal, and finds reviews by their state', async () => {
    const said = { reviewId, scheme: 'cv' as never, digest, defaulted: [], sealedBy: person('cora') };
    await happen('2025-04-13T09:00:00Z', ReviewSealed({ ...said, sealedOn: day('2025-04-13') }));
    const found = async (question: object) => (await reviews.page(question, { limit: 9 })).items;
    expect(await found({ state: 'SEALED', scheme: 'cv', quarter: '2025-Q1' })).toMatchObject([
      { id: reviewId, state: 'SEALED', sealedBy: 'cora', sealedAt: '2025-04-13T09:00:00.000Z', revision },
    ]);
    expect(await found({ state: 'ATTESTED' })).toEqual([]);
    expect(await reviews.get('nothing', today)).toBeNull();
  });

  it('is rebuilt row for row', async () =>
    expect(await views.projector.rebuild('reviews')).toMatchObject({ agreed: true, swapped: true }));
});
