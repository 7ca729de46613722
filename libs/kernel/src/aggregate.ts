import type { AnyEventType, Event } from './event';
import type { Refusal } from './refusal';

export interface Command<Type extends string = string> {
  readonly type: Type;
}

/** What a command leads to: the events it causes (none when it is met already), or a refusal. */
export type Outcome<E extends Event> = readonly E[] | Refusal;

type Decisions<State, C extends Command, E extends Event> = {
  readonly [T in C['type']]: (command: Extract<C, { type: T }>, state: State) => Outcome<E>;
};

type Evolutions<State, E extends Event> = {
  readonly [T in E['type']]: (state: State, data: Extract<E, { type: T }>['data']) => State;
};

/** One consistency boundary, as two tables: what each command leads to, what each event changes. */
export interface Aggregate<State, C extends Command, E extends Event> {
  readonly category: string;
  /** The part of the stream's name behind the category. */
  idOf(command: C): string;
  readonly events: readonly AnyEventType[];
  /** A fresh state for each replay: `evolve` owns what it is given and may fill its collections in place. */
  initialState(): State;
  decide(command: C, state: State): Outcome<E>;
  evolve(state: State, event: E): State;
}

/** Builds an aggregate from its two tables; a missing row does not compile. */
export const aggregate = <State, C extends Command, E extends Event>(tables: {
  readonly category: string;
  readonly idOf: (command: C) => string;
  readonly events: readonly AnyEventType[];
  readonly initialState: () => State;
  readonly decide: Decisions<State, C, E>;
  readonly evolve: Evolutions<State, E>;
}): Aggregate<State, C, E> => ({
  category: tables.category,
  idOf: tables.idOf,
  events: tables.events,
  initialState: tables.initialState,
  // The two casts join a union's member to the row of its own name, which the types above guarantee.
  decide: (command, state) => tables.decide[command.type as C['type']](command as never, state),
  evolve: (state, { type, data }) => tables.evolve[type as E['type']](state, data),
});

/** Several names joined into one without ambiguity, whatever characters they hold. */
export const compositeId = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('/');
