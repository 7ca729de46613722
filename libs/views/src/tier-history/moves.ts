import type { Pool } from 'pg';
import { excluded, type RetroKind } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { streamed } from '../streamed';
import { lapsing, said } from './lapses';
import {
  type BetweenQuestion,
  mergedInto,
  type Migration,
  type Move,
  type MoveCause,
  type MoveKind,
  type MovesCursor,
  type MovesPage,
} from './tier-history.answers';

/** The rows believed at a position that reach into the days from `from` to `to`, both inside. */
const believed = `
  select t.external_id, h.timeline_id, h.valid_from, h.valid_until, h.policy_version, h.cause, h.retro_kind, h.restated,
         h.computed, ${said('effective')} as effective, ${said('override_id')} as override_id,
         ${said('decided_back')} as decided_back
  from timelines t
  join tier_history h on h.timeline_id = t.id and h.valid_from <= $4::date and h.valid_until > $3::date
    and h.known_from <= $5::bigint and (h.known_until is null or h.known_until > $5::bigint)
  ${lapsing('$6', '$5::bigint')}
  where t.scheme = $1 and t.view = $2`;

/**
 * Each change of the effective tier; which of two tiers is better, the policy of the later one says. Who is part of
 * another has no tier any more, and who is taken out has none meanwhile.
 */
const changes = `
  with believed as (${believed}),
  followed as (
    select b.*, lag(b.tier) over days as before, lag(b.override_id) over days as override_before,
           -- where an override begins or ends and nothing else does, how the computed tier came about is no matter
           b.override_id is not distinct from lag(b.override_id) over days
             or b.computed is distinct from lag(b.computed) over days as anew
    from (select b.*, nullif(nullif(b.effective, '${mergedInto}'), '${excluded}') as tier from believed b) b
    window days as (partition by b.timeline_id order by b.valid_from)),
  moved as (
    select f.external_id, f.valid_from as day, f.before as from_tier, f.effective as to_tier,
           case when f.override_id is distinct from f.override_before then 'OVERRIDE' else f.cause end as cause,
           f.decided_back or f.anew and (f.restated or f.retro_kind is not null) as restated,
           case when f.decided_back then 'RETRO_DECISION' when f.anew then f.retro_kind end as retro_kind,
           case when f.before is null then 'enter' when f.tier is null then 'exit'
                when now.rank > was.rank then 'promotion' when now.rank < was.rank then 'demotion'
                else 'lateral' end as kind
    from followed f
    left join policy_tiers now on now.scheme = $1 and now.version = f.policy_version and now.tier = f.effective
    left join policy_tiers was on was.scheme = $1 and was.version = f.policy_version and was.tier = f.before
    where f.valid_from > $3::date and f.before is distinct from f.tier)`;

const columns = 'external_id, day, kind, from_tier, to_tier, cause, restated, retro_kind';

type Columns = [
  string,
  Day,
  MoveKind,
  string | null,
  string | null,
  MoveCause | null,
  boolean,
  RetroKind | null,
];

const valuesOf = ({ scheme, view, from, to, at }: BetweenQuestion) => [
  scheme,
  view,
  from,
  to,
  String(at.position),
  at.knownAt,
];

const moveOf = ([externalId, day, kind, fromTier, toTier, cause, restated, retroKind]: Columns): Move => ({
  externalId,
  day,
  kind,
  fromTier,
  toTier,
  cause,
  restated,
  retroKind,
});

const noMoves: Readonly<Record<MoveKind, number>> = {
  enter: 0,
  promotion: 0,
  demotion: 0,
  lateral: 0,
  exit: 0,
};

/** Counts and page come from one statement, so that they tell of the same rows. */
export const moves = async (
  pool: Pool,
  question: BetweenQuestion,
  { limit, after }: { readonly limit: number; readonly after?: MovesCursor },
): Promise<MovesPage> => {
  const { rows } = await pool.query<{
    counts: Partial<Record<MoveKind, number>> | null;
    items: Columns[] | null;
  }>(
    `${changes},
     page as (select * from moved where $7::date is null or (day, external_id) > ($7::date, $8::text)
              order by day, external_id limit $9)
     select (select json_object_agg(kind, n) from (select kind, count(*)::int as n from moved group by kind) c) as counts,
            (select json_agg(json_build_array(${columns})
                             order by day, external_id) from page) as items`,
    [...valuesOf(question), after?.day ?? null, after?.externalId ?? null, limit + 1],
  );
  const found = (rows[0]?.items ?? []).map(moveOf);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const next = found.length > limit && last ? { day: last.day, externalId: last.externalId } : null;
  return { counts: { ...noMoves, ...rows[0]?.counts }, items, next };
};

export async function* movesStream(pool: Pool, question: BetweenQuestion): AsyncIterable<readonly Move[]> {
  const text = `${changes} select ${columns} from moved order by day, external_id`;
  for await (const rows of streamed<Columns>(pool, text, valuesOf(question))) yield rows.map(moveOf);
}

/** Accounts by the tier on the opening day and on the closing day; those without a tier on both are not counted. */
export const migration = async (pool: Pool, question: BetweenQuestion): Promise<Migration> => {
  const { rows } = await pool.query<Migration['cells'][number]>({
    name: 'tier-history-migration',
    text: `
      with believed as (${believed})
      select coalesce(opening.effective, 'NONE') as "from", coalesce(closing.effective, 'NONE') as "to",
             count(*)::int as accounts
      from (select * from believed where valid_from <= $3::date) opening
      full join (select * from believed where valid_until > $4::date) closing using (timeline_id)
      where opening.effective is not null or closing.effective is not null
      group by 1, 2 order by 1, 2`,
    values: valuesOf(question),
  });
  return { position: String(question.at.position), cells: rows };
};
