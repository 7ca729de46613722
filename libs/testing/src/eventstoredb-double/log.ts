import { EventEmitter } from 'node:events';
import { DELETED, isAfter, type Position, type Proposed, type Recorded } from './records';

/** Bytes a record takes beyond what its writer put in; some number, for offsets have to be sparse. */
const framing = 60n;

/** The transaction log: one sequence of records, each at a byte offset. It survives a crash of the server. */
export class Log {
  /** Emits `grown` once a commit is complete, so that subscriptions need not poll. */
  readonly growth = new EventEmitter().setMaxListeners(0);
  private readonly records: Recorded[] = [];
  private readonly streams = new Map<string, Recorded[]>();
  private end = 1_024n;

  constructor(private readonly now: () => Date) {}

  write(stream: string, revision: bigint, event: Proposed): Recorded {
    const position = this.advance();
    this.end += BigInt(stream.length + event.type.length + event.data.length + event.metadata.length);
    const recorded = { ...event, stream, revision, position, created: this.now() };
    this.records.push(recorded);
    // A tombstone stands in $all at the highest revision there is, and in no stream.
    if (revision === DELETED) return recorded;
    const events = this.streams.get(stream);
    if (events === undefined) this.streams.set(stream, [recorded]);
    else events.push(recorded);
    return recorded;
  }

  /** An append of no events takes room in the log all the same. Either way, commit and prepare are one offset. */
  advance(): Position {
    const position = { commit: this.end, prepare: this.end };
    this.end += framing;
    return position;
  }

  /** All events ever written to a stream, hidden ones too: the index of each is its revision. */
  eventsOf(stream: string): readonly Recorded[] {
    return this.streams.get(stream) ?? [];
  }

  /** `$all` by place: unlike positions, places are dense. */
  at(place: number): Recorded | undefined {
    return this.records[place];
  }

  get length(): number {
    return this.records.length;
  }

  /** The first place whose event lies after this position. */
  placeAfter(position: Position): number {
    return this.firstPlace((record) => isAfter(record.position, position));
  }

  /** The first place whose event lies at this position or after it. */
  placeFrom(position: Position): number {
    return this.firstPlace((record) => !isAfter(position, record.position));
  }

  private firstPlace(reached: (record: Recorded) => boolean): number {
    let [low, high] = [0, this.records.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (reached(this.records[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
