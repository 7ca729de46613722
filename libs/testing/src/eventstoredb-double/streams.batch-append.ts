import * as shared from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { type BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { status, type handleBidiStreamingCall } from '@grpc/grpc-js';
import type { Message } from 'google-protobuf';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { ConnectionCut } from './faults';
import { NONE, type Expected } from './records';
import { RpcError } from './rpc-error';
import { admit, asRpcError, type Server } from './server';
import type { Committed } from './store';
import { commit, isTooLarge, type Append } from './streams.append';
import { at, proposedOf, streamIdentifier, streamNameOf } from './wire';

const refusal = (code: status, name: string, details: Message): BatchAppendResp => {
  const any = new Any();
  any.pack(details.serializeBinary(), `event_store.client.${name}`);
  return new BatchAppendResp().setError(
    new Status()
      .setCode(code as number)
      .setMessage(name)
      .setDetails(any),
  );
};

const badRequest = (error: unknown) =>
  refusal(status.INVALID_ARGUMENT, 'BadRequest', new shared.BadRequest().setMessage(String(error)));
const timeout = () => refusal(status.DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout());

const conflict = (expected: Expected, current: bigint) => {
  const details = new shared.WrongExpectedVersion();
  if (current === NONE) details.setCurrentNoStream(new Empty());
  else details.setCurrentStreamRevision(String(current));
  if (expected === 'any') details.setExpectedAny(new Empty());
  else if (expected === 'stream_exists') details.setExpectedStreamExists(new Empty());
  else if (expected === 'no_stream') details.setExpectedNoStream(new Empty());
  else details.setExpectedStreamPosition(String(expected));
  return refusal(status.ALREADY_EXISTS, 'WrongExpectedVersion', details);
};

const answered = ({ stream, expected }: Append, outcome: Committed): BatchAppendResp => {
  if (outcome.is === 'wrong-expected-version') return conflict(expected, outcome.current);
  if (outcome.is === 'deleted') {
    const details = new shared.StreamDeleted().setStreamIdentifier(streamIdentifier(stream));
    return refusal(status.NOT_FOUND, 'StreamDeleted', details);
  }
  const success = new BatchAppendResp.Success().setPosition(
    at(new shared.AllStreamPosition(), outcome.position),
  );
  if (outcome.last === NONE) success.setNoStream(new Empty());
  else success.setCurrentRevision(String(outcome.last));
  return new BatchAppendResp().setSuccess(success);
};

const expectedOf = (options: BatchAppendReq.Options): Expected => {
  if (options.hasStreamPosition()) return BigInt(options.getStreamPosition());
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : 'any';
};

/** The deadline is the client's wall clock: one that runs late sees every append time out. */
const isOverdue = (options: BatchAppendReq.Options): boolean =>
  (options.getDeadline()?.toDate().getTime() ?? Infinity) <= Date.now();

/** Timeouts are told in the body, to one append; whatever else goes wrong ends the stream, for all of them. */
const isTimeout = (error: unknown): boolean =>
  error instanceof RpcError && (error.code === status.DEADLINE_EXCEEDED || error.code === status.ABORTED);

/** Many appends over one stream, told apart by correlation id, answered in whatever order they are done. */
export const batchAppend =
  (server: Server): handleBidiStreamingCall<BatchAppendReq, BatchAppendResp> =>
  (call) => {
    const chunks = new Map<string, BatchAppendReq[]>();
    const pending = new Set<Promise<void>>();

    const responseTo = async (requests: readonly BatchAppendReq[]): Promise<BatchAppendResp> => {
      const options = requests[0]?.getOptions();
      const stream = streamNameOf(options);
      await admit(server, call, stream);
      if (options === undefined || isOverdue(options)) return timeout();
      let request: Append;
      try {
        const events = requests.flatMap((chunk) => chunk.getProposedMessagesList().map(proposedOf));
        request = { stream, expected: expectedOf(options), events };
      } catch (error) {
        return badRequest(error);
      }
      if (isTooLarge(server, request)) {
        const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(server.maxAppendSize);
        return refusal(status.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', details);
      }
      return answered(request, await commit(server, request));
    };

    const serve = async (requests: readonly BatchAppendReq[]): Promise<void> => {
      try {
        const response = await responseTo(requests).catch((error: unknown) => {
          if (isTimeout(error)) return timeout();
          throw error;
        });
        response.setCorrelationId(requests[0]?.getCorrelationId());
        call.write(response.setStreamIdentifier(streamIdentifier(streamNameOf(requests[0]?.getOptions()))));
      } catch (error) {
        if (error instanceof ConnectionCut) server.cut(call.getPeer());
        else call.emit('error', asRpcError(error));
      }
    };

    call.on('data', (chunk: BatchAppendReq) => {
      const correlationId = chunk.getCorrelationId()?.getString() ?? '';
      const requests = [...(chunks.get(correlationId) ?? []), chunk];
      chunks.set(correlationId, requests);
      if (!chunk.getIsFinal()) return;
      chunks.delete(correlationId);
      const served = serve(requests).finally(() => pending.delete(served));
      pending.add(served);
    });
    call.on('end', () => void Promise.all(pending).then(() => call.end()));
  };
