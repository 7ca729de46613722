import type { Pool } from 'pg';
import type { Scope } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { partOf } from '../part/narrowed';
import { lapsing, said } from '../tier-history/lapses';
import type { PortfolioQuestion } from '../tier-history/tier-history.answers';
import type { FullTier } from './coverage.queries';

/** An account that was promoted into a tier which had no place for it. Its tier is what it is: it only waits. */
export interface WaitListed {
  readonly tier: string;
  /** In the list of its tier, from 1. */
  readonly number: number;
  readonly externalId: string;
  readonly promotedOn: Day;
  readonly fromTier: string;
}

export interface WaitListAsked {
  readonly limit: number;
  readonly after?: WaitListPlace;
  /** Whose accounts are told; null is everybody's. */
  readonly inside: Scope | null;
}

/** The last entry of a page. */
export interface WaitListPlace {
  readonly tier: string;
  readonly number: number;
}

export interface WaitListPage {
  /** How many wait for each tier, on all pages together. */
  readonly counts: ReadonlyMap<string, number>;
  readonly items: readonly WaitListed[];
  readonly next: WaitListPlace | null;
}

/**
 * The accounts of the tiers with the change that brought each there. Whoever came otherwise than by promotion has a
 * place; those promoted take the rest in the order of day, score, ARR and id.
 */
const waiting = `
  with full_tiers as (select * from unnest($5::text[], $6::int[]) with ordinality f(tier, places, nth)),
  believed as (
    select t.external_id, h.timeline_id, h.valid_from, h.valid_until, h.policy_version, h.decision_id,
           ${said('effective')} as effective
    from timelines t
    join tier_history h on h.timeline_id = t.id and h.valid_from <= $3::date
      and h.known_from <= $4::bigint and (h.known_until is null or h.known_until > $4::bigint)
    ${lapsing('$10', '$4::bigint')}
    where t.scheme = $1 and t.view = $2 and exists (
      select from tier_history s ${lapsing('$10', '$4::bigint', 's')}
      join full_tiers on full_tiers.tier = ${said('effective', 's')}
      where s.timeline_id = t.id and s.valid_from <= $3::date and s.valid_until > $3::date
        and s.known_from <= $4::bigint and (s.known_until is null or s.known_until > $4::bigint))),
  followed as (
    select b.*, lag(b.effective) over (partition by b.timeline_id order by b.valid_from) as before from believed b),
  entered as (
    select distinct on (timeline_id) f.*, now.rank > was.rank as promoted
    from followed f
    left join policy_tiers now on now.scheme = $1 and now.version = f.policy_version and now.tier = f.effective
    left join policy_tiers was on was.scheme = $1 and was.version = f.policy_version and was.tier = f.before
    where f.before is distinct from f.effective
    order by timeline_id, valid_from desc),
  queued as (
    select e.*, full_tiers.nth,
           row_number() over (partition by e.effective order by e.promoted is true, e.valid_from,
             case when e.promoted then (d.assessment::json ->> 'score')::numeric end desc nulls last,
             case when e.promoted then arr.value end desc nulls last, e.external_id) - full_tiers.places as number
    from entered e join full_tiers on full_tiers.tier = e.effective
    left join decisions d on d.decision_id = e.decision_id and d.external_id = e.external_id
    left join lateral (
      select case when i ->> 'value' ~ '^-?\\d+(\\.\\d+)?$' then (i ->> 'value')::numeric end as value
      from json_array_elements(d.assessment::json -> 'inputs') i where i ->> 'measure' = 'arr' limit 1) arr on true),
  waiting as (
    select q.*, row_number() over (partition by q.effective order by q.number) as place
    from queued q where q.number > 0 and q.promoted)`;

type Item = [tier: string, place: number, externalId: string, day: Day, before: string];

/** Counts and page come from one statement, so that they tell of the same accounts. */
export const waitList = async (
  pool: Pool,
  { scheme, view, asOf, at }: Omit<PortfolioQuestion, 'tier'>,
  tiers: readonly FullTier[],
  { limit, after, inside }: WaitListAsked,
): Promise<WaitListPage> => {
  if (tiers.length === 0) return { counts: new Map(), items: [], next: null };
  const part = inside && partOf(inside, 10);
  const nth = after ? tiers.findIndex(({ tier }) => tier === after.tier) + 1 : null;
  const { rows } = await pool.query<{ counts: Record<string, number> | null; items: Item[] | null }>(
    `${waiting},
     told as (select * from waiting ${part ? `where external_id in (${part.text})` : ''}),
     page as (select * from told where $7::int is null or (nth, place) > ($7::int, $8::int)
              order by nth, place limit $9)
     select (select json_object_agg(effective, n)
             from (select effective, count(*)::int as n from told group by effective) c) as counts,
            (select json_agg(json_build_array(effective, place, external_id, valid_from, before)
                             order by nth, place) from page) as items`,
    [
      scheme,
      view,
      asOf,
      String(at.position),
      tiers.map(({ tier }) => tier),
      tiers.map(({ places }) => places),
      nth,
      after?.number ?? null,
      limit + 1,
      at.knownAt,
      ...(part?.parameters ?? []),
    ],
  );
  const found = (rows[0]?.items ?? []).map(waitListed);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    counts: new Map(Object.entries(rows[0]?.counts ?? {})),
    items,
    next: found.length > limit && last ? { tier: last.tier, number: last.number } : null,
  };
};

const waitListed = ([tier, number, externalId, promotedOn, fromTier]: Item): WaitListed => ({
  tier,
  number,
  externalId,
  promotedOn,
  fromTier,
});
