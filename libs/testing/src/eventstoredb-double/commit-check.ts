import { NONE, type Expected } from './records';

/** What a decision about an append may look at. */
export interface StreamState {
  readonly last: bigint;
  readonly tombstoned: boolean;
  readonly softDeleted: boolean;
  readonly hasMetadata: boolean;
  /** From the index: survives restarts. */
  idAt(revision: bigint): string | undefined;
  /** From memory: forgetful. */
  recentRevisionOf(id: string): bigint | undefined;
}

export type Decision =
  | { is: 'new' }
  | { is: 'already-written'; last: bigint }
  | { is: 'wrong-expected-version' }
  | { is: 'deleted' };

const conflict: Decision = { is: 'wrong-expected-version' };

const checkRecentIds = (stream: StreamState, ids: readonly string[]): Decision => {
  const revisions = ids.map((id) => stream.recentRevisionOf(id));
  if (revisions[0] === undefined) return { is: 'new' };
  const last = revisions.at(-1);
  return last === undefined || revisions.includes(undefined) ? conflict : { is: 'already-written', last };
};

const checkRevision = (
  stream: StreamState,
  expected: 'no_stream' | bigint,
  ids: readonly string[],
): Decision => {
  const revision = expected === 'no_stream' ? NONE : expected;
  if (revision > stream.last) return conflict;
  if (revision === stream.last) return { is: 'new' };

  // A stale revision is a retry only if every id sits exactly where this append would have put it.
  const firstStranger = ids.findIndex((id, index) => stream.idAt(revision + 1n + BigInt(index)) !== id);
  if (ids.length > 0 && firstStranger < 0)
    return { is: 'already-written', last: revision + BigInt(ids.length) };
  if (firstStranger === 0 && expected === 'no_stream' && stream.softDeleted) return { is: 'new' };
  return conflict;
};

/** The server's rule for one append: write it, recognise it as written before, or refuse it. */
export const checkCommit = (stream: StreamState, expected: Expected, ids: readonly string[]): Decision => {
  if (stream.tombstoned) return { is: 'deleted' };
  if (expected === 'stream_exists') {
    if (stream.softDeleted) return { is: 'deleted' };
    if (stream.last === NONE && !stream.hasMetadata) return conflict;
  }
  return expected === 'any' || expected === 'stream_exists'
    ? checkRecentIds(stream, ids)
    : checkRevision(stream, expected, ids);
};
