import type { Pool } from 'pg';
import type { ArrTold, PackDecision, PackSegment, Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Instant } from '#libs/kernel';
import type { Known } from '../known-at';
import { believedSegments, type SegmentsQuestion, segmentsTouchedSince } from './believed-segments';
import { type PackAccounts, packAccounts } from './pack-accounts';
import { lineOf } from './line-of';
import { type ArrDays, packArr } from './pack-arr';
import { decisionsById, heldOn } from './pack-decisions';

/** The views that a pack is read from: whoever makes one waits until they have reached its pin. */
export const packViews: readonly string[] = [
  'portfolio',
  'facts',
  'decisions',
  'tier-history',
  'schemes',
  'treatments',
  'due',
  'overrides',
  'org',
  'audit-trail',
];

type Inside = (externalId: string) => boolean;

/** What a pack reads of the views: whole portfolios at a position, in a few statements each. */
export class ReviewPackRows {
  constructor(private readonly pool: Pool) {}

  /** The accounts of a scope, by the profiles known at a position. */
  accounts(of: { readonly view: string; readonly scope: Scope }, at: Position): Promise<PackAccounts> {
    return packAccounts(this.pool, of, at);
  }

  /** Rows that reach into some days, by account and day. */
  segments(question: SegmentsQuestion, isInside: Inside): Promise<PackSegment[]> {
    return believedSegments(this.pool, question, isInside);
  }

  /** The same of the timelines of which something was told between two positions. */
  touchedSince(
    question: SegmentsQuestion,
    between: { readonly since: Position; readonly upTo: Position },
    isInside: Inside,
  ): Promise<PackSegment[]> {
    return segmentsTouchedSince(this.pool, question, between, isInside);
  }

  arr(
    { view, days, at }: { readonly view: string; readonly days: ArrDays; readonly at: Position },
    externalIds: readonly string[],
  ): Promise<ArrTold> {
    return packArr(this.pool, { days, line: lineOf(view), at }, externalIds);
  }

  decisions(ids: readonly string[]): Promise<PackDecision[]> {
    return decisionsById(this.pool, ids);
  }

  held(
    question: { readonly scheme: string; readonly view: string; readonly asOf: Day; readonly at: Position },
    isInside: Inside,
  ): Promise<PackDecision[]> {
    return heldOn(this.pool, question, isInside);
  }

  /** What was known at a moment, or at a position where that came before. */
  async knownBy(moment: Instant, pin: Known): Promise<Known> {
    const { rows } = await this.pool.query<{ position: string }>(
      `select coalesce(max(position), 0) as position from audit_trail
       where recorded_at <= $1::timestamptz and position <= $2::bigint`,
      [moment, String(pin.position)],
    );
    return { position: BigInt(rows[0]!.position), knownAt: moment < pin.knownAt ? moment : pin.knownAt };
  }

  /** The streams in which events of some types had been recorded by a position; of one scheme where one is named. */
  async streamsOf(types: readonly string[], at: Position, scheme?: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ stream: string }>(
      `select distinct stream from audit_trail
       where type = any($1::text[]) and position <= $2::bigint and ($3::text is null or scheme = $3) order by stream`,
      [types, String(at), scheme ?? null],
    );
    return rows.map(({ stream }) => stream);
  }
}
