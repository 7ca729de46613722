import { jsonEvent, type AllStreamResolvedEvent, type EventData } from '@eventstore/db-client';
import { canonicalJson, type Instant } from '#libs/kernel';
import type { Catalogue, Encoded, Metadata } from '../catalogue';
import type { Checkpoint, Recorded } from '../store';

/** What travels beside the payload: names with a dollar are EventStoreDB's own, and its tools read them. */
type Envelope = Metadata & {
  readonly version: number;
  readonly hash: string;
  /** Where the clock is simulated, when the event was recorded by that clock. */
  readonly simulatedAt?: Instant;
  readonly $correlationId: string;
  readonly $causationId?: string;
};

/** @throws TypeError for what JSON cannot hold: the client would never answer */
export const toEventData = (encoded: Encoded, simulatedAt: Instant | undefined): EventData => {
  const { context, shapes } = JSON.parse(encoded.metadata) as Metadata;
  const metadata: Envelope = {
    context,
    ...(shapes !== undefined && { shapes }),
    version: encoded.version,
    hash: encoded.hash,
    ...(simulatedAt !== undefined && { simulatedAt }),
    $correlationId: context.correlationId,
    ...(context.causationId !== undefined && { $causationId: context.causationId }),
  };
  const { id, type, payload } = encoded;
  return jsonEvent({ id, type, data: JSON.parse(payload) as never, metadata: metadata as never });
};

/** As the server counts it against its limit. */
export const sizeOf = ({ payload, metadata, type, stream }: Encoded): number =>
  Buffer.byteLength(payload) + Buffer.byteLength(metadata) + 2 * type.length + 2 * stream.length + 512;

type ResolvedRecord = NonNullable<AllStreamResolvedEvent['event']>;

/**
 * The payload's canonical text is made again from what JSON it holds, which gives the bytes that were hashed.
 * What others have written into the database is delivered as unreadable.
 */
export const toRecorded = (event: ResolvedRecord, catalogue: Catalogue): Recorded => {
  const envelope = (event.metadata ?? {}) as Partial<Envelope>;
  const at: Checkpoint = event.position ?? { commit: 0n, prepare: 0n };
  const { context, shapes, version } = envelope;
  const place = {
    id: event.id,
    stream: event.streamId,
    revision: Number(event.revision),
    position: at.commit,
    checkpoint: { commit: at.commit, prepare: at.prepare },
    recordedAt: envelope.simulatedAt ?? (event.created.toISOString() as Instant),
  };
  if (!event.isJson || context === undefined || version === undefined) {
    return { ...place, ...foreign(event) };
  }
  const payload = canonicalJson(event.data);
  const metadata = canonicalJson({ context, shapes });
  return catalogue.decode({ ...place, type: event.type, version, payload, metadata });
};

const foreign = ({
  id,
  type,
  data,
  isJson,
}: ResolvedRecord): Pick<Recorded, 'event' | 'context' | 'unreadable'> => ({
  event: { type, data: isJson ? data : Buffer.from(data).toString('base64') },
  context: { actor: 'unknown', commandId: id, correlationId: id },
  unreadable: `${type} carries no context: it was not written by this product.`,
});

/** A stored event as it was hashed. */
export const toStored = (event: ResolvedRecord): Omit<Encoded, 'id'> => {
  const { context, shapes, version, hash } = event.metadata as unknown as Envelope;
  return {
    stream: event.streamId,
    revision: Number(event.revision),
    type: event.type,
    version,
    payload: canonicalJson(event.data),
    metadata: canonicalJson({ context, shapes }),
    hash,
  };
};
