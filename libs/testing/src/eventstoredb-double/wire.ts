import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import {
  AppendResp,
  ReadResp,
  type AppendReq,
  type BatchAppendReq,
} from '@eventstore/db-client/generated/streams_pb';
import { NONE, type Expected, type Position, type Proposed, type Recorded } from './records';
import type { Committed } from './store';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ticksPerMillisecond = 10_000n;

// ── Requests ────────────────────────────────────────────────────────────────

export const streamNameOf = (
  options: { getStreamIdentifier(): StreamIdentifier | undefined } | undefined,
): string => Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? '').toString('utf8');

interface ExpectedRevision {
  hasRevision(): boolean;
  getRevision(): string;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}

export const expectedOf = (options: ExpectedRevision): Expected => {
  if (options.hasRevision()) return BigInt(options.getRevision());
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : 'any';
};

/** Throws on an id that is no UUID, as the server does. */
export const proposedOf = (message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): Proposed => {
  const id = message.getId()?.getString().toLowerCase() ?? '';
  if (!uuid.test(id)) throw new Error(`Unrecognized Guid format: '${id}'`);
  return {
    id,
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? 'application/octet-stream',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
};

// ── Answers ─────────────────────────────────────────────────────────────────

export const streamIdentifier = (name: string): StreamIdentifier =>
  new StreamIdentifier().setStreamName(Buffer.from(name, 'utf8'));

/** Every message that carries a position has this pair of fields, and its own class for it. */
export const at = <
  P extends { setCommitPosition(commit: string): P; setPreparePosition(prepare: string): P },
>(
  message: P,
  { commit, prepare }: Position,
): P => message.setCommitPosition(String(commit)).setPreparePosition(String(prepare));

const recorded = ({
  id,
  stream,
  revision,
  position,
  type,
  contentType,
  created,
  data,
  metadata,
}: Recorded) => {
  const message = at(new ReadResp.ReadEvent.RecordedEvent(), position)
    .setId(new UUID().setString(id))
    .setStreamIdentifier(streamIdentifier(stream))
    .setStreamRevision(String(revision))
    .setData(data)
    .setCustomMetadata(metadata);
  message
    .getMetadataMap()
    .set('type', type)
    .set('content-type', contentType)
    .set('created', String(BigInt(created.getTime()) * ticksPerMillisecond));
  return message;
};

export const read = {
  event: (record: Recorded): ReadResp =>
    new ReadResp().setEvent(
      new ReadResp.ReadEvent().setEvent(recorded(record)).setCommitPosition(String(record.position.commit)),
    ),
  checkpoint: (position: Position): ReadResp =>
    new ReadResp().setCheckpoint(at(new ReadResp.Checkpoint(), position)),
  confirmation: (id: string): ReadResp =>
    new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(id)),
  caughtUp: (): ReadResp => new ReadResp().setCaughtUp(new ReadResp.CaughtUp()),
  streamNotFound: (stream: string): ReadResp =>
    new ReadResp().setStreamNotFound(
      new ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(stream)),
    ),
};

/** Set only what is there: to the client, an absent current revision is what says `no_stream`. */
const conflict = (expected: Expected, current: bigint): AppendResp.WrongExpectedVersion => {
  const message = new AppendResp.WrongExpectedVersion();
  if (current === NONE) message.setCurrentNoStream(new Empty());
  else message.setCurrentRevision(String(current));
  if (expected === 'any') return message.setExpectedAny(new Empty());
  if (expected === 'stream_exists') return message.setExpectedStreamExists(new Empty());
  if (expected === 'no_stream') return message.setExpectedNoStream(new Empty());
  return message.setExpectedRevision(String(expected));
};

export const appended = (expected: Expected, outcome: Exclude<Committed, { is: 'deleted' }>): AppendResp => {
  if (outcome.is === 'wrong-expected-version')
    return new AppendResp().setWrongExpectedVersion(conflict(expected, outcome.current));
  const success = new AppendResp.Success().setPosition(at(new AppendResp.Position(), outcome.position));
  if (outcome.last === NONE) success.setNoStream(new Empty());
  else success.setCurrentRevision(String(outcome.last));
  return new AppendResp().setSuccess(success);
};
