import { hash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, type Event, type EventType, type Instant } from '#libs/kernel';
import { eventId } from './identity';
import type { Append, Checkpoint, Context, Position, Recorded } from './store';

/** An event as it is written: its texts are canonical JSON, and the hash is over exactly these texts. */
export interface Encoded {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  /** Version of the payload's shape. */
  readonly version: number;
  readonly payload: string;
  /** The context, and the fingerprint of the shapes that let the event in. */
  readonly metadata: string;
  /** SHA-256, in hexadecimal. */
  readonly hash: string;
}

/** An event as a store gives it back. */
export interface Stored extends Omit<Encoded, 'hash'> {
  readonly position: Position;
  readonly checkpoint: Checkpoint;
  readonly recordedAt: Instant;
}

/** Brings a payload of version `from` up to version `from + 1`; the stored event itself never changes. */
export interface Upcaster {
  readonly type: string;
  readonly from: number;
  up(data: unknown): unknown;
}

/**
 * What an event's place and words are proven by: SHA-256 over the canonical JSON of
 * `[stream, revision, type, version, payload, metadata]`, both texts as they are stored.
 */
export const hashOf = (event: Omit<Encoded, 'hash' | 'id'>): string => {
  const { stream, revision, type, version, payload, metadata } = event;
  // Of an array of texts and whole numbers this is the canonical form.
  return hash('sha256', JSON.stringify([stream, revision, type, version, payload, metadata]));
};

/** What the catalogue needs of an event's declaration. */
export type KnownType = Pick<EventType, 'type' | 'version' | 'schema'>;

/** Every event type this release knows: how events become stored text, and stored text events again. */
export class Catalogue {
  private readonly types = new Map<string, KnownType>();
  private readonly upcasters = new Map<string, Upcaster>();
  /** Stands in the metadata of every event that these very shapes have let in. */
  private readonly shapes: string;
  private readonly written = new WeakMap<Context, string>();
  /** The metadata read last: a run's events share theirs. */
  private last = { text: '', metadata: {} as Metadata };

  constructor(types: readonly KnownType[], upcasters: readonly Upcaster[] = []) {
    for (const type of types) {
      if (this.types.has(type.type))
        throw new Error(`Two event types are called ${type.type}: rename the newer.`);
      this.types.set(type.type, type);
    }
    for (const upcaster of upcasters) this.upcasters.set(`${upcaster.type}/${upcaster.from}`, upcaster);
    this.shapes = fingerprintOf(types);
  }

  /** @throws Error when an event is not in the catalogue or not of its declared shape: a bug, not input. */
  encode({ stream, events, expected, context }: Append): Encoded[] {
    assertStreamName(stream);
    const metadata = this.metadataOfAppend(context);
    const first = expected === 'none' ? 0 : expected + 1;
    return events.map((event, index) => {
      const revision = first + index;
      const { type, version, payload } = this.write(event);
      const hash = hashOf({ stream, revision, type, version, payload, metadata });
      return { id: eventId(hash), stream, revision, type, version, payload, metadata, hash };
    });
  }

  /** What cannot be read is marked and comes as it was stored: nobody may drop it by accident. */
  decode(stored: Stored): Recorded {
    const { id, stream, revision, position, checkpoint, recordedAt } = stored;
    const { context, shapes } = this.metadataOf(stored);
    const { event, unreadable } = this.read(stored, shapes === this.shapes);
    const recorded = { id, stream, revision, position, checkpoint, recordedAt, event, context };
    return unreadable === undefined ? recorded : { ...recorded, unreadable };
  }

  private metadataOf({ metadata: text }: Stored): Metadata {
    if (this.last.text !== text) this.last = { text, metadata: JSON.parse(text) as Metadata };
    return this.last.metadata;
  }

  /** The appends of a run or a batch share their context. */
  private metadataOfAppend(context: Context): string {
    const known = this.written.get(context);
    if (known !== undefined) return known;
    const text = canonicalJson({ context, shapes: this.shapes });
    this.written.set(context, text);
    return text;
  }

  private write({ type, data }: Event): Pick<Encoded, 'type' | 'version' | 'payload'> {
    const known = this.types.get(type);
    if (!known) throw new Error(`${type} is in no catalogue: add it to the list of its aggregate's events.`);
    return { type, version: known.version, payload: canonicalJson(known.schema.parse(data)) };
  }

  /** What the same shapes have let in before is not looked at again, which is most of what there is to read. */
  private read(
    { type, version, payload }: Stored,
    letIn: boolean,
  ): { readonly event: Event; readonly unreadable?: string } {
    const asStored: unknown = JSON.parse(payload);
    const unreadable = (why: string) => ({ event: { type, data: asStored }, unreadable: why });
    const known = this.types.get(type);
    if (!known) return unreadable(`This release knows no event called ${type}.`);
    if (version > known.version)
      return unreadable(`${type} of version ${version} is newer than this release.`);
    if (letIn && version === known.version) return { event: { type, data: asStored } };
    let data = asStored;
    for (let from = version; from < known.version; from += 1) {
      const upcaster = this.upcasters.get(`${type}/${from}`);
      if (!upcaster) return unreadable(`Nothing brings ${type} from version ${from} to ${from + 1}.`);
      data = upcaster.up(data);
    }
    const parsed = known.schema.safeParse(data);
    if (parsed.success) return { event: { type, data: parsed.data } };
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return unreadable(`${type} does not have its shape: ${issues.join('; ')}`);
  }
}

/** What stands beside the payload: the context, and which shapes the event was let in by. */
export interface Metadata {
  readonly context: Context;
  readonly shapes?: string;
}

const fingerprintOf = (types: readonly KnownType[]): string => {
  const shapes = types.map(({ type, version, schema }) => [
    type,
    version,
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  ]);
  return hash('sha256', canonicalJson(shapes)).slice(0, 16);
};

const assertStreamName = (stream: string): void => {
  if (stream === '' || /[\u0000-\u001f]/.test(stream)) {
    throw new Error(`"${stream}" cannot name a stream: use some text without control characters.`);
  }
};
