import type { Aggregate, Command, Event } from '#libs/kernel';
import type { EventStore, Recorded, Revision } from './store';

/** Where a command's events go. */
export const streamOf = <State, C extends Command, E extends Event>(
  aggregate: Aggregate<State, C, E>,
  command: C,
): string => `${aggregate.category}-${aggregate.idOf(command)}`;

/** A stream holds an event that this release cannot read: nothing may be decided without knowing it. */
export class UnreadableStream extends Error {
  constructor({ stream, revision, unreadable }: Recorded) {
    super(`Event ${revision} of ${stream} cannot be read, so nothing can be decided there: ${unreadable}`);
  }
}

/** An aggregate's state as far as its stream has been read; it is only ever moved forward, event by event. */
export class Replay<State, C extends Command, E extends Event> {
  private state: State;
  private reached = -1;
  /** The commands whose events are taken in, by the first 48 bits of their ids: text would outweigh the state. */
  private readonly commands = new Set<number>();

  constructor(
    private readonly aggregate: Aggregate<State, C, E>,
    readonly stream: string,
  ) {
    this.state = aggregate.initialState();
  }

  get revision(): Revision {
    return this.reached === -1 ? 'none' : this.reached;
  }

  /** The replay's own state: read it at once, the next event changes it. */
  get now(): State {
    return this.state;
  }

  /** Takes an event in if it is the next one; one that is known already changes nothing. */
  take(recorded: Recorded): void {
    if (recorded.unreadable !== undefined) throw new UnreadableStream(recorded);
    this.evolve(recorded.revision, recorded.event as E, recorded.context.commandId);
  }

  /** False when no event taken in came of a command; true when one did, but for a rare coincidence. */
  mayHold(commandId: string): boolean {
    return this.commands.has(shortened(commandId));
  }

  /** Takes in what has just been appended at `expected`; nothing if somebody else has moved on meanwhile. */
  appended(expected: Revision, events: readonly E[], commandId: string): void {
    const first = expected === 'none' ? 0 : expected + 1;
    events.forEach((event, index) => this.evolve(first + index, event, commandId));
  }

  /** Reads the rest of the stream. */
  async catchUp(store: EventStore): Promise<void> {
    for await (const recorded of store.read(this.stream, this.reached + 1)) this.take(recorded);
  }

  private evolve(revision: number, event: E, commandId: string): void {
    if (revision !== this.reached + 1) return;
    this.state = this.aggregate.evolve(this.state, event);
    this.reached = revision;
    this.commands.add(shortened(commandId));
  }
}

const shortened = (uuid: string): number => parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);

type AnyReplay = Replay<never, never, never>;

/** The replays used last. What they hold may be old, but it is never wrong: the log only grows. */
export class Replays {
  private readonly kept = new Map<string, AnyReplay>();

  constructor(private readonly most: number) {}

  /** The replay kept of a stream; undefined when there is none. */
  of<State, C extends Command, E extends Event>(
    { category }: Aggregate<State, C, E>,
    stream: string,
  ): Replay<State, C, E> | undefined {
    const kept = this.kept.get(stream);
    if (!kept) return undefined;
    this.kept.delete(stream);
    this.kept.set(stream, kept);
    // A stream's name begins with its category, and a category has one aggregate: so it has this aggregate's types.
    return stream.startsWith(`${category}-`) ? kept : undefined;
  }

  keep<State, C extends Command, E extends Event>(replay: Replay<State, C, E>): void {
    this.kept.delete(replay.stream);
    this.kept.set(replay.stream, replay as unknown as AnyReplay);
    if (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value!);
  }

  forget(stream: string): void {
    this.kept.delete(stream);
  }
}
