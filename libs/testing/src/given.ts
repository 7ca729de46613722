import { type Aggregate, canonicalJson, type Command, type Event, isRefusal } from '#libs/kernel';

/** Given these events, when this is asked, then … The whole specification language of the domain. */
export const given =
  <State, C extends Command, E extends Event>({
    initialState,
    evolve,
    decide,
    events,
  }: Aggregate<State, C, E>) =>
  (...history: readonly E[]) => {
    const state = () => history.map(asStored(events)).reduce(evolve, initialState());
    return {
      state,
      when: (command: C) => {
        const outcome = decide(command, state());
        const list = isRefusal(outcome) ? outcome : outcome.map((one) => ({ ...one }));
        return {
          /** These events, all of them, each of a shape that can be stored. */
          then: (...expected: readonly E[]) => {
            expect(list).toEqual(expected);
            expected.forEach((one) => expect(asStored(events)(one)).toEqual(one));
          },
          thenNothing: () => expect(list).toEqual([]),
          thenRefused: (code: string, details?: Record<string, unknown>) => {
            expect(list).toMatchObject({ refused: expect.any(String), code, ...(details && { details }) });
          },
        };
      },
    };
  };

/** An event as it comes back from a store: through canonical text and its stored schema. */
export const asStored =
  (events: Aggregate<unknown, Command, Event>['events']) =>
  <E extends Event>(event: E): E => {
    const declared = events.find(({ type }) => type === event.type);
    if (!declared) throw new Error(`${event.type} is not among the events of the aggregate.`);
    return { ...event, data: declared.schema.parse(JSON.parse(canonicalJson(event.data))) };
  };
