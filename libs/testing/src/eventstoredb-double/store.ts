import { randomUUID } from 'node:crypto';
import { checkCommit, type Decision, type StreamState } from './commit-check';
import { Log } from './log';
import { RecentIds } from './recent-ids';
import { DELETED, NONE, type Expected, type Position, type Proposed, type Recorded } from './records';
import * as metadata from './stream-metadata';

export type Committed =
  | { is: 'committed'; last: bigint; position: Position }
  | { is: 'wrong-expected-version'; current: bigint }
  | { is: 'deleted' };

/** What a reader of one stream gets to see. */
export type View =
  | { is: 'missing' }
  | { is: 'deleted' }
  | { is: 'present'; first: bigint; last: bigint; at(revision: bigint): Recorded | undefined };

const nothing = new Uint8Array();

/** Streams on the log: who may write what to them, and what is left to see. It knows no gRPC. */
export class Store {
  readonly log: Log;
  private readonly tombstones = new Set<string>();
  private readonly recent = new RecentIds();

  constructor(private readonly now: () => Date) {
    this.log = new Log(now);
    // A fresh server's $all is not empty either: readers have to pass over what the system writes.
    this.writeMetadata('$stats-127.0.0.1:2113', Buffer.from('{"$maxAge":86400}'));
  }

  append(stream: string, expected: Expected, events: readonly Proposed[]): Committed {
    const state = this.stateOf(stream);
    const ids = events.map(({ id }) => id);
    const decision = checkCommit(state, expected, ids);
    if (decision.is !== 'new') return this.withoutWriting(stream, state, decision);

    // New events bring a soft-deleted stream back, numbered on, with the deleted ones still hidden;
    // so does new metadata, which would otherwise wipe out the mark of the deletion.
    const touched = metadata.isMetastream(stream) ? metadata.originalStreamOf(stream) : stream;
    const { softDeleted, last } = this.stateOf(touched);
    const written = events.map((event, index) => this.write(stream, state.last + 1n + BigInt(index), event));
    if (softDeleted) this.truncateBefore(touched, last + 1n);
    return this.committed(
      written.at(-1)?.revision ?? state.last,
      written.at(-1)?.position ?? this.log.advance(),
    );
  }

  /** Soft: hides all there is by metadata; the numbering goes on if the stream is written to again. */
  delete(stream: string, expected: Expected): Committed {
    const state = this.stateOf(stream);
    const decision = checkCommit(state, expected, [randomUUID()]);
    if (decision.is !== 'new') return this.withoutWriting(stream, state, decision);
    return this.committed(state.last, this.truncateBefore(stream, DELETED).position);
  }

  /** Hard: no event can be written to a stream of this name again. */
  tombstone(stream: string, expected: Expected): Committed {
    const state = this.stateOf(stream);
    const decision = checkCommit(state, expected, [randomUUID()]);
    if (decision.is !== 'new') return this.withoutWriting(stream, state, decision);
    const marker = { id: randomUUID(), type: '$streamDeleted', contentType: 'application/octet-stream' };
    const { position } = this.write(stream, DELETED, { ...marker, data: nothing, metadata: nothing });
    this.tombstones.add(stream);
    return this.committed(DELETED, position);
  }

  view(stream: string): View {
    const { last, softDeleted, tombstoned } = this.stateOf(stream);
    if (tombstoned) return { is: 'deleted' };
    if (last === NONE || softDeleted) return { is: 'missing' };

    const { truncateBefore, maxCount, maxAgeSeconds } = this.retentionOf(stream);
    const counted = maxCount === undefined ? 0n : last - maxCount + 1n;
    const first = counted > truncateBefore ? counted : truncateBefore;
    const oldest = maxAgeSeconds === undefined ? -Infinity : this.now().getTime() - maxAgeSeconds * 1_000;
    const events = this.log.eventsOf(stream);
    const at = (revision: bigint) => {
      const event = revision >= first ? events[Number(revision)] : undefined;
      return event !== undefined && event.created.getTime() >= oldest ? event : undefined;
    };
    return { is: 'present', first, last, at };
  }

  /** What a restart costs: ids known from memory only. */
  forgetRecentIds(): void {
    this.recent.forget();
  }

  private withoutWriting(
    stream: string,
    state: StreamState,
    decision: Exclude<Decision, { is: 'new' }>,
  ): Committed {
    if (decision.is === 'deleted') return { is: 'deleted' };
    if (decision.is === 'wrong-expected-version') return { is: decision.is, current: state.last };
    const { last } = decision;
    return { is: 'committed', last, position: this.log.eventsOf(stream)[Number(last)]!.position };
  }

  private committed(last: bigint, position: Position): Committed {
    this.log.growth.emit('grown');
    return { is: 'committed', last, position };
  }

  private write(stream: string, revision: bigint, event: Proposed): Recorded {
    this.recent.remember(event.id, stream, revision);
    return this.log.write(stream, revision, event);
  }

  private truncateBefore(stream: string, revision: bigint): Recorded {
    return this.writeMetadata(stream, metadata.withTruncateBefore(this.metadataOf(stream)?.data, revision));
  }

  private writeMetadata(stream: string, data: Uint8Array): Recorded {
    const metastream = metadata.metastreamOf(stream);
    const event = {
      id: randomUUID(),
      type: '$metadata',
      contentType: 'application/json',
      data,
      metadata: nothing,
    };
    return this.write(metastream, BigInt(this.log.eventsOf(metastream).length), event);
  }

  private stateOf(stream: string): StreamState {
    const events = this.log.eventsOf(stream);
    const original = metadata.isMetastream(stream) ? metadata.originalStreamOf(stream) : stream;
    return {
      last: BigInt(events.length) - 1n,
      tombstoned: this.tombstones.has(stream) || this.tombstones.has(original),
      softDeleted: metadata.isSoftDeletion(this.retentionOf(stream)),
      hasMetadata: this.metadataOf(stream) !== undefined,
      idAt: (revision) => events[Number(revision)]?.id,
      recentRevisionOf: (id) => this.recent.revisionOf(id, stream),
    };
  }

  private retentionOf(stream: string): metadata.Retention {
    const retention = metadata.retentionOf(this.metadataOf(stream)?.data);
    // Of a metadata stream, the latest event is all that is ever kept.
    return metadata.isMetastream(stream) ? { ...retention, maxCount: 1n } : retention;
  }

  private metadataOf(stream: string): Recorded | undefined {
    return this.log.eventsOf(metadata.metastreamOf(stream)).at(-1);
  }
}
