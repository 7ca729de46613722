import {
  account,
  allEvents,
  businessReviews,
  capacity,
  catalogueInput,
  delegation,
  handover,
  opportunity,
  override,
  placement,
  policyReviews,
  quota,
  review,
  rubric,
  scheme,
  seat,
  settings,
} from '.';

describe('the catalogue', () => {
  it('has every event of every aggregate, each name once', () => {
    const ofAggregates = [
      ...[settings, account, scheme, placement, handover, capacity],
      ...[catalogueInput, rubric, policyReviews, businessReviews, opportunity],
      ...[seat, delegation, quota, override, review],
    ].flatMap(({ events }) => events.map(({ type }) => type));
    expect(allEvents.map(({ type }) => type).sort()).toEqual(ofAggregates.sort());
    expect(new Set(ofAggregates).size).toBe(ofAggregates.length);
  });
});
