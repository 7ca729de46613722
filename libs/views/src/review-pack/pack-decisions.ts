import type { Pool } from 'pg';
import type { PackDecision } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { streamed } from '../streamed';

type Row = [decisionId: string, externalId: string, assessment: string];

/** So many ids go in one statement: what it answers is read in one go. */
const chunk = 1_000;

/** Decisions by their ids; a decision never changes once it is told. */
export const decisionsById = async (pool: Pool, ids: readonly string[]): Promise<PackDecision[]> => {
  const decisions: PackDecision[] = [];
  for (let from = 0; from < ids.length; from += chunk) {
    const { rows } = await pool.query<Row>({
      text: 'select d.decision_id, d.external_id, d.assessment from decisions d where d.decision_id = any($1::text[])',
      values: [ids.slice(from, from + chunk)],
      rowMode: 'array',
    });
    decisions.push(...rows.map(decisionOf));
  }
  return decisions;
};

const known = 'd.known_from <= $4::bigint and (d.known_until is null or d.known_until > $4::bigint)';

/** The last decision of each timeline by a day, where it holds a tier for want of inputs; by account. */
const held = `
  select d.decision_id, d.external_id, d.assessment
  from (select d.external_id, max(d.day) as day from decisions d
        where d.scheme = $1 and d.view = $2 and d.day <= $3::date and ${known} group by d.external_id) l
  join decisions d on d.external_id = l.external_id and d.scheme = $1 and d.view = $2 and d.day = l.day and ${known}
  where d.assessment::json ->> 'outcome' = 'HELD_STALE' order by d.external_id`;

export const heldOn = async (
  pool: Pool,
  { scheme, view, asOf, at }: { scheme: string; view: string; asOf: Day; at: Position },
  isInside: (externalId: string) => boolean,
): Promise<PackDecision[]> => {
  const decisions: PackDecision[] = [];
  for await (const rows of streamed<Row>(pool, held, [scheme, view, asOf, String(at)]))
    decisions.push(...rows.map(decisionOf).filter(({ externalId }) => isInside(externalId)));
  return decisions;
};

/** The text is the decisions view's own, written as canonical JSON of what the event held. */
const decisionOf = ([decisionId, externalId, text]: Row): PackDecision => ({
  decisionId,
  externalId,
  assessment: JSON.parse(text) as PackDecision['assessment'],
});
