import type { Pool } from 'pg';
import type { PackSegment } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { Known } from '../known-at';
import { streamed } from '../streamed';
import { lapsing, said } from '../tier-history/lapses';
import { SaidOnce } from './said-once';

/** Rows of a scheme's view that reach into the days from `from` to `to`, both inside, as believed at a moment. */
export interface SegmentsQuestion {
  readonly scheme: string;
  readonly view: string;
  readonly from: Day;
  readonly to: Day;
  readonly at: Known;
}

type Row = [
  externalId: string,
  from: Day,
  until: Day | 'infinity',
  effective: string | null,
  computed: string | null,
  overrideId: string | null,
  decidedBack: boolean,
  policyVersion: number | null,
  decisionId: string | null,
  cause: PackSegment['cause'],
  retroKind: PackSegment['retroKind'],
  restated: boolean,
  position: string,
];

const columns = `t.external_id, h.valid_from, h.valid_until, ${said('effective')}, h.computed,
  ${said('override_id')}, ${said('decided_back')},
  h.policy_version, h.decision_id, h.cause, h.retro_kind, h.restated, h.known_from`;

const believed = `
  from timelines t
  join tier_history h on h.timeline_id = t.id and h.valid_from <= $4::date and h.valid_until > $3::date
    and h.known_from <= $5::bigint and (h.known_until is null or h.known_until > $5::bigint)
  ${lapsing('$6', '$5::bigint')}
  where t.scheme = $1 and t.view = $2`;

const inOrder = 'order by t.external_id, h.valid_from';

const valuesOf = ({ scheme, view, from, to, at }: SegmentsQuestion) => [
  scheme,
  view,
  from,
  to,
  String(at.position),
  at.knownAt,
];

/** All of them, by account and day. */
export const believedSegments = (
  pool: Pool,
  question: SegmentsQuestion,
  isInside: (externalId: string) => boolean,
): Promise<PackSegment[]> =>
  gather(pool, `select ${columns} ${believed} ${inOrder}`, valuesOf(question), isInside);

/** Those of timelines of which something was told, or ran out, between two positions, about the days of the question. */
export const segmentsTouchedSince = (
  pool: Pool,
  question: SegmentsQuestion,
  { since, upTo }: { readonly since: Position; readonly upTo: Position },
  isInside: (externalId: string) => boolean,
): Promise<PackSegment[]> =>
  gather(
    pool,
    `select ${columns} ${believed} and (
       exists (select from tier_history n where n.timeline_id = t.id and n.valid_from <= $4::date
         and ((n.known_from > $7::bigint and n.known_from <= $8::bigint) or (n.known_until > $7::bigint and n.known_until <= $8::bigint)))
       or exists (select from tier_lapses n where n.timeline_id = t.id and n.valid_from <= $4::date and n.known_from <= $8::bigint))
     ${inOrder}`,
    [...valuesOf(question), String(since), String(upTo)],
    isInside,
  );

const gather = async (
  pool: Pool,
  text: string,
  values: readonly unknown[],
  isInside: (externalId: string) => boolean,
): Promise<PackSegment[]> => {
  const segments: PackSegment[] = [];
  const once = new SaidOnce();
  let last = '';
  for await (const rows of streamed<Row>(pool, text, values))
    for (const row of rows) {
      if (row[0] !== last) last = row[0];
      if (isInside(last)) segments.push(segmentOf(row, last, once));
    }
  return segments;
};

const segmentOf = (row: Row, externalId: string, once: SaidOnce): PackSegment => {
  const [, from, until, effective, computed, overrideId, decidedBack] = row;
  const [, , , , , , , policyVersion, decisionId, cause, retroKind, restated, position] = row;
  return {
    externalId,
    from: once.of(from),
    until: until === 'infinity' ? null : once.of(until),
    effective: once.of(effective),
    computed: once.of(computed),
    overrideId,
    decidedBack,
    policyVersion,
    decisionId,
    cause: once.of(cause),
    retroKind: once.of(retroKind),
    restated,
    position,
  };
};
