import { status, type sendUnaryData } from '@grpc/grpc-js';
import { ConnectionCut, failure, type Faults } from './faults';
import { RpcError } from './rpc-error';
import type { Store } from './store';

/** One life of the server, from its start to its crash: what the calls it serves have in common. */
export interface Server {
  readonly store: Store;
  readonly faults: Faults;
  readonly port: number;
  readonly maxAppendSize: number;
  /** Aborted by a crash: whatever is not written by then never is. */
  readonly life: AbortSignal;
  /** Breaks the connection with this peer. */
  cut(peer: string): void;
}

interface Call {
  readonly cancelled: boolean;
  getPeer(): string;
}

/** A stalled server serves what is still wanted once it moves again. */
export const awaitTurn = async ({ faults }: Server, call: Call): Promise<void> => {
  while (faults.whenAnswering !== undefined) await faults.whenAnswering;
  if (call.cancelled) throw failure('cancelled');
};

/** What every call about a stream goes through before it is served. */
export const admit = async (server: Server, call: Call, stream: string): Promise<void> => {
  await awaitTurn(server, call);
  await server.faults.meet('call', stream);
};

export const asRpcError = (error: unknown): RpcError =>
  error instanceof RpcError
    ? error
    : new RpcError(status.UNKNOWN, `Exception was thrown by handler. ${String(error)}`);

/** Answers with what the work comes to: a message, a status, or a broken connection. */
export const answer = <Response>(
  server: Server,
  call: Call,
  respond: sendUnaryData<Response>,
  work: () => Promise<Response>,
): void => {
  work().then(
    (response) => respond(null, response),
    (error: unknown) => {
      if (error instanceof ConnectionCut) server.cut(call.getPeer());
      else respond(asRpcError(error));
    },
  );
};
