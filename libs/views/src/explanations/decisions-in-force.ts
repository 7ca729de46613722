import type { Pool } from 'pg';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';
import { type DecisionRecord, type DecisionRow, openedAt, recordOf } from './decision-record';

/** Which decision was in force on a day, as known at a position? */
export interface InForceAsked extends TimelineKey {
  readonly asOf: Day;
  readonly at: Position;
}

/**
 * The decision and the one before it stand next to each other: two rows of one scan, the later day first. The arrays
 * come by way of a `select`, so that the planner does not look at their lengths and keeps one plan for all: made anew
 * for each question, the plan takes three times as long as the answer.
 */
const inForce = `
  select q.n, d.scheme, d.view, d.external_id, d.decision_id, d.assessment, d.day, d.cause, d.retro_kind,
         d.recorded_at, d.basis, d.known_from, null as previous, line.opened
  from unnest((select $1::text[]), (select $2::text[]), (select $3::text[]), (select $4::date[]), (select $5::bigint[]))
    with ordinality q(scheme, view, external_id, as_of, position, n)
  left join lateral (${openedAt('q', 'q.position')}) line on true
  cross join lateral (
    select * from decisions d where d.external_id = q.external_id and d.scheme = q.scheme and d.view = q.view
      and d.day <= q.as_of and d.known_from <= q.position and (d.known_until is null or d.known_until > q.position)
    order by d.day desc limit 2) d
  order by q.n, d.day desc`;

/** In the order of the questions, by one statement; null before the first decision. */
export const decisionsInForce = async (
  pool: Pool,
  questions: readonly InForceAsked[],
): Promise<(DecisionRecord | null)[]> => {
  const { rows } = await pool.query<DecisionRow & { readonly n: string }>({
    name: 'explanations-in-force',
    text: inForce,
    values: [
      questions.map(({ scheme }) => scheme),
      questions.map(({ view }) => view),
      questions.map(({ externalId }) => externalId),
      questions.map(({ asOf }) => asOf),
      questions.map(({ at }) => String(at)),
    ],
  });
  const answers: (DecisionRecord | null)[] = questions.map(() => null);
  rows.forEach((row, index) => {
    const [question, before] = [Number(row.n) - 1, rows[index + 1]];
    const previous = before?.n === row.n ? before.assessment : null;
    answers[question] ??= recordOf({ ...row, previous });
  });
  return answers;
};
