import type { Instant } from '#libs/kernel';
import type { Stored } from '../catalogue';

/** A row as `storedColumns` selects it: an array, since thousands of them make a batch. */
export type StoredRow = readonly [
  position: string,
  recordedAt: string,
  id: string,
  stream: string,
  revision: number,
  version: number,
  type: string,
  payload: string,
  metadata: string,
];

/** The moment comes as milliseconds since 1970: text would depend on the connection's settings. */
export const storedColumns = `e.position, (extract(epoch from e.recorded_at) * 1000)::bigint, e.id, e.stream, e.revision,
  e.version, e.type, e.payload, e.metadata`;

export const storedFrom = (row: StoredRow): Stored => {
  const position = BigInt(row[0]);
  return {
    position,
    checkpoint: { commit: position, prepare: position },
    recordedAt: instantOf(row[1]),
    id: row[2],
    stream: row[3],
    revision: row[4],
    version: row[5],
    type: row[6],
    payload: row[7],
    metadata: row[8],
  };
};

let last: { ms: string; at: Instant } = { ms: '0', at: '1970-01-01T00:00:00.000Z' as Instant };

/** Events of one batch mostly carry the same few moments, one after the other. */
export const instantOf = (ms: string): Instant => {
  if (ms !== last.ms) last = { ms, at: new Date(Number(ms)).toISOString() as Instant };
  return last.at;
};
