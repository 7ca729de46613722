import { ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { handleServerStreamingCall } from '@grpc/grpc-js';
import { eventFilterOf } from './event-filter';
import type { Recorded } from './records';
import { streamDeleted } from './rpc-error';
import type { Server } from './server';
import type { Store } from './store';
import { send } from './streams.send';
import { subscribe } from './subscriptions';
import { read as wire, streamNameOf } from './wire';

const isBackwards = (options: ReadReq.Options) =>
  options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;

/** From the revision named, inclusive, in either direction. */
function* readStream({ store }: Server, options: ReadReq.Options): Generator<Recorded | { missing: string }> {
  const request = options.getStream()!;
  const name = streamNameOf(request);
  const view = store.view(name);
  if (view.is === 'deleted') throw streamDeleted(name);
  if (view.is === 'missing') return yield { missing: name };

  const backwards = isBackwards(options);
  const named = request.hasRevision()
    ? BigInt(request.getRevision())
    : request.hasEnd()
      ? view.last + 1n
      : 0n;
  const beyond = named > view.last;
  if (backwards) {
    for (let revision = beyond ? view.last : named; revision >= view.first; revision -= 1n) {
      const event = view.at(revision);
      if (event !== undefined) yield event;
    }
    return;
  }
  for (let revision = named > view.first ? named : view.first; revision <= view.last; revision += 1n) {
    const event = view.at(revision);
    if (event !== undefined) yield event;
  }
}

/** Forwards the position named is included, backwards it is not. */
function* readAll({ log }: Store, options: ReadReq.Options): Generator<Recorded> {
  const request = options.getAll()!;
  const named = request.getPosition();
  const place = named
    ? log.placeFrom({
        commit: BigInt(named.getCommitPosition()),
        prepare: BigInt(named.getPreparePosition()),
      })
    : request.hasEnd()
      ? log.length
      : 0;
  const step = isBackwards(options) ? -1 : 1;
  for (let next = isBackwards(options) ? place - 1 : place; ; next += step) {
    const record = log.at(next);
    if (record === undefined) return;
    yield record;
  }
}

function* answers(server: Server, options: ReadReq.Options): Generator<ReadResp> {
  const filter = eventFilterOf(options);
  let left = BigInt(options.getCount());
  for (const found of options.hasStream() ? readStream(server, options) : readAll(server.store, options)) {
    if ('missing' in found) return yield wire.streamNotFound(found.missing);
    if (filter !== undefined && !filter.accepts(found)) continue;
    if (left <= 0n) return;
    left -= 1n;
    yield wire.event(found);
  }
}

/** One call serves reads and subscriptions. */
export const read =
  (server: Server): handleServerStreamingCall<ReadReq, ReadResp> =>
  (call) => {
    const options = call.request.getOptions() ?? new ReadReq.Options();
    const stream = options.hasStream() ? streamNameOf(options.getStream()) : '$all';
    if (options.hasSubscription()) void subscribe(server, call, stream, options);
    else void send(server, call, stream, () => answers(server, options));
  };
