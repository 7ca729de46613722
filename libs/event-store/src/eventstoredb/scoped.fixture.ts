import { randomUUID } from 'node:crypto';
import {
  type Append,
  type Checkpoint,
  Conflict,
  EventStore,
  type FollowOptions,
  origin,
  type Position,
  type Receipt,
  type Recorded,
} from '../store';

/** A part of a log that others use too, as if it were a log of its own: from a point on, and under a prefix. */
export class Scoped {
  private constructor(
    private readonly prefix: string,
    readonly start: Checkpoint,
    readonly startHead: Position,
  ) {}

  static async begin(store: EventStore): Promise<Scoped> {
    const prefix = `test-${randomUUID()}-`;
    const head = await store.head();
    await store.close();
    return new Scoped(prefix, head === 0n ? origin : { commit: head, prepare: head }, head);
  }

  name = (stream: string): string => `${this.prefix}${stream}`;
  within = (stream: string): boolean => stream.startsWith(this.prefix);
  plain = (recorded: Recorded): Recorded => ({
    ...recorded,
    stream: recorded.stream.slice(this.prefix.length),
  });

  over(store: EventStore): EventStore {
    return new ScopedEventStore(store, this);
  }
}

class ScopedEventStore extends EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly scope: Scoped,
  ) {
    super();
  }

  async *read(stream: string, from?: number): AsyncIterable<Recorded> {
    for await (const recorded of this.store.read(this.scope.name(stream), from))
      yield this.scope.plain(recorded);
  }

  async readMany(
    streams: readonly string[],
    from?: ReadonlyMap<string, number>,
  ): Promise<Map<string, Recorded[]>> {
    const { name, plain } = this.scope;
    const named = new Map([...(from ?? [])].map(([stream, first]) => [name(stream), first]));
    const found = await this.store.readMany(streams.map(name), named);
    return new Map([...found.values()].map((events) => [plain(events[0]!).stream, events.map(plain)]));
  }

  async append(append: Append): Promise<Receipt> {
    const [outcome] = await this.appendMany([append]);
    if (outcome instanceof Conflict) throw outcome;
    return outcome!;
  }

  async appendMany(appends: readonly Append[]): Promise<(Receipt | Conflict)[]> {
    const outcomes = await this.store.appendMany(
      appends.map((append) => ({ ...append, stream: this.scope.name(append.stream) })),
    );
    return outcomes.map((outcome, index) =>
      outcome instanceof Conflict
        ? new Conflict(appends[index]!.stream, outcome.expected, outcome.actual)
        : outcome,
    );
  }

  async *follow(after: Checkpoint, options?: FollowOptions): AsyncIterable<readonly Recorded[]> {
    const from = after.commit === 0n ? this.scope.start : after;
    for await (const page of this.store.follow(from, options)) {
      const ours = page.filter(({ stream }) => this.scope.within(stream)).map(this.scope.plain);
      if (ours.length > 0) yield ours;
    }
  }

  async head(): Promise<Position> {
    const head = await this.store.head();
    return head === this.scope.startHead ? 0n : head;
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
