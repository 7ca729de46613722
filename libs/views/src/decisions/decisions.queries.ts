import type { Pool } from 'pg';
import type { Assessment, Cause, RetroKind } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Instant } from '#libs/kernel';
import type { TimelineKey } from './timeline-key';

/** An assessment with what led to it. */
export interface Decision extends TimelineKey {
  /** The event's id; in a restatement the event's id and the day. */
  readonly decisionId: string;
  readonly assessment: Assessment;
  readonly cause: Cause;
  readonly retroKind: RetroKind | null;
  readonly recordedAt: Instant;
  readonly known: { readonly fromPosition: string; readonly untilPosition: string | null };
}

interface Row {
  scheme: string;
  view: string;
  external_id: string;
  decision_id: string;
  assessment: string;
  cause: string;
  retro_kind: RetroKind | null;
  recorded_at: Date;
  known_from: string;
  known_until: string | null;
}

const ofTimeline = `d.scheme = $1 and d.view = $2 and d.external_id = $3
  and d.known_from <= $4::bigint and (d.known_until is null or d.known_until > $4::bigint)`;

/** Every assessment with its inputs, by the day it is for and by the position at which it was believed. */
export class Decisions {
  constructor(private readonly pool: Pool) {}

  /** Null when nothing was decided under the id. */
  async get(decisionId: string): Promise<Decision | null> {
    const { rows } = await this.pool.query<Row>({
      name: 'decisions-get',
      text: 'select d.* from decisions d where d.decision_id = $1',
      values: [decisionId],
    });
    return rows[0] ? decisionOf(rows[0]) : null;
  }

  /** The last decision at or before a day, as known at a position; null when there was none. */
  async inForce(timeline: TimelineKey, asOf: Day, at: Position): Promise<Decision | null> {
    const { rows } = await this.pool.query<Row>({
      name: 'decisions-in-force',
      text: `select d.* from decisions d where ${ofTimeline} and d.day <= $5::date order by d.day desc limit 1`,
      values: [...valuesOf(timeline, at), asOf],
    });
    return rows[0] ? decisionOf(rows[0]) : null;
  }

  /** The decisions known at a position, the latest day first. */
  async page(
    timeline: TimelineKey,
    at: Position,
    { limit, before }: { readonly limit: number; readonly before?: Day },
  ): Promise<{ items: Decision[]; next: Day | null }> {
    const { rows } = await this.pool.query<Row>(
      `select d.* from decisions d where ${ofTimeline} and ($5::date is null or d.day < $5)
       order by d.day desc limit $6`,
      [...valuesOf(timeline, at), before ?? null, limit + 1],
    );
    const items = rows.slice(0, limit).map(decisionOf);
    return { items, next: rows.length > limit ? items.at(-1)!.assessment.day : null };
  }
}

const valuesOf = ({ scheme, view, externalId }: TimelineKey, at: Position) => [
  scheme,
  view,
  externalId,
  String(at),
];

/** The texts are the view's own, written as canonical JSON of what the event held. */
const decisionOf = (row: Row): Decision => ({
  scheme: row.scheme,
  view: row.view,
  externalId: row.external_id,
  decisionId: row.decision_id,
  assessment: JSON.parse(row.assessment) as Assessment,
  cause: JSON.parse(row.cause) as Cause,
  retroKind: row.retro_kind,
  recordedAt: row.recorded_at.toISOString() as Instant,
  known: { fromPosition: row.known_from, untilPosition: row.known_until },
});
