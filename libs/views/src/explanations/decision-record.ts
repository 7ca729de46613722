import type { Assessment, Cause, RetroKind } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';

/** A decision with the one before it, as both were believed. */
export interface DecisionRecord extends TimelineKey {
  readonly decisionId: string;
  readonly assessment: Assessment;
  /** The assessment as it stands on record. */
  readonly written: string;
  readonly previous: Assessment | undefined;
  /** The first day of the timeline. */
  readonly opened: Day;
  readonly cause: Cause;
  readonly retroKind: RetroKind | null;
  /** The position with whose knowledge it was taken. */
  readonly basis: Position;
}

export interface DecisionRow {
  scheme: string;
  view: string;
  external_id: string;
  decision_id: string;
  assessment: string;
  previous: string | null;
  opened: Day | null;
  day: Day;
  cause: string;
  retro_kind: RetroKind | null;
  basis: string | null;
  known_from: string;
}

/** What stands beside a decision `d`: the one before it, and the first day of its timeline, as known at a position. */
export const besideDecision = (at: string): string => `
  left join lateral (
    select p.assessment from decisions p
    where p.external_id = d.external_id and p.scheme = d.scheme and p.view = d.view and p.day < d.day
      and p.known_from <= ${at} and (p.known_until is null or p.known_until > ${at})
    order by p.day desc limit 1) previous on true
  left join lateral (
    select h.valid_from as opened from timelines t join tier_history h on h.timeline_id = t.id
    where t.external_id = d.external_id and t.scheme = d.scheme and t.view = d.view
      and h.known_from <= ${at} and (h.known_until is null or h.known_until > ${at})
    order by h.valid_from limit 1) line on true`;

export const decisionColumns = `d.scheme, d.view, d.external_id, d.decision_id, d.assessment, d.day, d.cause,
  d.retro_kind, d.basis, d.known_from, previous.assessment as previous, line.opened`;

/** The texts are the view's own, written as canonical JSON of what the event held. */
export const recordOf = (row: DecisionRow): DecisionRecord => ({
  scheme: row.scheme,
  view: row.view,
  externalId: row.external_id,
  decisionId: row.decision_id,
  assessment: JSON.parse(row.assessment) as Assessment,
  written: row.assessment,
  previous: row.previous === null ? undefined : (JSON.parse(row.previous) as Assessment),
  opened: row.opened ?? row.day,
  cause: JSON.parse(row.cause) as Cause,
  retroKind: row.retro_kind,
  basis: BigInt(row.basis ?? row.known_from),
});
