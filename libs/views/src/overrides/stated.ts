import type { OverrideState } from '#libs/domain';
import { columns } from './overrides.row';

/** The first day on which an approved one stands no more, by what is known on day $1; and why. */
const ending = `
  select e."on", e.by from (values
    (case when o.ratify_by is not null then o.ratify_by end, 'LAPSED', 1),
    (coalesce(o.valid_until, 'infinity'), coalesce(o.ended_by, 'EXPIRED'), 2),
    (case when o.reattest_by < $1::date then o.reattest_by + 1 end, 'LAPSED', 3),
    (case when o.attest_by < $1::date then o.attest_by + 1 end, 'LAPSED', 4)) e("on", by, n)
  where e."on" is not null order by e."on", e.n limit 1`;

/** How the overrides of a table stand on day $1, as the domain says it. */
export const stated = (table: 'overrides' | 'overrides_before', where: string): string => `
  select ${columns}, ends_on, state from (
    select o.*, e."on" as ends_on, case o.status
      when 'requested' then case when $1::date > o.decide_by then 'LAPSED' when o.in_review then 'IN_REVIEW' else 'SUBMITTED' end
      when 'approved' then case when e."on" <= $1::date or e."on" <= o.valid_from then e.by
                                when $1::date < o.valid_from then 'SCHEDULED' else 'ACTIVE' end
      else upper(o.status) end as state
    from ${table} o left join lateral (${ending}) e on o.status = 'approved'
    where ${where}) s`;

const isApproved = `o.status = 'approved'`;
const isOpen = `o.status = 'requested' and o.decide_by >= $1::date`;

/** What has to hold of a row that is in a state on day $1, said so that an index finds it. */
const mayBe: Record<OverrideState['state'], string> = {
  SUBMITTED: `${isOpen} and not o.in_review`,
  IN_REVIEW: `${isOpen} and o.in_review`,
  SCHEDULED: `${isApproved} and o.valid_from > $1::date`,
  ACTIVE: `${isApproved} and o.valid_from <= $1::date and (o.valid_until > $1::date or o.valid_until is null)`,
  EXPIRED: `${isApproved} and o.ended_by is null and o.valid_until <= $1::date`,
  REJECTED: `(o.status = 'rejected' or o.ended_by = 'REJECTED')`,
  WITHDRAWN: `o.status = 'withdrawn'`,
  REVOKED: `o.ended_by = 'REVOKED'`,
  SUPERSEDED: `o.ended_by = 'SUPERSEDED'`,
  LAPSED: `(o.status = 'lapsed' or o.ended_by = 'LAPSED'
            or least(o.decide_by + 1, o.ratify_by, o.reattest_by + 1, o.attest_by + 1) <= $1::date)`,
};

const asked = `($2::text is null or o.scheme = $2) and ($3::text is null or o.external_id = $3)
  and ($4::text is null or o.seat = $4) and ($5::bigint is null or o.known_from < $5)
  and o.known_from <= $6::bigint and o.changed_at <= $6::bigint`;

/** A page of those in a state, the latest first: the rows that stand at position $6, and those that stood there and have changed since. */
export const pageStated = (state: OverrideState['state'] | undefined): string => {
  const where = state === undefined ? asked : `${asked} and ${mayBe[state]}`;
  const arms = [
    stated('overrides', where),
    stated('overrides_before', `${where} and o.changed_until > $6::bigint`),
  ];
  const latest = (rows: string) =>
    `select * from (${rows}) r where ($7::text is null or state = $7) order by known_from desc limit $8`;
  return latest(arms.map((arm) => `(${latest(arm)})`).join(' union all '));
};
