import { ClockRefused, Refused, StoreUnavailable } from '#libs/event-store';
import { ConfigError, DatabaseUnusable, EmbeddedPostgresError, TokensComeFromIssuer } from '#libs/platform';
import { KnownAtInFuture, StaleRead } from '#libs/views';
import { Failure } from './failure';

/** What an error means to the person at the keyboard. A bug keeps its stack: nobody can help without it. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  if (error instanceof Refused) return new Failure('refused', error.message, error.refusal.code);
  if (error instanceof ClockRefused) return new Failure('refused', error.message, error.code);
  if (error instanceof TokensComeFromIssuer) return new Failure('refused', error.message);
  if (error instanceof KnownAtInFuture) return new Failure('refused', error.message, error.code);
  if (error instanceof ConfigError) return new Failure('usage', error.message);
  if (error instanceof StaleRead) return new Failure('unreachable', error.message, error.code);
  if (isOutOfReach(error)) return new Failure('unreachable', error.message);
  return new Failure('broken', error instanceof Error ? (error.stack ?? error.message) : String(error));
};

const isOutOfReach = (error: unknown): error is Error =>
  [EmbeddedPostgresError, DatabaseUnusable, StoreUnavailable].some((kind) => error instanceof kind);
