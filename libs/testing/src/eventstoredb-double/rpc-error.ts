import { Metadata, status } from '@grpc/grpc-js';
import { NONE, type Expected } from './records';

/** A refusal that travels as a gRPC status, with the trailers the client tells its error classes by. */
export class RpcError extends Error {
  readonly details: string;
  readonly metadata = new Metadata();

  constructor(
    readonly code: status,
    details: string,
    trailers: Record<string, string> = {},
  ) {
    super(details);
    this.details = details;
    for (const [key, value] of Object.entries(trailers)) this.metadata.set(key, value);
  }
}

const exception = (name: string, trailers: Record<string, string> = {}) => ({ exception: name, ...trailers });

export const notLeader = (host: string, port: number): RpcError =>
  new RpcError(
    status.NOT_FOUND,
    'Leader info available',
    exception('not-leader', { 'leader-endpoint-host': host, 'leader-endpoint-port': String(port) }),
  );

export const streamDeleted = (stream: string): RpcError =>
  new RpcError(
    status.FAILED_PRECONDITION,
    `Event stream '${stream}' is deleted.`,
    exception('stream-deleted', { 'stream-name': stream }),
  );

export const maxAppendSizeExceeded = (limit: number): RpcError =>
  new RpcError(
    status.INVALID_ARGUMENT,
    `Maximum Append Size of ${limit} Exceeded.`,
    exception('maximum-append-size-exceeded', { 'maximum-append-size': String(limit) }),
  );

const versionNumbers: Record<Exclude<Expected, bigint>, bigint> = {
  no_stream: NONE,
  any: -2n,
  stream_exists: -4n,
};

/** Deletes say in trailers what appends say in the body. */
export const wrongExpectedVersion = (stream: string, expected: Expected, current: bigint): RpcError => {
  const wanted = typeof expected === 'bigint' ? expected : versionNumbers[expected];
  return new RpcError(
    status.FAILED_PRECONDITION,
    `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${wanted}, Actual version: ${current}`,
    exception('wrong-expected-version', {
      'stream-name': stream,
      'expected-version': String(wanted),
      'actual-version': String(current),
    }),
  );
};
