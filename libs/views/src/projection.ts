import type { ClientBase } from 'pg';
import type { Recorded } from '#libs/event-store';

/** What a view does with the events of a batch: it collects them in memory, then writes its rows at once. */
export interface Projection<Batch = unknown> {
  readonly name: string;
  /** Raised when old rows would differ from new ones: the view is then rebuilt beside the live one. */
  readonly version: number;
  readonly tables: readonly string[];
  begin(): Batch;
  /** What each event leads to; an event without a row here does not concern the view. */
  readonly on: Readonly<Record<string, (recorded: Recorded<never>, batch: Batch) => void>>;
  /** Sees every event, those that cannot be read included. */
  readonly any?: (recorded: Recorded, batch: Batch) => void;
  /** One statement a table, in the transaction that also moves the checkpoint. */
  write(batch: Batch, tx: ClientBase): Promise<void>;
}
