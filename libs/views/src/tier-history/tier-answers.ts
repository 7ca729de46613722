import type { Pool } from 'pg';
import type { Day } from '#libs/kernel';
import { answer, plain } from './answer-row';
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

const lapses = 'exists (select from tier_lapses l where l.timeline_id = t.id) as lapses';
const oneTimeline = 't.scheme = $1 and t.view = $2 and t.external_id = $3';
const manyTimelines = (parameters: string, columns: string) => `
  unnest(${parameters}) with ordinality q(scheme, view, external_id, ${columns}, n)
  join timelines t on t.scheme = q.scheme and t.view = q.view and t.external_id = q.external_id`;

const statements = {
  one: `select 1 as n, ${lapses}, h.* from timelines t cross join lateral (${plain('$4::date', '$5::bigint')}) h
    where ${oneTimeline}`,
  many: `select q.n, ${lapses}, h.*
    from ${manyTimelines('$1::text[], $2::text[], $3::text[], $4::date[], $5::bigint[]', 'as_of, position')}
    cross join lateral (${plain('q.as_of', 'q.position')}) h`,
  oneLapsing: `select 1 as n, h.* from timelines t
    cross join lateral (${answer('$4::date', '$5::bigint', '$6', '$7::date')}) h where ${oneTimeline}`,
  manyLapsing: `select q.n, h.*
    from ${manyTimelines('$1::text[], $2::text[], $3::text[], $4::date[], $5::bigint[], $6::timestamptz[], $7::date[]', 'as_of, position, moment, today')}
    cross join lateral (${answer('q.as_of', 'q.position', 'q.moment', 'q.today')}) h`,
};

/** One question is one look-up; many are one statement. Null: not onboarded on the day, as known. */
export const lookUp = async (
  pool: Pool,
  questions: readonly TierQuestion[],
): Promise<(TierAnswer | null)[]> => {
  const rows = await rowsOf(pool, questions, false);
  const again = [...rows.keys()].filter((index) => rows[index]?.lapses);
  const told = await rowsOf(
    pool,
    again.map((index) => questions[index]!),
    true,
  );
  again.forEach((index, n) => (rows[index] = told[n]));
  return questions.map((question, index) => {
    const row = rows[index];
    return row ? answerOf(question, row) : null;
  });
};

interface LookedUp extends AnswerRow {
  /** Whether anything lapses on the timeline, where it was read as if nothing did. */
  readonly lapses?: boolean;
}

const rowsOf = async (
  pool: Pool,
  questions: readonly TierQuestion[],
  isLapsing: boolean,
): Promise<(LookedUp | undefined)[]> => {
  const [first] = questions;
  if (!first) return [];
  const key = `${questions.length === 1 ? 'one' : 'many'}${isLapsing ? 'Lapsing' : ''}` as const;
  const values = questions.length === 1 ? valuesOfOne(first) : valuesOfMany(questions);
  const { rows } = await pool.query<LookedUp>({
    name: `tier-history-${key}`,
    text: statements[key],
    values: isLapsing ? values : values.slice(0, 5),
  });
  const found = new Map(rows.map((row) => [Number(row.n) - 1, row]));
  return questions.map((_, index) => found.get(index));
};

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
