import { setTimeout as after } from 'node:timers/promises';
import { ErrorType } from '@eventstore/db-client';
import { StoreUnavailable } from '../store';

/** What the client calls errors after which the outcome is not known, or after which another node is to be asked. */
const passing = new Set<unknown>([
  ErrorType.TIMEOUT,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.UNAVAILABLE,
  ErrorType.CANCELLED,
  ErrorType.UNKNOWN,
  ErrorType.NOT_LEADER,
]);

/** The same as gRPC says it: some calls reject with its raw errors. Cancelled, unknown, deadline, aborted, internal, unavailable. */
const passingCodes = new Set<unknown>([1, 2, 4, 10, 13, 14]);

/** Whether the server could not be reached or did not answer, so that the outcome is not known. */
export const isTrouble = (error: unknown): boolean => {
  const { type, code } = (error ?? {}) as { type?: unknown; code?: unknown };
  return error instanceof NoAnswer || (type === undefined ? passingCodes.has(code) : passing.has(type));
};

/** Our own deadline is over; the client has none for reads. */
export class NoAnswer extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`);
  }
}

export const unavailable = (error: unknown): StoreUnavailable =>
  new StoreUnavailable(
    `EventStoreDB does not answer (${(error as Error).message}): what was asked of it may or may not have happened; try again.`,
    { cause: error },
  );

/** About so many milliseconds: some chance keeps processes from coming back as one. */
export const pause = (milliseconds: number, signal?: AbortSignal): Promise<unknown> =>
  after(milliseconds * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
