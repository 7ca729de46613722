import type { Event, Instant } from '#libs/kernel';

/** A place in the whole log: a total order. Dense in PostgreSQL, sparse in EventStoreDB. Text on the wire. */
export type Position = bigint;

/** How far a reader has come. EventStoreDB needs both of its numbers to go on; elsewhere they are equal. */
export interface Checkpoint {
  readonly commit: Position;
  readonly prepare: Position;
  /** When the event there was recorded: whoever goes on from here is told no earlier moment. */
  readonly recordedAt?: Instant;
}

/** Before the first event. */
export const origin: Checkpoint = { commit: 0n, prepare: 0n };

/** The number of a stream's last event, from 0; 'none' for a stream without events. */
export type Revision = number | 'none';

/** Who asked, on whose behalf, and what belongs together; it travels beside the event. */
export interface Context {
  /** The subject of the caller's token, or `system:<name>` for work the product does by itself. */
  readonly actor: string;
  readonly onBehalfOf?: string;
  /** Event ids derive from it, so that a retry of the same command is recognised. A UUID. */
  readonly commandId: string;
  readonly correlationId: string;
  /** Id of the event that led to this one. */
  readonly causationId?: string;
  readonly reason?: string;
}

/** An event as the log holds it. */
export interface Recorded<E extends Event = Event> {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly checkpoint: Checkpoint;
  /** Set by the store alone: `max(previous, clock)`. */
  readonly recordedAt: Instant;
  readonly event: E;
  readonly context: Context;
  /** Why the event could not be read (an unknown type, a shape that does not fit). Its `event.data` is then as stored. */
  readonly unreadable?: string;
}

export interface Receipt {
  readonly revision: Revision;
  /** Of the last event; null when nothing had to be recorded. */
  readonly position: Position | null;
}

/** One append: all its events or none, if the stream still stands at `expected`. */
export interface Append {
  readonly stream: string;
  readonly events: readonly Event[];
  readonly expected: Revision;
  readonly context: Context;
}

/** The stream stands elsewhere than expected: nothing was appended. */
export class Conflict extends Error {
  constructor(
    readonly stream: string,
    readonly expected: Revision,
    readonly actual: Revision,
  ) {
    super(`Stream ${stream} stands at ${actual}, not at ${expected}.`);
  }
}

/** One append holds more than the store takes at once; nothing of it was recorded. */
export class AppendTooLarge extends Error {}

/** The store did not answer in time or cannot be reached: the append may or may not have happened. */
export class StoreUnavailable extends Error {}

export interface FollowOptions {
  readonly signal?: AbortSignal;
  /** Events a batch at most; 1,000 unless told. */
  readonly batch?: number;
}

/**
 * The port to the event store. Whatever `append` acknowledges is durable; an append retried with the same
 * events, context and expected revision is recorded once and answered with its original receipt.
 */
export abstract class EventStore {
  /** The events of a stream in order, from a revision on; none for an unknown stream. */
  abstract read(stream: string, from?: number): AsyncIterable<Recorded>;
  /**
   * Many streams at once, each whole or from the revision named for it; a stream without events to give is not
   * in the answer.
   */
  abstract readMany(
    streams: readonly string[],
    from?: ReadonlyMap<string, number>,
  ): Promise<Map<string, Recorded[]>>;
  /** @throws Conflict, AppendTooLarge, StoreUnavailable */
  abstract append(append: Append): Promise<Receipt>;
  /** Appends to many streams, each with its own outcome, in the order given. @throws StoreUnavailable */
  abstract appendMany(appends: readonly Append[]): Promise<(Receipt | Conflict)[]>;
  /** Every event behind a checkpoint in log order, for ever, in batches of at least one; ends when aborted. */
  abstract follow(after: Checkpoint, options?: FollowOptions): AsyncIterable<readonly Recorded[]>;
  /** The last position of the log now; 0 when it is empty. */
  abstract head(): Promise<Position>;
  abstract close(): Promise<void>;
}
