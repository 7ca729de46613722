import type { ClientBase, Pool } from 'pg';
import { type Checkpoint, origin, type Position } from '#libs/event-store';
import type { Instant } from '#libs/kernel';

/** A stopped view met an event that it cannot take in; one rebuilding waits for its successor. */
export type ViewState = 'running' | 'stopped' | 'rebuilding';

/** How far a view has come. */
export interface ViewProgress {
  readonly view: string;
  readonly version: number;
  readonly checkpoint: Checkpoint;
  /** Of the last event taken in; null before the first one. */
  readonly lastRecordedAt: Instant | null;
  /** The highest position it has appended itself (the standing reassessment); 0 for a view. */
  readonly produced: Position;
  readonly state: ViewState;
  /** Why it is stopped, and at which event. */
  readonly error: string | null;
  readonly errorPosition: Position | null;
}

/** A view that never ran: before the first event. */
export const notBegun = (view: string): ViewProgress => ({
  view,
  version: 0,
  checkpoint: origin,
  lastRecordedAt: null,
  produced: 0n,
  state: 'running',
  error: null,
  errorPosition: null,
});

/** How far a reader has come, and when what it read last was recorded. */
export interface Mark {
  readonly checkpoint: Checkpoint;
  readonly lastRecordedAt: Instant | null;
}

interface CheckpointRow {
  name: string;
  version: number;
  commit: string;
  prepare: string;
  last_recorded_at: Date | null;
  produced: string;
  state: ViewState;
  error: string | null;
  error_position: string | null;
}

/** What every view and the standing reassessment have reached. */
export const readCheckpoints = async (database: Pool | ClientBase): Promise<Map<string, ViewProgress>> => {
  const { rows } = await database.query<CheckpointRow>({
    name: 'views-checkpoints',
    text: `select name, version, "commit", prepare, last_recorded_at, produced, state, error, error_position
           from views.checkpoints`,
  });
  return new Map(rows.map((row) => [row.name, progressOf(row)]));
};

const progressOf = (row: CheckpointRow): ViewProgress => ({
  view: row.name,
  version: row.version,
  ...markOf(row),
  produced: BigInt(row.produced),
  state: row.state,
  error: row.error,
  errorPosition: row.error_position === null ? null : BigInt(row.error_position),
});

const markOf = (row: CheckpointRow): Mark => {
  const at = { commit: BigInt(row.commit), prepare: BigInt(row.prepare) };
  if (row.last_recorded_at === null) return { checkpoint: at, lastRecordedAt: null };
  const recordedAt = row.last_recorded_at.toISOString() as Instant;
  return { checkpoint: { ...at, recordedAt }, lastRecordedAt: recordedAt };
};
