import type { Day, Instant } from '#libs/kernel';

/** A merger or a split: what came from what, and as known when. */
export interface LineageKnown {
  readonly eventId: string;
  readonly kind: 'merge' | 'split';
  readonly from: string;
  readonly into: string;
  readonly on: Day;
  /** Of a split: the part of 1 that went there. */
  readonly share: string | null;
  readonly reason: string;
  readonly known: {
    readonly fromPosition: string;
    /** Undone there, as far as that was known. */
    readonly untilPosition: string | null;
    readonly from: Instant;
    readonly until: Instant | null;
  };
}

export interface LineageRow {
  event_id: string;
  kind: LineageKnown['kind'];
  from_id: string;
  into_id: string;
  valid_from: Day;
  share: string | null;
  reason: string;
  known_from: string;
  known_until: string | null;
  recorded_at: Date;
  undone_at: Date | null;
  undone: boolean | null;
}

export const lineageOf = (row: LineageRow): LineageKnown => ({
  eventId: row.event_id,
  kind: row.kind,
  from: row.from_id,
  into: row.into_id,
  on: row.valid_from,
  share: row.share,
  reason: row.reason,
  known: {
    fromPosition: row.known_from,
    untilPosition: row.undone ? row.known_until : null,
    from: row.recorded_at.toISOString() as Instant,
    until: row.undone ? (row.undone_at!.toISOString() as Instant) : null,
  },
});
