import type { RetroKind } from '#libs/domain';
import { lapsing, said } from '../tier-history/lapses';
import { mergedInto } from '../tier-history/tier-history.answers';

/** The row that is believed at a position and holds on a day, by what had lapsed at the moment. */
const standing = (alias: string, day: string, at: string, moment: string): string => `
  left join tier_history ${alias} on ${alias}.timeline_id = t.id
    and ${alias}.valid_from <= ${day} and ${alias}.valid_until > ${day}
    and ${alias}.known_from <= ${at} and (${alias}.known_until is null or ${alias}.known_until > ${at})
  ${lapsing(moment, at, alias)}`;

const tierOf = (alias: string): string => `nullif(${said('effective', alias)}, '${mergedInto}')`;

/**
 * The accounts of a scheme whose tier at one point is not the one at the other: $3 and $4 are the first, $5 and $6 the
 * second, $7 and $8 their moments.
 */
export const movedSql = `
  select t.external_id from timelines t
  ${standing('a', '$3::date', '$4::bigint', '$7')}
  ${standing('b', '$5::date', '$6::bigint', '$8')}
  where t.scheme = $1 and t.view = $2 and ${tierOf('a')} is distinct from ${tierOf('b')}`;

const decisionInForce = (at: string): string => `
  select d.decision_id, d.assessment, d.cause, d.retro_kind from decisions d
  where d.external_id = t.external_id and d.scheme = t.scheme and d.view = t.view and d.day <= $3::date
    and d.known_from <= ${at} and (d.known_until is null or d.known_until > ${at})
  order by d.day desc limit 1`;

/** Whether an override gives the tier. */
const overridden = (end: string): string => `(${tierOf(end)} is distinct from ${end}.computed)`;

/** The same of one that does not stand at the other end any more: what has been overtaken there gave no reason to move. */
const overriddenUntil = (end: string, other: string): string => `
  (${overridden(end)} and not (not ${overridden(other)}
    and coalesce(${said('override', other)}::jsonb -> 'losers' @> jsonb_build_array(jsonb_build_object('id', ${said('override_id', end)})), false)))`;

/** Both ends of accounts, and between them what is known at b of a's day. b stands by the decision that began the stretch on which the account stands at its tier. */
export const endsSql = `
  select t.external_id,
         ${tierOf('a')}, ${overriddenUntil('a', 'c')},
         da.decision_id, da.assessment, da.cause, da.retro_kind,
         ${tierOf('c')}, ${overriddenUntil('c', 'b')},
         dc.decision_id, dc.assessment, dc.cause, dc.retro_kind,
         ${tierOf('b')}, ${overridden('b')},
         db.decision_id, db.assessment, db.cause, db.retro_kind
  from unnest($9::text[]) q(external_id)
  join timelines t on t.scheme = $1 and t.view = $2 and t.external_id = q.external_id
  ${standing('a', '$3::date', '$4::bigint', '$7')}
  ${standing('c', '$3::date', '$6::bigint', '$8')}
  ${standing('b', '$5::date', '$6::bigint', '$8')}
  left join lateral (${decisionInForce('$4::bigint')}) da on true
  left join lateral (${decisionInForce('$6::bigint')}) dc on true
  left join lateral (
    select h.decision_id from tier_history h
    where h.timeline_id = t.id and h.valid_from <= $5::date
      and h.known_from <= $6::bigint and (h.known_until is null or h.known_until > $6::bigint)
      and h.valid_from > coalesce((
        select max(x.valid_from) from tier_history x ${lapsing('$8', '$6::bigint', 'x')} where x.timeline_id = t.id and x.valid_from <= $5::date
          and x.known_from <= $6::bigint and (x.known_until is null or x.known_until > $6::bigint)
          and ${tierOf('x')} is distinct from ${tierOf('b')}), '-infinity'::date)
    order by h.valid_from limit 1) first on true
  left join lateral (
    select d.decision_id, d.assessment, d.cause, d.retro_kind from decisions d
    where d.decision_id = first.decision_id limit 1) db on true
  order by t.external_id`;

/** Where an account stands at one point, and by which decision. */
export type End = [
  tier: string | null,
  overridden: boolean,
  decisionId: string | null,
  assessment: string | null,
  cause: string | null,
  retroKind: RetroKind | null,
];
export type Ends = [externalId: string, ...End, ...End, ...End];
