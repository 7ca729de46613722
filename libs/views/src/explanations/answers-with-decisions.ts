import type { Pool } from 'pg';
import type { Day } from '#libs/kernel';
import { answer } from '../tier-history/answer-row';
import { answerOf, type AnswerRow, valuesOfMany, valuesOfOne } from '../tier-history/tier-answers';
import type { TierAnswer, TierQuestion } from '../tier-history/tier-history.answers';
import { type DecisionRecord, type DecisionRow, recordOf } from './decision-record';

/** A tier with the decision in force on the day; null before the first. */
export interface Decided {
  readonly answer: TierAnswer;
  readonly decision: DecisionRecord | null;
}

type Row = AnswerRow &
  Pick<DecisionRow, 'assessment' | 'previous' | 'opened' | 'retro_kind' | 'basis'> & {
    /** Of the decision in force; `decision_id` is that of the one which gave the tier. */
    in_force: string | null;
    decided_on: Day;
    led_by: string;
    decided_from: string;
  };

/**
 * Beside the answer `h` of a timeline `t`: its first day, the decision in force and the one before it. That the first
 * day is none behind the answer's own goes without saying, but has the planner take it from the index.
 */
const decided = (day: string, position: string) => `
  left join lateral (
    select o.valid_from as opened from tier_history o
    where o.timeline_id = t.id and o.valid_from <= h.valid_from
      and o.known_from <= ${position} and (o.known_until is null or o.known_until > ${position})
    order by o.valid_from limit 1) line on true
  left join lateral (
    select d.decision_id as in_force, d.day as decided_on, d.assessment, d.cause as led_by, d.retro_kind, d.basis,
           d.known_from as decided_from, lead(d.assessment) over (order by d.day desc) as previous
    from (select * from decisions d
          where d.external_id = t.external_id and d.scheme = t.scheme and d.view = t.view and d.day <= ${day}
            and d.known_from <= ${position} and (d.known_until is null or d.known_until > ${position})
          order by d.day desc limit 2) d
    order by d.day desc limit 1) d on true`;

const columns = `h.*, line.opened, d.*`;

const one = `
  select 1 as n, ${columns}
  from timelines t cross join lateral (${answer('$4::date', '$5::bigint', '$6', '$7::date')}) h ${decided('$4::date', '$5::bigint')}
  where t.scheme = $1 and t.view = $2 and t.external_id = $3`;

/**
 * The arrays come by way of a `select`, so that the planner does not look at their lengths and keeps one plan for all:
 * made anew for each question, the plan takes three times as long as the answer.
 */
const many = `
  select q.n, ${columns}
  from unnest((select $1::text[]), (select $2::text[]), (select $3::text[]), (select $4::date[]),
              (select $5::bigint[]), (select $6::timestamptz[]), (select $7::date[]))
    with ordinality q(scheme, view, external_id, as_of, position, moment, today, n)
  join timelines t on t.scheme = q.scheme and t.view = q.view and t.external_id = q.external_id
  cross join lateral (${answer('q.as_of', 'q.position', 'q.moment', 'q.today')}) h ${decided('q.as_of', 'q.position')}`;

/** In the order of the questions, by one statement; null where the account was not onboarded on the day, as known. */
export const answersWithDecisions = async (
  pool: Pool,
  questions: readonly TierQuestion[],
): Promise<(Decided | null)[]> => {
  const [first, ...more] = questions;
  if (!first) return [];
  const { rows } = await pool.query<Row>(
    more.length === 0
      ? { name: 'explanations-answer', text: one, values: valuesOfOne(first) }
      : { name: 'explanations-answers', text: many, values: valuesOfMany(questions) },
  );
  const answers: (Decided | null)[] = questions.map(() => null);
  for (const row of rows) {
    const [index, question] = [Number(row.n) - 1, questions[Number(row.n) - 1]!];
    answers[index] = { answer: answerOf(question, row), decision: decisionOf(question, row) };
  }
  return answers;
};

const decisionOf = ({ scheme, view, externalId }: TierQuestion, row: Row): DecisionRecord | null =>
  row.in_force === null
    ? null
    : recordOf({
        scheme,
        view,
        external_id: externalId,
        decision_id: row.in_force,
        assessment: row.assessment,
        previous: row.previous,
        opened: row.opened,
        day: row.decided_on,
        cause: row.led_by,
        retro_kind: row.retro_kind,
        basis: row.basis,
        known_from: row.decided_from,
      });
