import {
  account,
  allEvents,
  businessReviews,
  capacity,
  catalogueInput,
  handover,
  opportunity,
  placement,
  policyReviews,
  rubric,
  scheme,
  settings,
} from '.';

describe('the catalogue', () => {
  it('has every event of every aggregate, each name once', () => {
    const ofAggregates = [
      ...[settings, account, scheme, placement, handover, capacity],
      ...[catalogueInput, rubric, policyReviews, businessReviews, opportunity],
    ].flatMap(({ events }) => events.map(({ type }) => type));
    expect(allEvents.map(({ type }) => type).sort()).toEqual(ofAggregates.sort());
    expect(new Set(ofAggregates).size).toBe(ofAggregates.length);
  });
});
