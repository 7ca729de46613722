import type { ClientBase } from 'pg';
import type {
  AccountEvent,
  BusinessReviewEvent,
  CapacityEvent,
  DelegationEvent,
  HandoverEvent,
  InputEvent,
  OpportunityEvent,
  OverrideEvent,
  PlacementEvent,
  PolicyReviewEvent,
  QuotaEvent,
  ReviewEvent,
  RubricEvent,
  SchemeEvent,
  SeatEvent,
  SettingsEvent,
} from '#libs/domain';
import type { Recorded } from '#libs/event-store';

type AnyEvent =
  | AccountEvent
  | BusinessReviewEvent
  | CapacityEvent
  | DelegationEvent
  | HandoverEvent
  | InputEvent
  | OpportunityEvent
  | OverrideEvent
  | PlacementEvent
  | PolicyReviewEvent
  | QuotaEvent
  | ReviewEvent
  | RubricEvent
  | SchemeEvent
  | SeatEvent
  | SettingsEvent;

type Effects<Batch> = {
  readonly [T in AnyEvent['type']]?: (
    recorded: Recorded<Extract<AnyEvent, { type: T }>>,
    batch: Batch,
  ) => void;
};

/** A view as one table: what each event does to its rows. Events are collected in memory and written at once. */
export interface ProjectionTables<Batch> {
  readonly name: string;
  /** Raised when old rows would differ from new ones: the view is then rebuilt beside the live one. */
  readonly version: number;
  /** Unqualified: the search path says whether the live ones are meant or those being rebuilt. */
  readonly tables: readonly string[];
  /** Indexes beside the keys that `write` looks rows up by; a rebuild keeps them from the start. */
  readonly lookups?: readonly string[];
  begin(): Batch;
  /** Nothing came of the events, so there is nothing to write. */
  readonly isEmpty?: (batch: Batch) => boolean;
  readonly on: Effects<Batch>;
  /** Sees every event, those that cannot be read included. */
  readonly any?: (recorded: Recorded, batch: Batch) => void;
  /** A statement or two a table, in the transaction that also moves the checkpoint. */
  write(batch: Batch, tx: ClientBase): Promise<void>;
}

/** What a batch of events comes to for one view. */
export interface Changes {
  readonly none: boolean;
  write(tx: ClientBase): Promise<void>;
}

/** A view, ready to be given events. */
export interface Projection {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly string[];
  readonly lookups?: readonly string[];
  collect(events: readonly Recorded[]): Changes;
}

/** Declares a view. It never refuses: what happened, happened; an error stops this view and no other. */
export const projection = <Batch>(tables: ProjectionTables<Batch>): Projection => ({
  name: tables.name,
  version: tables.version,
  tables: tables.tables,
  lookups: tables.lookups,
  collect: (events) => {
    const batch = tables.begin();
    let none = true;
    for (const recorded of events) {
      const effect = recorded.unreadable === undefined ? effectOf(tables.on, recorded.event.type) : undefined;
      if (!effect && !tables.any) continue;
      none = false;
      effect?.(recorded, batch);
      tables.any?.(recorded, batch);
    }
    if (tables.isEmpty?.(batch)) none = true;
    return { none, write: (tx) => tables.write(batch, tx) };
  },
});

/** The cast joins an event to the effect under its own name, which the table's type guarantees. */
const effectOf = <Batch>(on: Effects<Batch>, type: string) =>
  Object.hasOwn(on, type)
    ? (on as Record<string, (recorded: Recorded, batch: Batch) => void>)[type]
    : undefined;
