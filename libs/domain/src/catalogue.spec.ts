import { account, allEvents, capacity, handover, placement, scheme, settings } from '.';

describe('the catalogue', () => {
  it('has every event of every aggregate, each name once', () => {
    const ofAggregates = [settings, account, scheme, placement, handover, capacity].flatMap(({ events }) =>
      events.map(({ type }) => type),
    );
    expect(allEvents.map(({ type }) => type).sort()).toEqual(ofAggregates.sort());
    expect(new Set(ofAggregates).size).toBe(ofAggregates.length);
  });
});
