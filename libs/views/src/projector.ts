import type { Pool } from 'pg';
import type { EventStore, Position } from '#libs/event-store';
import type { Progress } from './progress';
import type { Projection } from './projection';

export interface ProjectorOptions {
  readonly batch?: number;
  /** Is told what an operator should know, in sentences. */
  readonly report?: (sentence: string) => void;
}

export interface RebuildProgress {
  readonly done: Position;
  readonly total: Position;
}

export interface Rebuilt {
  readonly view: string;
  readonly position: Position;
  readonly rows: number;
  /** Whether the rebuilt rows equal the live ones; null when the version was raised and they need not. */
  readonly agreed: boolean | null;
  readonly swapped: boolean;
}

/** Follows the log and keeps every view: rows and checkpoint move in one transaction, so each event counts once. */
export class Projector {
  constructor(
    private readonly pool: Pool,
    private readonly store: EventStore,
    private readonly progress: Progress,
    private readonly views: readonly Projection<never>[],
    private readonly options: ProjectorOptions = {},
  ) {}

  /** Begins to follow; views whose version was raised are rebuilt first, beside the rows that answer meanwhile. */
  start(): Promise<void> {
    void [this.pool, this.store, this.progress, this.views, this.options];
    throw new Error('not yet');
  }

  /** Ends after the batch in hand. */
  stop(): Promise<void> {
    throw new Error('not yet');
  }

  /** Lets a view that stopped at a bad event try again. */
  resume(_view: string): Promise<void> {
    throw new Error('not yet');
  }

  /** Projects a view anew beside the live one and swaps them when their rows agree. */
  rebuild(_view: string, _onProgress?: (progress: RebuildProgress) => void): Promise<Rebuilt> {
    throw new Error('not yet');
  }
}
