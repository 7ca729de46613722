import {
  type Aggregate,
  type Command,
  type Event,
  isRefusal,
  type Outcome,
  type Refusal,
} from '#libs/kernel';
import { Replay, type Replays } from './replays';
import { type Append, Conflict, type Context, type EventStore, type Receipt } from './store';

export type Decide<E extends Event> = () => Outcome<E>;

/** What became of one command among many. */
export interface Executed<State, E extends Event = Event> {
  readonly receipt: Receipt;
  /** What it led to; empty when it was met already. */
  readonly events: readonly E[];
  /** The state of its aggregate now: read it at once, the next command changes it. */
  readonly state: State;
}

interface Task<State, C extends Command, E extends Event> {
  readonly index: number;
  readonly command: C;
  readonly replay: Replay<State, C, E>;
  lost: number;
}

interface Means {
  readonly store: EventStore;
  readonly replays: Replays;
}

/** How often one command may lose the race for its stream. */
const racesToLose = 10;

/** See `ExecuteHandler.executeMany`. */
export const executeMany = async <State, C extends Command, E extends Event>(
  means: Means,
  aggregate: Aggregate<State, C, E>,
  commands: readonly C[],
  contextOf: (command: C, index: number) => Context,
): Promise<(Executed<State, E> | Refusal)[]> => {
  const outcomes = new Array<Executed<State, E> | Refusal>(commands.length);
  const replays = replaysFor(means, aggregate, commands);
  const fresh = new Set<string>();
  await catchUp(means.store, unread(replays), fresh);
  let waiting = commands.map((command, index) => ({
    index,
    command,
    replay: replays.get(streamFor(aggregate, command))!,
    lost: 0,
  }));
  while (waiting.length > 0) {
    const { first, rest } = oneAStream(waiting);
    const again = await round(means, aggregate, first, fresh, outcomes, contextOf);
    waiting = [...again, ...rest];
  }
  for (const replay of replays.values()) means.replays.keep(replay);
  return outcomes;
};

/** Decides and appends a command for each of some streams, and says which of them are to be run again. */
const round = async <State, C extends Command, E extends Event>(
  { store, replays }: Means,
  aggregate: Aggregate<State, C, E>,
  tasks: readonly Task<State, C, E>[],
  fresh: Set<string>,
  outcomes: (Executed<State, E> | Refusal)[],
  contextOf: (command: C, index: number) => Context,
): Promise<Task<State, C, E>[]> => {
  const again: Task<State, C, E>[] = [];
  const decided: { task: Task<State, C, E>; append: Append; events: readonly E[] }[] = [];
  for (const task of tasks) {
    const { command, index, replay } = task;
    const events = aggregate.decide(command, replay.now);
    if (!isRefusal(events) && events.length > 0) {
      const context = contextOf(command, index);
      decided.push({
        task,
        events,
        append: { stream: replay.stream, events, expected: replay.revision, context },
      });
    } else if (!fresh.has(replay.stream)) again.push(task);
    else if (isRefusal(events)) outcomes[index] = events;
    else
      outcomes[index] = { receipt: { revision: replay.revision, position: null }, events, state: replay.now };
  }
  const receipts = await store.appendMany(decided.map(({ append }) => append));
  decided.forEach(({ task, append, events }, at) => {
    const { index, replay } = task;
    const receipt = receipts[at]!;
    if (receipt instanceof Conflict) return again.push(lostAgain(task, receipt));
    replay.appended(append.expected, events);
    fresh.add(replay.stream);
    return (outcomes[index] = { receipt, events, state: replay.now });
  });
  await catchUp(
    store,
    again.map(({ replay }) => replay),
    fresh,
  ).catch((error: unknown) => {
    for (const { replay } of again) replays.forget(replay.stream);
    throw error;
  });
  return again;
};

const lostAgain = <T extends { lost: number }>(task: T, conflict: Conflict): T => {
  task.lost += 1;
  if (task.lost > racesToLose) throw conflict;
  return task;
};

const streamFor = <C extends Command>(
  { category, idOf }: { category: string; idOf(command: C): string },
  command: C,
): string => `${category}-${idOf(command)}`;

const replaysFor = <State, C extends Command, E extends Event>(
  { replays }: Means,
  aggregate: Aggregate<State, C, E>,
  commands: readonly C[],
): Map<string, Replay<State, C, E>> => {
  const found = new Map<string, Replay<State, C, E>>();
  for (const command of commands) {
    const stream = streamFor(aggregate, command);
    if (!found.has(stream)) found.set(stream, replays.of(aggregate, stream) ?? new Replay(aggregate, stream));
  }
  return found;
};

const unread = <State, C extends Command, E extends Event>(replays: Map<string, Replay<State, C, E>>) =>
  [...replays.values()].filter(({ revision }) => revision === 'none');

/** Reads the rest of many streams in one go. */
const catchUp = async <State, C extends Command, E extends Event>(
  store: EventStore,
  replays: readonly Replay<State, C, E>[],
  fresh: Set<string>,
): Promise<void> => {
  if (replays.length === 0) return;
  const from = new Map(
    replays.map(({ stream, revision }) => [stream, revision === 'none' ? 0 : revision + 1]),
  );
  const found = await store.readMany([...from.keys()], from);
  for (const replay of replays) {
    for (const recorded of found.get(replay.stream) ?? []) replay.take(recorded);
    fresh.add(replay.stream);
  }
};

const oneAStream = <T extends { replay: { stream: string } }>(
  waiting: readonly T[],
): { first: T[]; rest: T[] } => {
  const [first, rest, taken]: [T[], T[], Set<string>] = [[], [], new Set()];
  for (const task of waiting) {
    (taken.has(task.replay.stream) ? rest : first).push(task);
    taken.add(task.replay.stream);
  }
  return { first, rest };
};
