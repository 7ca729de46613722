import {
  DeleteResp,
  TombstoneResp,
  type DeleteReq,
  type TombstoneReq,
} from '@eventstore/db-client/generated/streams_pb';
import type { handleUnaryCall } from '@grpc/grpc-js';
import type { Expected, Position } from './records';
import { streamDeleted, wrongExpectedVersion } from './rpc-error';
import { admit, answer, type Server } from './server';
import type { Committed } from './store';
import { at, expectedOf, streamNameOf } from './wire';

const positionOf = (stream: string, expected: Expected, outcome: Committed): Position => {
  if (outcome.is === 'deleted') throw streamDeleted(stream);
  if (outcome.is === 'wrong-expected-version') throw wrongExpectedVersion(stream, expected, outcome.current);
  return outcome.position;
};

const target = (options: DeleteReq.Options | TombstoneReq.Options | undefined): [string, Expected] => [
  streamNameOf(options),
  options === undefined ? 'any' : expectedOf(options),
];

export const deleteStream =
  (server: Server): handleUnaryCall<DeleteReq, DeleteResp> =>
  (call, respond) =>
    answer(server, call, respond, async () => {
      const [stream, expected] = target(call.request.getOptions());
      await admit(server, call, stream);
      const position = positionOf(stream, expected, server.store.delete(stream, expected));
      return new DeleteResp().setPosition(at(new DeleteResp.Position(), position));
    });

export const tombstone =
  (server: Server): handleUnaryCall<TombstoneReq, TombstoneResp> =>
  (call, respond) =>
    answer(server, call, respond, async () => {
      const [stream, expected] = target(call.request.getOptions());
      await admit(server, call, stream);
      const position = positionOf(stream, expected, server.store.tombstone(stream, expected));
      return new TombstoneResp().setPosition(at(new TombstoneResp.Position(), position));
    });
