import { NO_STREAM, WrongExpectedVersionError } from '@eventstore/db-client';
import type { Instant } from '#libs/kernel';
import type { Catalogue, Encoded } from '../catalogue';
import type { Clock } from '../clock';
import {
  type Append,
  AppendTooLarge,
  type Checkpoint,
  Conflict,
  EventStore,
  type FollowOptions,
  type Position,
  type Receipt,
  type Recorded,
  type Revision,
} from '../store';
import { Connection } from './connection';
import { sizeOf, toEventData, toRecorded } from './envelope';
import { inParallel } from './in-parallel';
import { LogEnd } from './log-end';
import { lastOfStream, pageOf } from './reading';
import { Seals } from './seals';
import { subscribed } from './subscription';
import { isTrouble, pause } from './trouble';

export interface EventStoreDbOptions {
  readonly connectionString: string;
  /** Read for every append where it is simulated; the server's own clock stamps otherwise. */
  readonly clock?: Clock;
  /** How long the server has for one answer; 5 s unless told. */
  readonly deadlineMs?: number;
}

/**
 * Sent with every append, though an insecure server ignores it: the client then makes a call of its own with a real
 * deadline, instead of using a shared stream on which one failure is everybody's.
 */
const unlessTheConnectionSays = { username: 'tierledger', password: 'unused' };

/** What every server takes in one append: the limit of those before 25.1. */
const mostAppendBytes = 1024 * 1024;
const eventsAPage = 1000;
const callsAtOnce = 32;
const resubscribeMs = [20, 100, 500, 2000];

/**
 * The log in EventStoreDB or KurrentDB, which orders it by commit position: rising, with gaps that mean nothing. When
 * an event was recorded is told by who follows the log; a stream read alone has the moments as they were stamped.
 */
