import type { Pool } from 'pg';
import type { Cause, RetroKind } from '#libs/domain';
import type { Day } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';
import type { Known } from '../known-at';
import { lapsing, said } from './lapses';
import { type Segment, untiered } from './tier-history.answers';

/** A row of the tier history as a segment is told from it. */
export interface Row {
  valid_from: Day;
  valid_until: Day | 'infinity';
  indicated: string | null;
  computed: string | null;
  effective: string | null;
  decision_id: string | null;
  override_id: string | null;
  decided_back: boolean;
  policy_version: number | null;
  merged_into: string | null;
  cause: Cause['kind'];
  retro_kind: RetroKind | null;
}

export const segmentOf = (row: Row): Segment => ({
  from: row.valid_from,
  until: row.valid_until === 'infinity' ? null : row.valid_until,
  effective: row.effective ?? untiered,
  computed: row.computed ?? untiered,
  indicated: row.indicated,
  cause: row.cause,
  decisionId: row.decision_id,
  overrideId: row.override_id,
  retroKind: row.decided_back ? 'RETRO_DECISION' : row.retro_kind,
  ...(row.merged_into !== null && { mergedInto: row.merged_into }),
});

/**
 * Rows that say the same end where they were learnt apart; a timeline goes on. So it does not depend on the order
 * in which facts came, and a stretch keeps the cause and the decision that began it.
 */
const joined = (segments: readonly Segment[]): Segment[] => {
  const timeline: Segment[] = [];
  for (const segment of segments) {
    const last = timeline.at(-1);
    if (last && saysTheSame(last, segment)) timeline[timeline.length - 1] = { ...last, until: segment.until };
    else timeline.push(segment);
  }
  return timeline;
};

const saysTheSame = (a: Segment, b: Segment): boolean =>
  a.until === b.from &&
  a.effective === b.effective &&
  a.computed === b.computed &&
  a.indicated === b.indicated &&
  a.overrideId === b.overrideId &&
  a.mergedInto === b.mergedInto;

/** The history of one account as known at a position; null when it has none. */
export const timelineOf = async (
  pool: Pool,
  { scheme, view, externalId }: TimelineKey,
  { position, knownAt }: Known,
): Promise<Segment[] | null> => {
  const { rows } = await pool.query<Row>({
    name: 'tier-history-timeline',
    text: `select h.*, ${said('effective')} as effective, ${said('override_id')} as override_id,
                  ${said('decided_back')} as decided_back
           from timelines t join tier_history h on h.timeline_id = t.id
           ${lapsing('$5', '$4::bigint')}
           where t.scheme = $1 and t.view = $2 and t.external_id = $3
             and h.known_from <= $4::bigint and (h.known_until is null or h.known_until > $4::bigint)
           order by h.valid_from`,
    values: [scheme, view, externalId, String(position), knownAt],
  });
  return rows.length === 0 ? null : joined(rows.map(segmentOf));
};
