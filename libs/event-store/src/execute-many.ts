import { type Aggregate, type Command, type Event, isRefusal, type Refusal } from '#libs/kernel';
import { Replay, type Replays, streamOf } from './replays';
import { type Append, Conflict, type Context, type EventStore, type Receipt } from './store';

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

interface Decided<State, C extends Command, E extends Event> {
  readonly task: Task<State, C, E>;
  readonly append: Append & { readonly events: readonly E[] };
}

/** How often one command may lose the race for its stream. */
const racesToLose = 10;

/** Many commands of one aggregate on their way: see `ExecuteHandler.executeMany`. */
export class Many<State, C extends Command, E extends Event> {
  private readonly outcomes: (Executed<State, E> | Refusal)[] = [];
  /** Streams read or appended to by now: only of these a no, or nothing, is believed. */
  private readonly fresh = new Set<string>();

  constructor(
    private readonly store: EventStore,
    private readonly replays: Replays,
    private readonly aggregate: Aggregate<State, C, E>,
    private readonly contextOf: (command: C, index: number) => Context,
  ) {}

  async execute(commands: readonly C[]): Promise<(Executed<State, E> | Refusal)[]> {
    const replays = this.replaysFor(commands);
    try {
      await this.catchUp([...replays.values()].filter(({ revision }) => revision === 'none'));
      let waiting = commands.map((command, index): Task<State, C, E> => {
        return { index, command, replay: replays.get(streamOf(this.aggregate, command))!, lost: 0 };
      });
      while (waiting.length > 0) {
        const { first, rest } = oneAStream(waiting);
        waiting = [...(await this.round(first)), ...rest];
      }
    } catch (error) {
      for (const stream of replays.keys()) this.replays.forget(stream);
      throw error;
    }
    for (const replay of replays.values()) this.replays.keep(replay);
    return this.outcomes;
  }

  /** Decides and appends one command for each of some streams, and says which of them are to be run again. */
  private async round(tasks: readonly Task<State, C, E>[]): Promise<Task<State, C, E>[]> {
    const again: Task<State, C, E>[] = [];
    const decided: Decided<State, C, E>[] = [];
    for (const task of tasks) {
      const verdict = this.decide(task);
      if (verdict === 'again') again.push(task);
      else if (verdict !== 'done') decided.push(verdict);
    }
    const receipts = await this.store.appendMany(decided.map(({ append }) => append));
    decided.forEach((one, at) => {
      if (!this.settled(one, receipts[at]!)) again.push(one.task);
    });
    await this.catchUp(again.map(({ replay }) => replay));
    return again;
  }

  private decide(task: Task<State, C, E>): Decided<State, C, E> | 'done' | 'again' {
    const { index, command, replay } = task;
    const { stream, revision } = replay;
    const events = this.aggregate.decide(command, replay.now);
    if (!isRefusal(events) && events.length > 0) {
      return {
        task,
        append: { stream, events, expected: revision, context: this.contextOf(command, index) },
      };
    }
    if (!this.fresh.has(stream)) return 'again';
    this.outcomes[index] = isRefusal(events)
      ? events
      : { receipt: { revision, position: null }, events, state: replay.now };
    return 'done';
  }

  private settled({ task, append }: Decided<State, C, E>, receipt: Receipt | Conflict): boolean {
    const { index, replay } = task;
    if (receipt instanceof Conflict) {
      task.lost += 1;
      if (task.lost > racesToLose) throw receipt;
      return false;
    }
    replay.appended(append.expected, append.events, append.context.commandId);
    this.fresh.add(replay.stream);
    this.outcomes[index] = { receipt, events: append.events, state: replay.now };
    return true;
  }

  /** Reads the rest of many streams in one go. */
  private async catchUp(replays: readonly Replay<State, C, E>[]): Promise<void> {
    if (replays.length === 0) return;
    const from = new Map(
      replays.map(({ stream, revision }) => [stream, revision === 'none' ? 0 : revision + 1]),
    );
    const found = await this.store.readMany([...from.keys()], from);
    for (const replay of replays) {
      for (const recorded of found.get(replay.stream) ?? []) replay.take(recorded);
      this.fresh.add(replay.stream);
    }
  }

  private replaysFor(commands: readonly C[]): Map<string, Replay<State, C, E>> {
    const found = new Map<string, Replay<State, C, E>>();
    for (const command of commands) {
      const stream = streamOf(this.aggregate, command);
      if (found.has(stream)) continue;
      found.set(stream, this.replays.of(this.aggregate, stream) ?? new Replay(this.aggregate, stream));
    }
    return found;
  }
}

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
