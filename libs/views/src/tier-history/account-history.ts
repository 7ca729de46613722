import type { Pool } from 'pg';
import type { Instant } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';
import type { Known } from '../known-at';
import { type Row, segmentOf } from './account-tiers';
import type { Rectangle } from './tier-history.answers';

/** What a row says from the beginning of a day on, because somebody had to act by then. */
interface Lapse extends Pick<Row, 'effective' | 'override_id' | 'decided_back'> {
  readonly since: string;
}

interface KnownRow extends Row {
  known_from: string;
  known_until: string | null;
  since: Date;
  till: Date | null;
  lapses: readonly Lapse[] | null;
}

/** Everything believed of one account by a moment, in the order in which it was learnt. */
export const historyOf = async (
  pool: Pool,
  { scheme, view, externalId }: TimelineKey,
  { position, knownAt }: Known,
): Promise<Rectangle[]> => {
  const { rows } = await pool.query<KnownRow>({
    name: 'tier-history-history',
    text: `select h.*, case when h.known_until <= $4::bigint then h.known_until end as known_until,
                  since.recorded_at as since, till.recorded_at as till, lapses.told as lapses
           from timelines t join tier_history h on h.timeline_id = t.id
           join audit_trail since on since.position = h.known_from
           left join audit_trail till on till.position = h.known_until and h.known_until <= $4::bigint
           left join lateral (
             select json_agg(json_build_object('since', day_begins(l.lapsed_on, $4::bigint), 'effective', l.effective,
               'override_id', l.override_id, 'decided_back', l.decided_back) order by l.lapsed_on) as told
             from tier_lapses l
             where l.timeline_id = h.timeline_id and l.valid_from = h.valid_from and l.known_from = h.known_from
               and l.lapsed_on <= day_known($5::timestamptz, $4::bigint)) lapses on true
           where t.scheme = $1 and t.view = $2 and t.external_id = $3 and h.known_from <= $4::bigint
           order by h.known_from, h.valid_from`,
    values: [scheme, view, externalId, String(position), knownAt],
  });
  const told = rows.flatMap(rectanglesOf);
  return told.sort(({ known: a }, { known: b }) => (a.from < b.from ? -1 : Number(a.from > b.from)));
};

/** One, and another for each day that has made it say something else while it was believed. */
const rectanglesOf = (row: KnownRow): Rectangle[] => {
  const [since, till] = [instantOf(row.since), row.till && instantOf(row.till)];
  const lapses = (row.lapses ?? []).map((lapse) => ({
    ...row,
    ...lapse,
    from: instantOf(new Date(lapse.since)),
  }));
  const first = lapses.findLast(({ from }) => from <= since) ?? row;
  const later = lapses.filter(({ from }) => from > since && (till === null || from < till));
  return [{ ...first, from: since }, ...later].map((one, index) => {
    const next = later[index]?.from;
    const untilPosition = next === undefined ? row.known_until : null;
    const known = { fromPosition: row.known_from, untilPosition, from: one.from, until: next ?? till };
    return { ...segmentOf(one), policyVersion: row.policy_version, known };
  });
};

const instantOf = (at: Date): Instant => at.toISOString() as Instant;
