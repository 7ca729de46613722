import type { Pool } from 'pg';
import type { Day } from '#libs/kernel';
import { lapsedBy, lapsing, mayLapse, said } from './lapses';
import { type OverrideInForce, untiered, type TierAnswer, type TierQuestion } from './tier-history.answers';

/** A row that `answer` finds. */
export interface AnswerRow {
  n: string;
  valid_from: Day;
  valid_until: Day | 'infinity';
  known_from: string;
  indicated: string | null;
  computed: string | null;
  effective: string | null;
  decision_id: string | null;
  policy_version: number | null;
  merged_into: string | null;
  override: string | null;
  restated_since: boolean;
}

/** The row for a day at a position, of a timeline `t`, and whether the same day is told otherwise by now. */
export const answer = (day: string, position: string, moment: string, today: string) => `
  select h.valid_from, h.valid_until, h.known_from, h.indicated, h.computed, h.decision_id, h.policy_version, h.merged_into,
         ${said('effective')} as effective, ${said('override')} as override,
         (h.known_until is not null or ${mayLapse()}) and not exists (
           select from tier_history c ${lapsedBy(today, 'c')}
           where c.timeline_id = h.timeline_id and c.known_until is null
             and c.valid_from <= ${day} and c.valid_until > ${day}
             and ${said('effective', 'c')} is not distinct from ${said('effective')} and c.computed is not distinct from h.computed
             and c.indicated is not distinct from h.indicated and c.merged_into is not distinct from h.merged_into) as restated_since
  from tier_history h ${lapsing(moment, position)}
  where h.timeline_id = t.id and h.valid_from <= ${day} and h.valid_until > ${day}
    and h.known_from <= ${position} and (h.known_until is null or h.known_until > ${position})
  order by h.valid_from desc, h.known_from desc
  limit 1`;

const oneAnswer = `
  select 1 as n, h.* from timelines t cross join lateral (${answer('$4::date', '$5::bigint', '$6', '$7::date')}) h
  where t.scheme = $1 and t.view = $2 and t.external_id = $3`;

const manyAnswers = `
  select q.n, h.*
  from unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::bigint[], $6::timestamptz[], $7::date[])
    with ordinality q(scheme, view, external_id, as_of, position, moment, today, n)
  join timelines t on t.scheme = q.scheme and t.view = q.view and t.external_id = q.external_id
  cross join lateral (${answer('q.as_of', 'q.position', 'q.moment', 'q.today')}) h`;

/** One question is one look-up; many are one statement. Null: not onboarded on the day, as known. */
export const lookUp = async (
  pool: Pool,
  questions: readonly TierQuestion[],
): Promise<(TierAnswer | null)[]> => {
  const [first] = questions;
  if (!first) return [];
  const { rows } = await pool.query<AnswerRow>(questions.length === 1 ? one(first) : many(questions));
  const found = new Map(rows.map((row) => [Number(row.n) - 1, row]));
  return questions.map((question, index) => {
    const row = found.get(index);
    return row ? answerOf(question, row) : null;
  });
};

const one = (question: TierQuestion) => ({
  name: 'tier-history-answer',
  text: oneAnswer,
  values: valuesOfOne(question),
});

const many = (questions: readonly TierQuestion[]) => ({
  name: 'tier-history-answers',
  text: manyAnswers,
  values: valuesOfMany(questions),
});

/** Of a statement about one question: `$1` to `$7`. */
export const valuesOfOne = ({ scheme, view, externalId, asOf, at, today }: TierQuestion): string[] => [
  scheme,
  view,
  externalId,
  asOf,
  String(at.position),
  at.knownAt,
  today,
];

/** The same of many, each a list. */
export const valuesOfMany = (questions: readonly TierQuestion[]): string[][] => [
  questions.map(({ scheme }) => scheme),
  questions.map(({ view }) => view),
  questions.map(({ externalId }) => externalId),
  questions.map(({ asOf }) => asOf),
  questions.map(({ at }) => String(at.position)),
  questions.map(({ at }) => at.knownAt),
  questions.map(({ today }) => today),
];

export const answerOf = (
  { scheme, view, externalId, asOf, at, today }: TierQuestion,
  row: Omit<AnswerRow, 'n'>,
): TierAnswer => ({
  externalId,
  scheme,
  view,
  asOf,
  knownAt: at.knownAt,
  position: String(at.position),
  effective: row.effective ?? untiered,
  computed: row.computed ?? untiered,
  indicated: row.indicated,
  valid: { from: row.valid_from, until: row.valid_until === 'infinity' ? null : row.valid_until },
  known: { fromPosition: row.known_from, untilPosition: null },
  policyVersion: row.policy_version,
  decisionId: row.decision_id,
  ...(row.merged_into !== null && { mergedInto: row.merged_into }),
  // Written by the view, as it is told.
  override: row.override === null ? null : (JSON.parse(row.override) as OverrideInForce),
  restatedSince: row.restated_since,
  scheduled: asOf > today,
});
