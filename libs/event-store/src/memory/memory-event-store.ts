import { type Catalogue, type Encoded, type Stored } from '../catalogue';
import {
  type Append,
  type Checkpoint,
  Conflict,
  EventStore,
  type FollowOptions,
  type Position,
  type Receipt,
  type Recorded,
  type Revision,
} from '../store';
import { Wake } from '../wake';
import { MemoryClock } from './memory-clock';

/** The log, apart from the store: it survives when a store over it is closed and another one opened. */
export interface MemoryLog {
  readonly events: Stored[];
  readonly streams: Map<string, Stored[]>;
  readonly wake: Wake;
}

export const memoryLog = (): MemoryLog => ({ events: [], streams: new Map(), wake: new Wake() });

/** The event store in the process: the semantics of the others, gone with the process. */
export class MemoryEventStore extends EventStore {
  private readonly closing = new AbortController();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly clock: MemoryClock = new MemoryClock(),
    private readonly log: MemoryLog = memoryLog(),
  ) {
    super();
  }

  async *read(stream: string, from = 0): AsyncIterable<Recorded> {
    for (const stored of this.log.streams.get(stream)?.slice(from) ?? []) yield this.catalogue.decode(stored);
  }

  async readMany(
    streams: readonly string[],
    from?: ReadonlyMap<string, number>,
  ): Promise<Map<string, Recorded[]>> {
    const found = new Map<string, Recorded[]>();
    for (const stream of streams) {
      const events = this.log.streams.get(stream)?.slice(from?.get(stream) ?? 0) ?? [];
      if (events.length > 0)
        found.set(
          stream,
          events.map((stored) => this.catalogue.decode(stored)),
        );
    }
    return found;
  }

  async append(append: Append): Promise<Receipt> {
    const outcome = this.appendNow(append);
    if (outcome instanceof Conflict) throw outcome;
    return outcome;
  }

  async appendMany(appends: readonly Append[]): Promise<(Receipt | Conflict)[]> {
    return appends.map((append) => this.appendNow(append));
  }

  async *follow(
    after: Checkpoint,
    { signal, batch = 1000 }: FollowOptions = {},
  ): AsyncIterable<readonly Recorded[]> {
    const stop = AbortSignal.any(signal ? [signal, this.closing.signal] : [this.closing.signal]);
    let reached = Number(after.commit);
    while (!stop.aborted) {
      const page = this.log.events.slice(reached, reached + batch);
      reached += page.length;
      if (page.length > 0) yield page.map((stored) => this.catalogue.decode(stored));
      else await this.log.wake.beyond(BigInt(reached), stop, 1000);
    }
  }

  async head(): Promise<Position> {
    return BigInt(this.log.events.length);
  }

  async close(): Promise<void> {
    this.closing.abort();
  }

  private appendNow(append: Append): Receipt | Conflict {
    const { stream, expected } = append;
    const events = this.catalogue.encode(append);
    const standing = this.log.streams.get(stream) ?? [];
    const actual: Revision = standing.at(-1)?.revision ?? 'none';
    if (actual !== expected) return repeated(standing, events) ?? new Conflict(stream, expected, actual);
    if (events.length === 0) return { revision: actual, position: null };
    const recorded = this.record(events);
    if (standing.length === 0) this.log.streams.set(stream, standing);
    standing.push(...recorded);
    const last = recorded.at(-1)!;
    this.log.wake.grown(last.position);
    return { revision: last.revision, position: last.position };
  }

  private record(events: readonly Encoded[]): Stored[] {
    const recordedAt = this.clock.stampNow();
    return events.map(({ hash: _, ...event }) => {
      const position = BigInt(this.log.events.length + 1);
      const stored = { ...event, position, checkpoint: { commit: position, prepare: position }, recordedAt };
      this.log.events.push(stored);
      return stored;
    });
  }
}

/** The receipt of the same append made before: all its events stand where they are to go. */
const repeated = (standing: readonly Stored[], events: readonly Encoded[]): Receipt | undefined => {
  const last = events.at(-1);
  if (!last || !events.every(({ id, revision }) => standing[revision]?.id === id)) return undefined;
  return { revision: last.revision, position: standing[last.revision]!.position };
};
