import type { QueryConfig } from 'pg';
import type { DecidingRole } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { prepared } from '../statement';
import { toldColumns } from './stated';

/** Which page of what awaits somebody: behind a position, when given. */
interface Wanted {
  readonly today: Day;
  readonly limit: number;
  readonly after?: string;
}

/** The first that await a role: an index has them in order, of one role at a time. */
const first = (role: string): string => `
  select ${toldColumns} from overrides o
  where o.awaited_role = :${role} and o.known_from > :after::bigint
    and (o.decide_by is null or o.decide_by >= :today::date) and (o.ratify_by is null or o.ratify_by > :today::date)
  order by o.known_from limit :limit`;

/** What awaits a decision at a level of some roles, the oldest first, with who keeps each account. */
export const awaiting = (roles: readonly DecidingRole[], { after = '0', ...wanted }: Wanted): QueryConfig => {
  const asked = Object.fromEntries(roles.map((role, index) => [`role${index + 1}`, role]));
  return prepared(`overrides-inbox-${roles.length}`, { ...wanted, after, ...asked }, () => {
    const arms = Object.keys(asked).map((role) => `(${first(role)})`);
    return `
      select o.*, a.owner_seat, coalesce(a.attributes, '{}') as attributes
      from (select * from (${arms.join(' union all ')}) o order by o.known_from limit :limit) o
      left join lateral (
        select a.owner_seat, a.attributes from accounts a
        where a.external_id = o.external_id and a.known_until is null limit 1) a on true
      order by o.known_from`;
  });
};
