import { once } from 'node:events';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { admit, asRpcError, type Server } from './server';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** Sends no faster than the client reads, for as long as it listens. */
export const send = async (
  server: Server,
  call: ReadCall,
  stream: string,
  messages: (gone: AbortSignal) => Iterable<ReadResp> | AsyncIterable<ReadResp>,
  over = new AbortController(),
): Promise<void> => {
  const gone = over.signal;
  call.on('cancelled', () => over.abort());
  try {
    await admit(server, call, stream);
    await server.faults.meet('read', stream);
    for await (const message of messages(gone)) {
      while (server.faults.whenAnswering !== undefined) await server.faults.whenAnswering;
      if (gone.aborted) return;
      if (!call.write(message)) await once(call, 'drain', { signal: gone });
    }
    if (!gone.aborted) call.end();
  } catch (error) {
    if (gone.aborted) return;
    call.emit('error', asRpcError(error));
  }
};