export class EventStoreDbEventStore extends EventStore {
  private readonly writes: Connection;
  private readonly subscriptions: Connection;
  private readonly credentials: { username: string; password: string };
  private readonly deadline: number;
  private readonly seals: Seals;
  private readonly end = new LogEnd();
  private readonly closing = new AbortController();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly options: EventStoreDbOptions,
  ) {
    super();
    this.writes = new Connection(options.connectionString);
    this.subscriptions = new Connection(options.connectionString);
    this.credentials = credentialsIn(options.connectionString) ?? unlessTheConnectionSays;
    this.deadline = options.deadlineMs ?? 5000;
    const { credentials, deadline } = this;
    this.seals = new Seals(this.writes, { credentials, deadline, requiresLeader: true });
  }

  async *read(stream: string, from = 0): AsyncIterable<Recorded> {
    for (let next = from; ;) {
      const at = next;
      const page = await this.writes.persistently((client) =>
        pageOf(client, stream, { from: at, most: eventsAPage, within: this.deadline }),
      );
      for (const event of page) yield toRecorded(event, this.catalogue);
      if (page.length < eventsAPage) return;
      next = Number(page.at(-1)!.revision) + 1;
    }
  }

  async readMany(
    streams: readonly string[],
    from?: ReadonlyMap<string, number>,
  ): Promise<Map<string, Recorded[]>> {
    const found = new Map<string, Recorded[]>();
    await inParallel(streams, callsAtOnce, async (stream) => {
      const events: Recorded[] = [];
      for await (const recorded of this.read(stream, from?.get(stream))) events.push(recorded);
      if (events.length > 0) found.set(stream, events);
    });
    return found;
  }

  async append(append: Append): Promise<Receipt> {
    const outcome = await this.outcomeOf(append, await this.simulatedNow());
    if (outcome instanceof Conflict) throw outcome;
    return outcome;
  }

  async appendMany(appends: readonly Append[]): Promise<(Receipt | Conflict)[]> {
    const outcomes = new Array<Receipt | Conflict>(appends.length);
    const simulatedAt = await this.simulatedNow();
    await inParallel([...groupedByStream(appends).values()], callsAtOnce, async (indexes) => {
      for (const index of indexes) outcomes[index] = await this.outcomeOf(appends[index]!, simulatedAt);
    });
    return outcomes;
  }

  async *follow(
    after: Checkpoint,
    { signal, batch = eventsAPage }: FollowOptions = {},
  ): AsyncIterable<readonly Recorded[]> {
    const stop = AbortSignal.any(signal ? [signal, this.closing.signal] : [this.closing.signal]);
    let reached = after;
    for (let failures = 0; !stop.aborted; failures += 1) {
      try {
        for await (const page of subscribed(this.subscriptions.client, this.catalogue, reached, {
          batch,
          signal: stop,
        })) {
          reached = page.at(-1)!.checkpoint;
          failures = 0;
          this.subscriptions.succeeded();
          yield page;
          if (stop.aborted) return;
        }
      } catch (error) {
        if (!isTrouble(error)) throw error;
      }
      if (stop.aborted) return;
      this.subscriptions.failed();
      await pause(resubscribeMs[Math.min(failures, resubscribeMs.length - 1)]!, stop);
    }
  }

  async head(): Promise<Position> {
    return this.writes.persistently((client) => this.end.find(client, this.deadline));
  }

  /** Whatever is recorded from now on is told to be recorded later than `at`. @throws StoreUnavailable */
  seal(at: Instant): Promise<void> {
    return this.seals.upTo(at);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([this.writes.close(), this.subscriptions.close()]);
  }

  private async simulatedNow(): Promise<Instant | undefined> {
    const { clock } = this.options;
    return clock?.simulated ? clock.now() : undefined;
  }

  private async outcomeOf(append: Append, simulatedAt: Instant | undefined): Promise<Receipt | Conflict> {
    const events = this.catalogue.encode(append);
    this.assertFits(append, events);
    if (events.length === 0) return this.nothingTo(append);
    const data = events.map((event) => toEventData(event, simulatedAt));
    const { stream, expected } = append;
    try {
      return await this.writes.persistently(async (client) => {
        const { nextExpectedRevision, position } = await client.appendToStream(stream, data, {
          expectedRevision: expected === 'none' ? NO_STREAM : BigInt(expected),
          credentials: this.credentials,
          deadline: this.deadline,
          requiresLeader: true,
        });
        return { revision: Number(nextExpectedRevision), position: position!.commit };
      });
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) throw error;
      return this.repeatedOrConflict(append, events);
    }
  }

  /** Somebody else's events stand there, or our own from an append whose answer was lost. */
  private async repeatedOrConflict(
    { stream, expected }: Append,
    events: readonly Encoded[],
  ): Promise<Receipt | Conflict> {
    const from = events[0]!.revision;
    const standing = await this.writes.persistently((client) =>
      pageOf(client, stream, { from, most: events.length, within: this.deadline }),
    );
    if (standing.length === events.length && events.every(({ id }, index) => standing[index]!.id === id)) {
      return { revision: events.at(-1)!.revision, position: standing.at(-1)!.position.commit };
    }
    return new Conflict(stream, expected, await this.standingOf(stream));
  }

  private async nothingTo({ stream, expected }: Append): Promise<Receipt | Conflict> {
    const actual = await this.standingOf(stream);
    return actual === expected
      ? { revision: actual, position: null }
      : new Conflict(stream, expected, actual);
  }

  private async standingOf(stream: string): Promise<Revision> {
    const last = await this.writes.persistently((client) => lastOfStream(client, stream, this.deadline));
    return last === undefined ? 'none' : Number(last.revision);
  }

  private assertFits({ stream }: Append, events: readonly Encoded[]): void {
    const size = events.reduce((sum, event) => sum + sizeOf(event), 0);
    if (size <= mostAppendBytes) return;
    throw new AppendTooLarge(
      `That makes ${size} bytes for ${stream}, and EventStoreDB takes ${mostAppendBytes} at once: send less of it in one request.`,
    );
  }
}

const groupedByStream = (appends: readonly Append[]): Map<string, number[]> => {
  const groups = new Map<string, number[]>();
  appends.forEach(({ stream }, index) => {
    const group = groups.get(stream);
    if (group) group.push(index);
    else groups.set(stream, [index]);
  });
  return groups;
};

const credentialsIn = (connectionString: string): { username: string; password: string } | undefined => {
  const [, username, password] = /^[^:]+:\/\/([^:@/]+):([^@/]+)@/.exec(connectionString) ?? [];
  if (username === undefined || password === undefined) return undefined;
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
};
