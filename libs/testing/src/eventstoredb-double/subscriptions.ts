import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { eventFilterOf, type EventFilter } from './event-filter';
import { failure, type DropAs } from './faults';
import { NONE, isAfter, type Position, type Recorded } from './records';
import { streamDeleted } from './rpc-error';
import type { Server } from './server';
import { send, type ReadCall } from './streams.send';
import type { Store } from './store';
import { read as wire } from './wire';

/** Live events the server keeps ready for a slow consumer; with more waiting, it reads from the log again. */
const liveBuffer = 32;

interface Source {
  /** The next event, and the cursor moved past it. */
  next(): Recorded | undefined;
  /** How many more are waiting. */
  waiting(): number;
}

/** After the position named, exclusive. One beyond the end of the log is waited for in silence. */
const allAfter = ({ log }: Store, options: ReadReq.Options.AllOptions): Source => {
  const named = options.getPosition();
  const from: Position | undefined = named && {
    commit: BigInt(named.getCommitPosition()),
    prepare: BigInt(named.getPreparePosition()),
  };
  let place = from ? log.placeAfter(from) : options.hasEnd() ? log.length : 0;
  return {
    waiting: () => log.length - place,
    next: () => {
      while (place < log.length) {
        const record = log.at(place++)!;
        if (from === undefined || isAfter(record.position, from)) return record;
      }
      return undefined;
    },
  };
};

/** After the revision named, exclusive; the stream need not exist yet. */
const streamAfter = (store: Store, name: string, options: ReadReq.Options.StreamOptions): Source => {
  const lastOf = () => BigInt(store.log.eventsOf(name).length) - 1n;
  let seen = options.hasRevision() ? BigInt(options.getRevision()) : options.hasEnd() ? lastOf() : NONE;
  return {
    waiting: () => Number(lastOf() - seen),
    next: () => {
      const view = store.view(name);
      if (view.is === 'deleted') throw streamDeleted(name);
      while (view.is === 'present' && seen < view.last) {
        seen += 1n;
        const event = view.at(seen);
        if (event !== undefined) return event;
      }
      return undefined;
    },
  };
};

/** The server's loop: catch up, say so, stay live, and catch up again if the consumer falls behind. */
async function* follow(
  { log }: Store,
  source: Source,
  filter: EventFilter | undefined,
  gone: AbortSignal,
): AsyncGenerator<ReadResp> {
  let live = source.waiting() <= 0;
  let lookedAt = 0;
  let [last, checkpoint]: (Position | undefined)[] = [];
  yield wire.confirmation(randomUUID());
  if (live) yield wire.caughtUp();

  for (;;) {
    if (live && source.waiting() > liveBuffer) live = false;
    const record = source.next();
    const due =
      filter !== undefined && (record === undefined ? !live : ++lookedAt >= filter.checkpointInterval);
    if (record !== undefined) {
      last = record.position;
      if (filter?.accepts(record) ?? true) yield wire.event(record);
    }
    if (due && last !== undefined && (checkpoint === undefined || isAfter(last, checkpoint))) {
      [checkpoint, lookedAt] = [last, 0];
      yield wire.checkpoint(last);
    }
    if (record !== undefined) continue;
    // Nothing is awaited between looking and listening, or an event in between would go unnoticed.
    if (live) await once(log.growth, 'grown', { signal: gone });
    else {
      live = true;
      yield wire.caughtUp();
    }
  }
}

export const subscribe = async (server: Server, call: ReadCall, stream: string, options: ReadReq.Options) => {
  const { store, faults } = server;
  const over = new AbortController();
  const drop = (as: DropAs) => {
    over.abort();
    if (as === 'ok') call.end();
    else call.emit('error', failure(as));
  };
  async function* messages(gone: AbortSignal): AsyncGenerator<ReadResp> {
    const all = options.getAll();
    const source = all ? allAfter(store, all) : streamAfter(store, stream, options.getStream()!);
    const plan = faults.plannedDrop(stream);
    let sent = 0;
    for await (const message of follow(store, source, eventFilterOf(options), gone)) {
      yield message;
      if (message.hasEvent()) sent += 1;
      if (plan !== undefined && sent >= plan.after) return drop(plan.as);
    }
  }
  const unsubscribed = faults.subscribed(drop);
  await send(server, call, stream, messages, over).finally(unsubscribed);
};
