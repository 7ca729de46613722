import type { Pool } from 'pg';
import type { Checkpoint, Position } from '#libs/event-store';
import type { Instant } from '#libs/kernel';

/** The views, and the standing reassessment, whose progress can be asked for. */
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

/** With the distance to the log's end: positions, which are events where the log is dense. */
export interface ViewLag extends ViewProgress {
  readonly lag: bigint;
}

/** The view has not come as far as the question asks, and did not in the time given: ask again. */
export class StaleRead extends Error {
  override readonly name = 'StaleRead';
  readonly code = 'STALE_READ';

  constructor(
    readonly view: string,
    readonly wanted: Position,
    readonly at: Position,
    /** Seconds to wait before asking again. */
    readonly retryAfter = 1,
  ) {
    super(`View ${view} stands at position ${at} and not at ${wanted} yet: ask again in ${retryAfter} s.`);
  }
}

export interface ProgressOptions {
  /** The reaction whose own events `settle` waits for; null where none runs. */
  readonly reaction?: string | null;
}

/** How far each view has come, and how to wait for it. */
export class Progress {
  constructor(
    private readonly pool: Pool,
    private readonly options: ProgressOptions = {},
  ) {}

  /** Where a view stands; before the first event when it never ran. */
  of(_view: string): Promise<ViewProgress> {
    void this.pool;
    void this.options;
    throw new Error('not yet');
  }

  /** Every view with its distance to the log's end. */
  all(_head: Position): Promise<ViewLag[]> {
    throw new Error('not yet');
  }

  /** Waits until a view has reached a position. @throws StaleRead */
  reach(_view: string, _position: Position, _withinMs = 5_000): Promise<ViewProgress> {
    throw new Error('not yet');
  }

  /**
   * Waits until the standing reassessment has drawn its consequences from a position, and the view has them.
   * @throws StaleRead
   */
  settle(_view: string, _position: Position, _withinMs = 5_000): Promise<ViewProgress> {
    throw new Error('not yet');
  }

  /** Tells those who wait in this process that a view (or the reaction) has committed a new checkpoint. */
  announce(_progress: ViewProgress): void {
    throw new Error('not yet');
  }
}
